import GRDB

extension ClaimRecord {
    static let columns = """
        id, folder, name, device, inode, size, modified, changed, kind, claimed_at, attempts, in_place, progress, state,
        first_sequence, disposition, reason, destination, content_hash
        """

    init(_ row: Row) throws {
        let stored: Int = try row.get(13)
        guard let state = ClaimState(rawValue: stored) else {
            throw LedgerError.damaged("a claim is in state \(stored)")
        }
        self.init(
            id: try row.get(0), folder: try row.bytes(1), name: try row.bytes(2), device: try row.bits(3),
            inode: try row.bits(4), size: try row.get(5), modified: try row.get(6), changed: try row.get(7),
            kind: try row.get(8), claimedAt: try row.get(9), attempts: try row.get(10), inPlace: try row.get(11),
            progress: try row.get(12), state: state, firstSequence: try row.get(14), disposition: try row.get(15),
            reason: try row.get(16), destination: try row.optionalBytes(17),
            contentHash: try (row.get(18) as Int64?).map { UInt64(bitPattern: $0) })
    }
}

extension ArticleRecord {
    static let columns = """
        articles.id, articles.claim, articles.position, articles.arrived_at, articles.published_at, articles.title,
        articles.url, articles.guid, articles.source, articles.language, articles.file, articles.text_hash
        """
    static let columnCount = 12

    /// - Parameters:
    ///   - row: ``columns``, and what more there is.
    ///   - first: Index of the first of ``columns`` in the row.
    init(_ row: Row, from first: Int = 0, text: String? = nil, features: [UInt8] = []) throws {
        self.init(
            id: try row.get(first), claim: try row.get(first + 1), position: try row.get(first + 2),
            arrivedAt: try row.get(first + 3), publishedAt: try row.get(first + 4), title: try row.get(first + 5),
            url: try row.get(first + 6), guid: try row.get(first + 7), source: try row.get(first + 8),
            language: try row.get(first + 9), file: try row.get(first + 10), text: text,
            textHash: try row.bytes(first + 11), features: features)
    }
}

extension MembershipRecord {
    static let columns = """
        memberships.article, memberships.story, memberships.outcome, memberships.score, memberships.duplicate_of,
        memberships.similarity, memberships.containment, memberships.sequence, memberships.closed_by, memberships.standing
        """
    static let columnCount = 10

    /// - Parameter first: Index of the first of ``columns`` in the row.
    init(_ row: Row, from first: Int) throws {
        self.init(
            article: try row.get(first), story: try row.get(first + 1), outcome: try row.get(first + 2),
            score: try row.get(first + 3), duplicateOf: try row.get(first + 4), similarity: try row.get(first + 5),
            containment: try row.get(first + 6), sequence: try row.get(first + 7), closedBy: try row.get(first + 8),
            isStanding: try row.get(first + 9))
    }
}

extension StoredArticle {
    /// The article, the features and the membership. An outer join: a missing part is damage, to be told, not skipped.
    static let selection = "\(ArticleRecord.columns), sketches.features, \(MembershipRecord.columns)"
    static let source = """
        articles LEFT JOIN sketches ON sketches.article = articles.id
        LEFT JOIN memberships ON memberships.article = articles.id
        """
    static let columnCount = ArticleRecord.columnCount + 1 + MembershipRecord.columnCount

    init(_ row: Row, text: String? = nil) throws {
        let features = ArticleRecord.columnCount
        self.init(
            article: try ArticleRecord(row, text: text, features: try row.bytes(features)),
            membership: try MembershipRecord(row, from: features + 1))
    }
}

extension StoryRecord {
    static let columns =
        "number, id, title, founder, generation, size, merged_into, opened_at, last_arrival, follows, closed_by"

    init(_ row: Row) throws {
        self.init(
            number: try row.get(0), id: try row.get(1), title: try row.get(2), founder: try row.get(3),
            generation: try row.get(4), size: try row.get(5), mergedInto: try row.get(6), openedAt: try row.get(7),
            lastArrival: try row.get(8), follows: try row.get(9), closedBy: try row.get(10))
    }
}

extension OutboxRecord {
    static let columns = "sequence, entry, claim, sent_at, sends, confirmed"

    init(_ row: Row) throws {
        self.init(
            sequence: try row.get(0), entry: try row.bytes(1), claim: try row.get(2), sentAt: try row.get(3),
            sends: try row.get(4), confirmed: try row.get(5))
    }
}

extension LedgerCounts {
    // Articles, each with its membership, and stories are numbered without a gap; counting them would read a table.
    static let selection = """
        SELECT
            coalesce((SELECT max(article) FROM memberships), 0),
            coalesce((SELECT max(number) FROM stories), 0)
                - (SELECT count(*) FROM stories WHERE merged_into IS NOT NULL),
            (SELECT count(*) FROM claims WHERE state < 2),
            (SELECT count(*) FROM outbox WHERE confirmed = 0),
            max(coalesce((SELECT max(sequence) FROM decisions), 0), coalesce((SELECT max(sequence) FROM outbox), 0),
                coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = '\(Schema.Key.skippedTo)'), 0)),
            coalesce((SELECT max(id) FROM articles), 0),
            coalesce((SELECT max(number) FROM stories), 0),
            coalesce((SELECT max(id) FROM claims), 0)
        """

    init(_ row: Row) throws {
        self.init(
            articles: try row.get(0), stories: try row.get(1), openClaims: try row.get(2), unconfirmed: try row.get(3),
            lastSequence: try row.get(4), lastArticle: try row.get(5), lastStory: try row.get(6),
            lastClaim: try row.get(7))
    }
}

extension DecisionRecord {
    static let columns = """
        decisions.sequence, decisions.kind, decisions.claim, decisions.position, decisions.article, decisions.story,
        decisions.other_story, decisions.decided_at, decisions.reason, decisions.corrected_by
        """
    static let columnCount = 10

    init(_ row: Row) throws {
        self.init(
            sequence: try row.get(0), kind: try row.get(1), claim: try row.get(2), position: try row.get(3),
            article: try row.get(4), story: try row.get(5), otherStory: try row.get(6), decidedAt: try row.get(7),
            reason: try row.get(8), correctedBy: try row.get(9))
    }
}

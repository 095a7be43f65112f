import GRDB

extension ClaimRecord: StoredRow {
    static let statement = """
        INSERT INTO claims (id, folder, name, device, inode, size, modified, changed, kind, claimed_at, attempts,
            in_place, progress, state, first_sequence, disposition, reason, destination, content_hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    func arguments() throws -> StatementArguments {
        [
            id, try folder.blob(), try name.blob(), Int64(bitPattern: device), Int64(bitPattern: inode), size, modified,
            changed, kind.storable, claimedAt, attempts, inPlace, progress, state.rawValue, firstSequence,
            disposition?.storable, reason?.storable, try destination?.blob(),
            contentHash.map { Int64(bitPattern: $0) },
        ]
    }
}

extension ArticleRecord: StoredRow {
    static let statement = """
        INSERT INTO articles (id, claim, position, arrived_at, published_at, title, url, guid, source, language, file,
            text_hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    func arguments() throws -> StatementArguments {
        [
            id, claim, position, arrivedAt, publishedAt, title.storable, url?.storable, guid?.storable,
            source?.storable, language?.storable, file.storable, try textHash.blob(),
        ]
    }
}

/// The compressed text of an article.
struct TextRow: StoredRow {
    static let statement = "INSERT INTO texts (article, zstd) VALUES (?, ?)"
    var article: Int64
    var zstd: [UInt8]

    func arguments() throws -> StatementArguments { [article, try zstd.blob()] }
}

/// The features of an article.
struct SketchRow: StoredRow {
    static let statement = "INSERT INTO sketches (article, features) VALUES (?, ?)"
    var article: Int64
    var features: [UInt8]

    func arguments() throws -> StatementArguments { [article, try features.blob()] }
}

extension StoryRecord: StoredRow {
    static let statement = """
        INSERT INTO stories (number, id, title, founder, generation, size, merged_into, opened_at, last_arrival,
            follows, closed_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (number) DO UPDATE SET id = excluded.id, title = excluded.title, founder = excluded.founder,
            generation = excluded.generation, size = excluded.size, merged_into = excluded.merged_into,
            opened_at = excluded.opened_at, last_arrival = excluded.last_arrival, follows = excluded.follows,
            closed_by = excluded.closed_by
        """

    func arguments() -> StatementArguments {
        [
            number, id.storable, title.storable, founder, generation, size, mergedInto, openedAt, lastArrival, follows,
            closedBy,
        ]
    }
}

extension StoryUpdate: StoredRow {
    static let statement = """
        UPDATE stories SET size = ?, last_arrival = ?, merged_into = coalesce(?, merged_into) WHERE number = ?
        """

    func arguments() -> StatementArguments { [size, lastArrival, mergedInto, number] }
}

extension MembershipRecord: StoredRow {
    static let statement = """
        INSERT INTO memberships (article, story, outcome, score, duplicate_of, similarity, containment, sequence,
            closed_by, standing)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (article) DO UPDATE SET story = excluded.story, outcome = excluded.outcome,
            score = excluded.score, duplicate_of = excluded.duplicate_of, similarity = excluded.similarity,
            containment = excluded.containment, sequence = excluded.sequence,
            closed_by = excluded.closed_by, standing = excluded.standing
        """

    func arguments() -> StatementArguments {
        [
            article, story, outcome.storable, score, duplicateOf, similarity, containment, sequence, closedBy,
            isStanding,
        ]
    }
}

extension StoryClosing: StoredRow {
    static let statement = "UPDATE stories SET closed_by = ? WHERE number = ?"

    func arguments() -> StatementArguments { [closedBy, number] }
}

extension ArticleClosing: StoredRow {
    static let statement = "UPDATE memberships SET closed_by = ?, standing = ? WHERE article = ?"

    func arguments() -> StatementArguments { [closedBy, isStanding, article] }
}

extension MoveRecord: StoredRow {
    static let statement = "UPDATE memberships SET story = ?, sequence = ? WHERE article = ?"

    func arguments() -> StatementArguments { [story, sequence, article] }
}

extension DecisionRecord: StoredRow {
    static let statement = """
        INSERT INTO decisions (sequence, kind, claim, position, article, story, other_story, decided_at, reason,
            corrected_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    func arguments() -> StatementArguments {
        [
            sequence, kind.storable, claim, position, article, story, otherStory, decidedAt, reason?.storable,
            correctedBy?.storable,
        ]
    }
}

extension OutboxRecord: StoredRow {
    static let statement = """
        INSERT INTO outbox (sequence, entry, claim, sent_at, sends, confirmed) VALUES (?, ?, ?, ?, ?, ?)
        """

    func arguments() throws -> StatementArguments { [sequence, try entry.blob(), claim, sentAt, sends, confirmed] }
}

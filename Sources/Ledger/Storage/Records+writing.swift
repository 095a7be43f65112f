import GRDB

extension ClaimRecord: StoredRow {
    static let statement = """
        INSERT INTO claims (id, folder, name, device, inode, size, modified, changed, kind, claimed_at, attempts,
            in_place, progress, state, first_sequence, disposition, reason, destination, content_hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    func bind(_ values: inout RowBinder) throws(LedgerError) {
        values.add(id)
        try values.add(folder)
        try values.add(name)
        values.add(bits: device)
        values.add(bits: inode)
        values.add(size)
        values.add(modified)
        values.add(changed)
        values.add(kind)
        values.add(claimedAt)
        values.add(attempts)
        values.add(inPlace)
        values.add(progress)
        values.add(state.rawValue)
        values.add(firstSequence)
        values.add(disposition)
        values.add(reason)
        try values.add(destination)
        values.add(contentHash.map { Int64(bitPattern: $0) })
    }
}

extension ArticleRecord: StoredRow {
    static let statement = """
        INSERT INTO articles (id, claim, position, arrived_at, published_at, title, url, guid, source, language, file,
            text_hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    func bind(_ values: inout RowBinder) throws(LedgerError) {
        values.add(id)
        values.add(claim)
        values.add(position)
        values.add(arrivedAt)
        values.add(publishedAt)
        values.add(title)
        values.add(url)
        values.add(guid)
        values.add(source)
        values.add(language)
        values.add(file)
        try values.add(textHash)
    }
}

/// The compressed text of an article.
struct TextRow: StoredRow {
    static let statement = "INSERT INTO texts (article, zstd) VALUES (?, ?)"
    var article: Int64
    var zstd: [UInt8]

    func bind(_ values: inout RowBinder) throws(LedgerError) {
        values.add(article)
        try values.add(zstd)
    }
}

/// The features of an article.
struct SketchRow: StoredRow {
    static let statement = "INSERT INTO sketches (article, features) VALUES (?, ?)"
    var article: Int64
    var features: [UInt8]

    func bind(_ values: inout RowBinder) throws(LedgerError) {
        values.add(article)
        try values.add(features)
    }
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

    func bind(_ values: inout RowBinder) throws(LedgerError) {
        values.add(number)
        values.add(id)
        values.add(title)
        values.add(founder)
        values.add(generation)
        values.add(size)
        values.add(mergedInto)
        values.add(openedAt)
        values.add(lastArrival)
        values.add(follows)
        values.add(closedBy)
    }
}

extension StoryUpdate: StoredRow {
    static let statement = """
        UPDATE stories SET size = ?, last_arrival = ?, merged_into = coalesce(?, merged_into) WHERE number = ?
        """

    func bind(_ values: inout RowBinder) throws(LedgerError) {
        values.add(size)
        values.add(lastArrival)
        values.add(mergedInto)
        values.add(number)
    }
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

    func bind(_ values: inout RowBinder) throws(LedgerError) {
        values.add(article)
        values.add(story)
        values.add(outcome)
        values.add(score)
        values.add(duplicateOf)
        values.add(similarity)
        values.add(containment)
        values.add(sequence)
        values.add(closedBy)
        values.add(isStanding)
    }
}

extension StoryClosing: StoredRow {
    static let statement = "UPDATE stories SET closed_by = ? WHERE number = ?"

    func bind(_ values: inout RowBinder) throws(LedgerError) {
        values.add(closedBy)
        values.add(number)
    }
}

extension ArticleClosing: StoredRow {
    static let statement = "UPDATE memberships SET closed_by = ?, standing = ? WHERE article = ?"

    func bind(_ values: inout RowBinder) throws(LedgerError) {
        values.add(closedBy)
        values.add(isStanding)
        values.add(article)
    }
}

extension MoveRecord: StoredRow {
    static let statement = "UPDATE memberships SET story = ?, sequence = ? WHERE article = ?"

    func bind(_ values: inout RowBinder) throws(LedgerError) {
        values.add(story)
        values.add(sequence)
        values.add(article)
    }
}

extension DecisionRecord: StoredRow {
    static let statement = """
        INSERT INTO decisions (sequence, kind, claim, position, article, story, other_story, decided_at, reason,
            corrected_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """

    func bind(_ values: inout RowBinder) throws(LedgerError) {
        values.add(sequence)
        values.add(kind)
        values.add(claim)
        values.add(position)
        values.add(article)
        values.add(story)
        values.add(otherStory)
        values.add(decidedAt)
        values.add(reason)
        values.add(correctedBy)
    }
}

extension OutboxRecord: StoredRow {
    static let statement = """
        INSERT INTO outbox (sequence, entry, claim, sent_at, sends, confirmed) VALUES (?, ?, ?, ?, ?, ?)
        """

    func bind(_ values: inout RowBinder) throws(LedgerError) {
        values.add(sequence)
        try values.add(entry)
        values.add(claim)
        values.add(sentAt)
        values.add(sends)
        values.add(confirmed)
    }
}

import GRDB

extension Ledger {
    /// How much there is, at one moment.
    public func counts() throws(LedgerError) -> LedgerCounts {
        let counts = try read { db in
            try Row.fetchOne(db.cachedStatement(sql: LedgerCounts.selection)).map(LedgerCounts.init)
        }
        guard let counts else { throw .unexpected("nothing was counted") }
        return counts
    }

    /// Gives every article to `body`, by number, one at a time: the memory it takes does not grow with their number.
    ///
    /// `body` may read from the ledger and must not write to it.
    /// - Parameter number: Only articles of a higher number are given.
    /// - Throws: ``LedgerError``, or what `body` throws.
    public func forEachArticle(after number: Int64 = 0, _ body: (StoredArticle) throws -> Void) throws {
        let sql = """
            SELECT \(StoredArticle.selection) FROM \(StoredArticle.source)
            WHERE articles.id > ? ORDER BY articles.id
            """
        try forEachRow(sql, [number]) {
            try StoredArticle($0)
        } while: {
            try body($0)
            return true
        }
    }

    /// Gives every story to `body`, by number, merged ones too; as ``forEachArticle(_:)``.
    /// - Throws: ``LedgerError``, or what `body` throws.
    public func forEachStory(_ body: (StoryRecord) throws -> Void) throws {
        let sql = "SELECT \(StoryRecord.columns) FROM stories ORDER BY number"
        try forEachRow(sql) {
            try StoryRecord($0)
        } while: {
            try body($0)
            return true
        }
    }

    /// An article with its text, where that is kept, and its membership.
    public func article(_ id: Int64) throws(LedgerError) -> (ArticleRecord, MembershipRecord)? {
        let sql = """
            SELECT \(StoredArticle.selection), texts.zstd FROM \(StoredArticle.source)
            LEFT JOIN texts ON texts.article = articles.id WHERE articles.id = ?
            """
        return try read { db in
            try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [id]).map { row in
                let frame = try row.optionalBytes(StoredArticle.columnCount)
                let text = try frame.map { try TextDecoder.decode($0, limit: Self.largestText) }
                let stored = try StoredArticle(row, text: text)
                return (stored.article, stored.membership)
            }
        }
    }

    /// What an entry says of an article: all but its text and features, which are nil and empty.
    public func heading(ofArticle id: Int64) throws(LedgerError) -> ArticleRecord? {
        try read { db in
            let sql = "SELECT \(ArticleRecord.columns) FROM articles WHERE id = ?"
            return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [id]).map { try ArticleRecord($0) }
        }
    }

    /// The latest article with this publisher's identifier, without its text and features, and its story's number.
    public func latestArticle(guid: String) throws(LedgerError) -> (article: ArticleRecord, story: Int64)? {
        try read { db in
            let sql = """
                SELECT \(ArticleRecord.columns), memberships.story
                FROM articles JOIN memberships ON memberships.article = articles.id
                WHERE articles.guid = ? ORDER BY articles.id DESC LIMIT 1
                """
            return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [guid.storable]).map { row in
                (try ArticleRecord(row), try row.get(ArticleRecord.columnCount))
            }
        }
    }

    /// What was decided about articles and stories after an `ASSIGNMENT_SEQ`, in order; refusals and retractions, which
    /// change neither, are left out.
    public func decisions(after sequence: Int64) throws(LedgerError) -> [DecisionRecord] {
        let sql = """
            SELECT \(DecisionRecord.columns) FROM decisions
            WHERE sequence > ? AND kind NOT IN ('rejected', 'retraction') ORDER BY sequence
            """
        return try read { db in
            try Array(Row.fetchCursor(db, sql: sql, arguments: [sequence]).map(DecisionRecord.init))
        }
    }

    /// The story of this number, merged or not.
    public func story(number: Int64) throws(LedgerError) -> StoryRecord? {
        try read { db in
            let sql = "SELECT \(StoryRecord.columns) FROM stories WHERE number = ?"
            return try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [number]).map { try StoryRecord($0) }
        }
    }

    /// The story whose id begins with `prefix`, or the one that it was merged into in the end.
    /// - Throws: ``LedgerError/ambiguousStory(prefix:)`` when several stories remain.
    public func story(id prefix: String) throws(LedgerError) -> StoryRecord? {
        guard !prefix.isEmpty else { return nil }
        // UNION leaves out what it has seen, so a circle, which only damage could make, comes to an end.
        let sql = """
            WITH RECURSIVE chain (number, merged_into) AS (
                SELECT number, merged_into FROM stories WHERE id >= ? AND id < ?
                UNION
                SELECT stories.number, stories.merged_into FROM stories JOIN chain ON stories.number = chain.merged_into
            )
            SELECT \(StoryRecord.columns) FROM stories
            WHERE number IN (SELECT number FROM chain WHERE merged_into IS NULL) LIMIT 2
            """
        let found = try read { db in
            let arguments: StatementArguments = [prefix.storable, prefix.storable + "\u{10FFFF}"]
            return try Array(Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments).map(StoryRecord.init))
        }
        guard found.count <= 1 else { throw .ambiguousStory(prefix: prefix) }
        return found.first
    }

    /// The articles of exactly this story, by number.
    public func members(ofStory number: Int64) throws(LedgerError) -> [Int64] {
        try read { db in
            let sql = "SELECT article FROM memberships WHERE story = ? ORDER BY article"
            return try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: [number])
        }
    }

    /// Gives each row to `body` until it returns false. An error of `body` passes as it is; every other becomes a
    /// ``LedgerError``.
    func forEachRow<Value>(
        _ sql: String, _ arguments: StatementArguments = StatementArguments(), decode: (Row) throws -> Value,
        while body: (Value) throws -> Bool
    ) throws {
        var bodyError: (any Error)?
        try read { db in
            let rows = try Row.fetchCursor(db, sql: sql, arguments: arguments)
            while let row = try rows.next() {
                let value = try decode(row)
                do {
                    guard try body(value) else { return }
                } catch {
                    bodyError = error
                    return
                }
            }
        }
        if let bodyError { throw bodyError }
    }
}

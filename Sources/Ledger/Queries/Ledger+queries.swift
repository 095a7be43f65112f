import GRDB

/// What people ask. Each answer is one moment of the ledger; none of these is on the way of a file.
extension Ledger {
    /// The stories that fit, merged ones left out.
    public func stories(_ query: StoryQuery) throws(LedgerError) -> [StoryRecord] {
        let order = query.order == .size ? "size DESC, last_arrival DESC" : "last_arrival DESC, size DESC"
        let sql = """
            SELECT \(StoryRecord.columns) FROM stories
            WHERE merged_into IS NULL AND last_arrival >= ? AND size >= ? ORDER BY \(order), number LIMIT ?
            """
        return try read { db in
            let arguments: StatementArguments = [query.since ?? .min, query.minimumSize, max(0, query.limit)]
            return try Array(Row.fetchCursor(db, sql: sql, arguments: arguments).map(StoryRecord.init))
        }
    }

    /// The stories that continue a closed one, in order.
    public func stories(following number: Int64) throws(LedgerError) -> [StoryRecord] {
        try read { db in
            let sql = """
                SELECT \(StoryRecord.columns) FROM stories WHERE follows = ? AND merged_into IS NULL ORDER BY number
                """
            return try Array(
                Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [number]).map(StoryRecord.init))
        }
    }

    /// The articles of exactly this story, in the order of their arrival.
    public func listing(ofStory number: Int64) throws(LedgerError) -> [ArticleListing] {
        try listings("WHERE memberships.story = ? ORDER BY articles.arrived_at, articles.id", [number])
    }

    /// The article of this number.
    public func listing(ofArticle id: Int64) throws(LedgerError) -> ArticleListing? {
        try listings("WHERE articles.id = ?", [id]).first
    }

    /// The articles that came in a file of this name, the latest first: the whole name as it is shown, or its last
    /// part.
    public func listings(inFile name: String, limit: Int) throws(LedgerError) -> [ArticleListing] {
        // `file` may be "folder/name", and "name#3" in a file of many.
        let condition = """
            WHERE articles.file = ?1 OR substr(articles.file, -length(?1) - 1) = '/' || ?1
                OR articles.file LIKE replace(replace(replace(?1, '\\', '\\\\'), '%', '\\%'), '_', '\\_') || '#%' ESCAPE '\\'
            ORDER BY articles.id DESC LIMIT ?2
            """
        return try listings(condition, [name.storable, max(0, limit)])
    }

    /// The copies that arrived at this time (seconds since 1970) or later, the latest first.
    public func copies(since: Int64, limit: Int) throws(LedgerError) -> [ArticleListing] {
        try listings(
            """
            WHERE memberships.duplicate_of IS NOT NULL AND articles.arrived_at >= ? ORDER BY articles.id DESC LIMIT ?
            """, [since, max(0, limit)])
    }

    /// Which of these `ASSIGNMENT_SEQ` are decisions here.
    public func known(_ sequences: [Int64]) throws(LedgerError) -> Set<Int64> {
        try read { db in
            let statement = try db.cachedStatement(sql: "SELECT 1 FROM decisions WHERE sequence = ?")
            return try Set(sequences.filter { try Row.fetchOne(statement, arguments: [$0]) != nil })
        }
    }

    /// Every decision about an article, in order: its own, then its moves. It reads all decisions.
    public func decisions(ofArticle id: Int64) throws(LedgerError) -> [DecisionRecord] {
        try decisions("WHERE article = ? ORDER BY sequence", [id])
    }

    /// The refusals of this time (seconds since 1970) or later, the latest first, each with the file's name.
    public func refusals(since: Int64, limit: Int) throws(LedgerError) -> [(decision: DecisionRecord, name: [UInt8])] {
        let sql = """
            SELECT \(DecisionRecord.columns), coalesce(claims.name, x'') FROM decisions
            LEFT JOIN claims ON claims.id = decisions.claim
            WHERE decisions.kind = 'rejected' AND decisions.decided_at >= ? ORDER BY decisions.sequence DESC LIMIT ?
            """
        return try read { db in
            let rows = try Row.fetchCursor(db, sql: sql, arguments: [since, max(0, limit)])
            return try Array(rows.map { (try DecisionRecord($0), try $0.bytes(DecisionRecord.columnCount)) })
        }
    }

    /// Articles with their kept texts, the latest first, until `body` returns false.
    /// - Parameter since: Only those that arrived at this time or later, seconds since 1970.
    /// - Throws: ``LedgerError``, or what `body` throws.
    public func forEachText(since: Int64, _ body: (ArticleListing, _ text: String?) throws -> Bool) throws {
        let sql = """
            SELECT \(ArticleListing.columns), texts.zstd FROM \(ArticleListing.source)
            LEFT JOIN texts ON texts.article = articles.id WHERE articles.arrived_at >= ? ORDER BY articles.id DESC
            """
        try forEachRow(sql, [since]) { row in
            let frame = try row.optionalBytes(ArticleListing.columnCount)
            return (try ArticleListing(row), try frame.map { try TextDecoder.decode($0, limit: Self.largestText) })
        } while: {
            try body($0, $1)
        }
    }

    /// Articles as lists show them, in the order they were decided.
    /// - Parameter since: Only those that arrived at this time or later, seconds since 1970.
    /// - Throws: ``LedgerError``, or what `body` throws.
    public func forEachListing(since: Int64, _ body: (ArticleListing) throws -> Void) throws {
        let sql = """
            SELECT \(ArticleListing.columns) FROM \(ArticleListing.source)
            WHERE articles.arrived_at >= ? ORDER BY articles.id
            """
        try forEachRow(sql, [since]) {
            try ArticleListing($0)
        } while: {
            try body($0)
            return true
        }
    }

    /// Bytes of the ledger's file, what is still in the write-ahead log included.
    public func fileSize() throws(LedgerError) -> Int64 {
        try read { db in
            let pages = try Int64.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            return pages * (try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 0)
        }
    }

    private func listings(_ condition: String, _ arguments: StatementArguments) throws(LedgerError) -> [ArticleListing]
    {
        let sql = "SELECT \(ArticleListing.columns) FROM \(ArticleListing.source) \(condition)"
        return try read { db in
            try Array(Row.fetchCursor(db, sql: sql, arguments: arguments).map(ArticleListing.init))
        }
    }

    private func decisions(_ condition: String, _ arguments: StatementArguments) throws(LedgerError) -> [DecisionRecord]
    {
        try read { db in
            let sql = "SELECT \(DecisionRecord.columns) FROM decisions \(condition)"
            return try Array(Row.fetchCursor(db, sql: sql, arguments: arguments).map(DecisionRecord.init))
        }
    }
}

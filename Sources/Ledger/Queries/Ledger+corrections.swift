import GRDB

extension Ledger {
    /// What persons have decided, in order: a `merged` row, followed by its `moved` rows, for each merge; one or more
    /// `moved` rows for each move.
    public func corrections() throws(LedgerError) -> [DecisionRecord] {
        try read { try $0.corrections(before: .max) }
    }

    /// The first decision about an article: that with which it came.
    public func arrival(ofArticle id: Int64) throws(LedgerError) -> DecisionRecord? {
        // A claim's decisions are found by an index; an article that came without one is looked for.
        let claimed = """
            SELECT \(DecisionRecord.columns) FROM articles
            JOIN decisions ON decisions.claim = articles.claim AND decisions.position = articles.position
            WHERE articles.id = ? AND decisions.article = articles.id
            """
        let any = "SELECT \(DecisionRecord.columns) FROM decisions WHERE article = ? ORDER BY sequence LIMIT 1"
        return try read { db in
            let row = try Row.fetchOne(db, sql: claimed, arguments: [id]) ?? Row.fetchOne(db, sql: any, arguments: [id])
            return try row.map(DecisionRecord.init)
        }
    }

    /// The decision of this number.
    public func decision(sequence: Int64) throws(LedgerError) -> DecisionRecord? {
        let sql = "SELECT \(DecisionRecord.columns) FROM decisions WHERE sequence = ?"
        return try read { db in try Row.fetchOne(db, sql: sql, arguments: [sequence]).map(DecisionRecord.init) }
    }
}

extension Database {
    func corrections(before sequence: Int64) throws -> [DecisionRecord] {
        let sql = """
            SELECT \(DecisionRecord.columns) FROM decisions
            WHERE corrected_by IS NOT NULL AND sequence < ? ORDER BY sequence
            """
        return try Array(Row.fetchCursor(self, sql: sql, arguments: [sequence]).map(DecisionRecord.init))
    }
}

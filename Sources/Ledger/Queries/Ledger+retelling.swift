import GRDB

/// A decision with what its entry tells of the article and the file.
public struct ToldDecision: Sendable, Equatable {
    /// The decision.
    public var decision: DecisionRecord
    /// The article it is about, without text and features; nil for a refusal and a merge.
    public var article: ArticleRecord?
    /// How it was decided; `story` is the one the article is in now.
    public var membership: MembershipRecord?
    /// Raw bytes of the name of the file it came in.
    public var fileName: [UInt8]?
}

extension Ledger {
    /// Every decision in order, each with what belongs to it.
    /// - Throws: ``LedgerError``, or what `body` throws.
    public func forEachDecision(_ body: (ToldDecision) throws -> Bool) throws {
        // Outer joins: a refusal has no article, a move has no file.
        let sql = """
            SELECT \(DecisionRecord.columns), claims.name, \(ArticleRecord.columns), \(MembershipRecord.columns)
            FROM decisions LEFT JOIN claims ON claims.id = decisions.claim
            LEFT JOIN articles ON articles.id = decisions.article
            LEFT JOIN memberships ON memberships.article = decisions.article
            ORDER BY decisions.sequence
            """
        try forEachRow(sql) { row in
            let article = DecisionRecord.columnCount + 1
            let decision = try DecisionRecord(row)
            let isKnown = decision.article != nil
            return ToldDecision(
                decision: decision, article: isKnown ? try ArticleRecord(row, from: article) : nil,
                membership: isKnown ? try MembershipRecord(row, from: article + ArticleRecord.columnCount) : nil,
                fileName: try row.optionalBytes(article - 1))
        } while: {
            try body($0)
        }
    }
}

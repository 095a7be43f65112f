import GRDB

/// Which story each article was in at an earlier time, as the recorded decisions tell.
public struct PastMemberships: Sendable, Equatable {
    /// Story numbers by article number.
    public var stories: [Int64: Int64]
    /// Numbers of the stories that absorbed others, by the number of the absorbed.
    public var mergedInto: [Int64: Int64]
    /// The number of the last story that there was.
    public var lastStory: Int64
    /// What persons had decided by then, in order.
    public var corrections: [DecisionRecord]
}

extension Ledger {
    /// Memberships as they were before a decision.
    /// - Parameter sequence: The decision's `ASSIGNMENT_SEQ`.
    public func memberships(before sequence: Int64) throws(LedgerError) -> PastMemberships {
        try read { db in
            var past = PastMemberships(stories: [:], mergedInto: [:], lastStory: 0, corrections: [])
            let sql = """
                SELECT kind, article, story, other_story FROM decisions
                WHERE sequence < ? AND story IS NOT NULL ORDER BY sequence
                """
            let rows = try Row.fetchCursor(db, sql: sql, arguments: [sequence])
            while let row = try rows.next() {
                let kind: String = try row.get(0)
                let article: Int64? = try row.get(1)
                let story: Int64 = try row.get(2)
                let other: Int64? = try row.get(3)
                if let article { past.stories[article] = story }
                if kind == "merged", let other { past.mergedInto[other] = story }
                past.lastStory = max(past.lastStory, story)
            }
            past.corrections = try db.corrections(before: sequence)
            return past
        }
    }
}

import GRDB

/// An entry is written with its decision, sent, seen in the journal, kept for some minutes in case of a power cut, and
/// then forgotten.
extension Ledger {
    /// Notes that entries were sent once more. Entries that are no longer there are passed over.
    /// - Parameters:
    ///   - sequences: Their `ASSIGNMENT_SEQ`.
    ///   - at: Microseconds since 1970.
    public func markSent(_ sequences: [Int64], at: Int64) throws(LedgerError) {
        try note { db in
            try db.execute(
                "UPDATE outbox SET sent_at = ?, sends = sends + 1 WHERE sequence = ?", forEach: sequences
            ) { sequence, values in
                values.add(at)
                values.add(sequence)
            }
        }
    }

    /// Notes that entries were seen in the journal, and so were sent. Entries that are no longer there are passed over.
    /// - Parameter at: Microseconds since 1970. They are kept as if sent then: that a sending was noted long ago says nothing
    ///   of when journald wrote the entry, which a power cut can take from it for some minutes.
    public func markConfirmed(_ sequences: [Int64], at: Int64) throws(LedgerError) {
        let sql = """
            UPDATE outbox SET confirmed = 1, sent_at = max(coalesce(sent_at, 0), ?), sends = max(sends, 1)
            WHERE sequence = ? AND confirmed = 0
            """
        try note { db in
            try db.execute(sql, forEach: sequences) { sequence, values in
                values.add(at)
                values.add(sequence)
            }
        }
    }

    /// The entries not seen in the journal, oldest first, at most `limit`.
    public func unconfirmed(limit: Int) throws(LedgerError) -> [OutboxRecord] {
        try read { db in
            let sql = "SELECT \(OutboxRecord.columns) FROM outbox WHERE confirmed = 0 ORDER BY sequence LIMIT ?"
            let rows = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: [max(0, limit)])
            return try Array(rows.map(OutboxRecord.init))
        }
    }

    /// The time from which the journal must be read to see every unconfirmed entry that was sent: when the earliest of
    /// them was decided, in microseconds since 1970. Now, when nothing is unconfirmed.
    public func oldestUnconfirmed() throws(LedgerError) -> Int64 {
        let sql = """
            SELECT coalesce(min(coalesce(decisions.decided_at * 1000000, outbox.sent_at, 0)),
                strftime('%s', 'now') * 1000000)
            FROM outbox LEFT JOIN decisions ON decisions.sequence = outbox.sequence WHERE outbox.confirmed = 0
            """
        return try read { try Int64.fetchOne($0.cachedStatement(sql: sql)) } ?? 0
    }

    /// The entries of these numbers, in this order; those that are no longer there are left out.
    public func outbox(sequences: [Int64]) throws(LedgerError) -> [OutboxRecord] {
        try read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT \(OutboxRecord.columns) FROM outbox WHERE sequence = ?")
            return try sequences.compactMap { sequence in
                try Row.fetchOne(statement, arguments: [sequence]).map(OutboxRecord.init)
            }
        }
    }

    /// Forgets entries that were seen in the journal and sent before this time (microseconds since 1970), some thousand
    /// in each transaction so that others can write in between.
    public func pruneConfirmed(sentBefore: Int64) throws(LedgerError) {
        let sql = """
            DELETE FROM outbox WHERE sequence IN
                (SELECT sequence FROM outbox WHERE confirmed = 1 AND sent_at < ? LIMIT 5000)
            """
        var deleted: Int
        repeat {
            deleted = try note { db in
                try db.cachedStatement(sql: sql).execute(arguments: [sentBefore])
                return db.changesCount
            }
        } while deleted > 0
    }

    /// Takes every entry that is still here for unconfirmed: the machine was restarted, and the journal may have lost
    /// its last minutes.
    public func reopenConfirmed() throws(LedgerError) {
        try write { try $0.execute(sql: "UPDATE outbox SET confirmed = 0 WHERE confirmed = 1") }
    }
}

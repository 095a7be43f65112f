import GRDB

extension Ledger {
    /// The refused files that were put away and not taken back, the latest first.
    public func refusedClaims() throws(LedgerError) -> [ClaimRecord] {
        let sql = """
            SELECT \(ClaimRecord.columns) FROM claims
            WHERE state = 2 AND disposition = 'rejected' AND destination IS NOT NULL ORDER BY id DESC
            """
        return try read { db in try Array(Row.fetchCursor(db, sql: sql).map(ClaimRecord.init)) }
    }

    /// Notes that a file that was put away is no longer where it was put.
    public func forgetDestination(ofClaim claim: Int64) throws(LedgerError) {
        try write { try $0.execute("UPDATE claims SET destination = NULL WHERE id = ?", claim: claim, [claim]) }
    }
}

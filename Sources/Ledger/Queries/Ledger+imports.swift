import GRDB

extension Ledger {
    /// The latest claim on the file with this key, where it stays in place.
    public func claimInPlace(_ key: LedgerFileKey) throws(LedgerError) -> ClaimRecord? {
        let sql = """
            SELECT \(ClaimRecord.columns) FROM claims WHERE in_place = 1 AND inode = ? AND device = ? AND size = ?
                AND modified = ? AND changed = ? ORDER BY id DESC LIMIT 1
            """
        let arguments: StatementArguments = [
            Int64(bitPattern: key.inode), Int64(bitPattern: key.device), key.size, key.modified, key.changed,
        ]
        return try read { db in
            try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments).map(ClaimRecord.init)
        }
    }

    /// The claim of this number.
    public func claim(_ id: Int64) throws(LedgerError) -> ClaimRecord? {
        let sql = "SELECT \(ClaimRecord.columns) FROM claims WHERE id = ?"
        return try read { db in
            try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [id]).map(ClaimRecord.init)
        }
    }
}

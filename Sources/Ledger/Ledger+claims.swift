import GRDB

extension Ledger {
    /// Records files that are about to be claimed: before the rename, so that none is ever lost in between.
    /// - Parameter claims: Their numbers are the caller's, dense.
    public func insertClaims(_ claims: [ClaimRecord]) throws(LedgerError) {
        try write { try $0.write(claims) }
    }

    /// Counts one more attempt at reading each of these files, before they are opened: it survives a crash of the process when
    /// it returns, so a file that takes the process down is known by it. A power cut is no file's doing. Claims that are
    /// not there are passed over.
    public func beginAttempts(_ claims: [Int64]) throws(LedgerError) {
        try note { try $0.execute("UPDATE claims SET attempts = attempts + 1 WHERE id = ?", forEach: claims) }
    }

    /// Takes back the attempts at files that a clean stop leaves unread.
    public func releaseAttempts(_ claims: [Int64]) throws(LedgerError) {
        try note { try $0.execute("UPDATE claims SET attempts = 0 WHERE id = ?", forEach: claims) }
    }

    /// Forgets claims whose rename did not happen.
    public func deleteClaims(_ claims: [Int64]) throws(LedgerError) {
        try note { try $0.execute("DELETE FROM claims WHERE id = ?", forEach: claims) }
    }

    /// Notes that files stay where they are and are known by their key from now on.
    public func setInPlace(_ claims: [Int64]) throws(LedgerError) {
        try write { try $0.execute("UPDATE claims SET in_place = 1 WHERE id = ?", forEach: claims) }
    }

    /// The claims that are not put away, by number, without those of an import, whose files are none of the spool's.
    public func openClaims() throws(LedgerError) -> [ClaimRecord] {
        try read { db in
            let sql = "SELECT \(ClaimRecord.columns) FROM claims WHERE state < 2 AND kind <> 'import' ORDER BY id"
            return try Array(Row.fetchCursor(db.cachedStatement(sql: sql)).map(ClaimRecord.init))
        }
    }

    /// Whether a file with this key was decided and left in place.
    /// - Parameters:
    ///   - device: Device number.
    ///   - inode: Inode number.
    ///   - size: Bytes.
    ///   - modified: Nanoseconds since 1970.
    ///   - changed: Nanoseconds since 1970.
    public func isDecided(
        device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64
    ) throws(LedgerError) -> Bool {
        let key = LedgerFileKey(device: device, inode: inode, size: size, modified: modified, changed: changed)
        return try read { try $0.holds(key, inState: .decided) }
    }

    /// Which of these files have a claim and stay in place, decided or still to be read: none is to be claimed again.
    /// - Returns: One answer for each key, in order.
    public func knownInPlace(_ keys: [LedgerFileKey]) throws(LedgerError) -> [Bool] {
        try read { db in try keys.map { try db.holds($0, inState: .open) } }
    }

    /// Whether any file that was claimed stays in place.
    public func hasInPlace() throws(LedgerError) -> Bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM claims WHERE in_place = 1)"
        return try read { try Bool.fetchOne($0.cachedStatement(sql: sql)) ?? false }
    }

    /// The latest decided file that stays in place and is this one but for its times and name, with a hash of its content.
    /// - Returns: Nil where there is none, or where its content is not known.
    public func decidedInPlace(like key: LedgerFileKey) throws(LedgerError) -> (claim: Int64, contentHash: UInt64)? {
        let sql = """
            SELECT id, content_hash FROM claims WHERE in_place = 1 AND inode = ? AND device = ? AND size = ?
                AND state >= ? AND content_hash IS NOT NULL ORDER BY id DESC LIMIT 1
            """
        let arguments: StatementArguments = [
            Int64(bitPattern: key.inode), Int64(bitPattern: key.device), key.size, ClaimState.decided.rawValue,
        ]
        return try read { db in
            try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments).map { row in
                (try row.get(0), UInt64(bitPattern: try row.get(1)))
            }
        }
    }

    /// Notes the present times of a file that stays in place, whose content was found to be what was decided.
    public func setTimes(ofClaim claim: Int64, modified: Int64, changed: Int64) throws(LedgerError) {
        try write { db in
            let sql = "UPDATE claims SET modified = ?, changed = ? WHERE id = ?"
            try db.execute(sql, claim: claim, [modified, changed, claim])
        }
    }

    /// Notes that a claimed file was written to before it was read, and what it is now.
    public func setContent(ofClaim claim: Int64, size: Int64, modified: Int64) throws(LedgerError) {
        try write { db in
            let sql = "UPDATE claims SET size = ?, modified = ? WHERE id = ?"
            try db.execute(sql, claim: claim, [size, modified, claim])
        }
    }

    /// Notes that files were put away, and where.
    /// - Parameter finished: Claims, each with the raw bytes of its new path, or nil where the file stays or is gone.
    public func finishClaims(_ finished: [(claim: Int64, destination: [UInt8]?)]) throws(LedgerError) {
        try note { db in
            try db.execute(
                "UPDATE claims SET state = 2, destination = ? WHERE id = ?", forEach: finished,
                bind: { (finished, values) throws(LedgerError) in
                    try values.add(finished.destination)
                    values.add(finished.claim)
                },
                check: { (finished) throws(LedgerError) in
                    guard db.changesCount == 1 else { throw .unknownClaim(finished.claim) }
                })
        }
    }

    /// Takes a finished file for decided again: a power cut undid the rename that put it away.
    /// - Returns: False when the claim is not there or not finished; then nothing has changed.
    public func reopenFinished(claim: Int64) throws(LedgerError) -> Bool {
        try write { db in
            let sql = "UPDATE claims SET state = 1, destination = NULL WHERE id = ? AND state = 2"
            try db.cachedStatement(sql: sql).execute(arguments: [claim])
            return db.changesCount == 1
        }
    }
}

extension Database {
    /// Whether a claim that stays in place has this key and has come as far as `state`.
    fileprivate func holds(_ key: LedgerFileKey, inState state: ClaimState) throws -> Bool {
        let sql = """
            SELECT EXISTS (SELECT 1 FROM claims WHERE in_place = 1 AND inode = ? AND device = ? AND size = ?
                AND modified = ? AND changed = ? AND state >= ?)
            """
        let arguments: StatementArguments = [
            Int64(bitPattern: key.inode), Int64(bitPattern: key.device), key.size, key.modified, key.changed,
            state.rawValue,
        ]
        return try Bool.fetchOne(cachedStatement(sql: sql), arguments: arguments) ?? false
    }
}

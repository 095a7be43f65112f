import GRDB
package import Synchronization
public import SystemPackage

/// The durable record of what was claimed, decided and said.
///
/// One process owns a ledger, by a lock; others may look into it.
/// ```swift
/// let ledger = try Ledger(path: "/var/lib/storyd/ledger.sqlite")
/// try ledger.insertClaims([claim])     // before the file is touched
/// try ledger.commit(batch)             // decisions and journal entries, whole or not at all
/// try ledger.markSent(sequences, at: now)
/// try ledger.markConfirmed(sequences, at: now)  // read back from the journal
/// try ledger.finishClaims([(claim.id, destination)])
/// ledger.close()
/// ```
/// What returned without an error survives a crash of the process, and of the machine: SQLite's write-ahead log is
/// written through with every transaction (`synchronous=FULL`). Only what follows from the rest and is done again when it is
/// lost (that an entry was sent or seen, that a file was put away), or is there for a crash of the process alone (that a
/// file is being read), is written through with the next one. What threw changed nothing, and may be tried again unchanged
/// when ``LedgerError/isTransient`` says so.
///
/// Every method blocks and may be called from any thread; writers wait for each other, readers for nobody.
public final class Ledger: Sendable {
    /// The most bytes of UTF-8 a text may have to be kept: 256 MiB.
    public static let largestText = 256 << 20

    /// 16 hex digits, random, made when the ledger was created: they tell its `ASSIGNMENT_SEQ` from another ledger's.
    public let identity: String

    /// True when the last owner did not call ``close()``: it crashed, or the machine stopped.
    public let wasUnclean: Bool

    /// True when the last owner called ``close()``, even where a full disk kept that from being recorded in the ledger.
    public let wasLetGo: Bool

    /// Called in every transaction before it is committed, for tests: what it throws undoes the transaction, as an error
    /// of SQLite does.
    package let beforeCommit = Mutex<(@Sendable () throws(LedgerError) -> Void)?>(nil)

    let encoder = Mutex(TextPacker())
    private let state: Mutex<Connection?>

    /// Opens the ledger at `path`, or creates it, as its one owner. The lock is the file `path` + ".lock".
    ///
    /// A file whose last owner did not call ``close()`` is checked first (`PRAGMA quick_check`), which reads all of it; its
    /// tables are compared with what its schema says every time.
    /// - Parameters:
    ///   - identity: The ``identity`` of a ledger that is made, where it takes the place of another; nil makes one up.
    ///   - largest: Bytes beyond which a file is not checked now: call ``check()`` then.
    /// - Throws: ``LedgerError/locked(pid:)``, ``LedgerError/newerSchema(found:known:)``,
    ///   ``LedgerError/notALedger(_:)``, ``LedgerError/damaged(_:)``, each leaving the file as it was;
    ///   ``LedgerError/notDurable(_:)``, ``LedgerError/file(_:_:)``, ``LedgerError/sqlite(code:extended:message:)``.
    public convenience init(
        path: FilePath, identity: String? = nil, checkingUpTo largest: Int64 = .max
    ) throws(LedgerError) {
        do {
            try self.init(Connection(owning: path, identity: identity, checkingUpTo: largest))
        } catch {
            throw LedgerError(error)
        }
    }

    /// Checks a file that was too large to be checked when it was opened; may take a minute for some gigabytes, in which the
    /// ledger can be used. Until it has come to its end, ``close()`` leaves the ledger to be checked by the next owner.
    /// - Throws: ``LedgerError/damaged(_:)``; an error of which ``LedgerError/isInterruption`` is true after
    ///   ``endCheck()``.
    public func check() throws(LedgerError) {
        let connection = try connection()
        do { try connection.check() } catch { throw LedgerError(error) }
    }

    /// Ends a ``check()`` that is under way on another thread. One that is just about to begin is not ended.
    public func endCheck() { state.withLock { $0 }?.endCheck() }

    /// Whether ``check()`` is still to be called.
    public var isUnchecked: Bool { state.withLock { $0?.isUnchecked ?? false } }

    /// Opens the ledger at `path` for queries, whether another process owns it or not. Writing to it fails.
    /// - Throws: As ``init(path:)``, except for the lock; `SQLITE_CANTOPEN` where there is none, and where there is no
    ///   owner and its folder may not be written.
    public static func readOnly(path: FilePath) throws(LedgerError) -> Ledger {
        do { return try Ledger(Connection(reading: path)) } catch { throw LedgerError(error) }
    }

    private init(_ connection: Connection) throws {
        guard let identity = try connection.pool.read({ try $0.meta(Schema.Key.identity) }) else {
            throw LedgerError.damaged("it has no identity")
        }
        self.identity = identity
        wasUnclean = connection.wasUnclean
        wasLetGo = connection.wasLetGo
        state = Mutex(connection)
    }

    /// Ends a clean run: the next owner need not check the file. Calls on other threads come to their end, and the file
    /// is closed and the lock let go after the last of them. Closing again does nothing. A walk over articles that goes
    /// on meanwhile keeps it waiting for some seconds.
    /// - Parameter leavingUnclean: The next owner is to find what an unclean run left, as this one did: ``wasUnclean``.
    public func close(leavingUnclean: Bool = false) {
        let connection = state.withLock { state in
            defer { state = nil }
            return state
        }
        guard !leavingUnclean else { return }
        // Where this fails the file is as it is after a crash, which loses nothing.
        try? connection?.settle()
        connection?.letGo()
    }

    /// Ends what is being read at this moment, on any thread, with an error of which ``LedgerError/isInterruption`` is true.
    /// What begins afterwards is not ended.
    public func interrupt() {
        state.withLock { $0 }?.pool.interrupt()
    }

    /// The value of a key, such as the boot the ledger was last used in.
    public func value(_ key: String) throws(LedgerError) -> String? {
        try read { try $0.meta(key) }
    }

    /// Sets the value of a key. Keys that begin with "ledger." belong to the ledger itself.
    public func setValue(_ key: String, _ value: String) throws(LedgerError) {
        try write { try $0.setMeta(key, value) }
    }

    /// Has new decisions numbered from beyond this `ASSIGNMENT_SEQ`, whether or not the ledger holds a decision of it.
    public func skipSequences(to last: Int64) throws(LedgerError) {
        try write { db in
            let before = try db.meta(Schema.Key.skippedTo).flatMap { Int64($0) } ?? 0
            try db.setMeta(Schema.Key.skippedTo, String(max(before, last)))
        }
    }

    /// Reads. Each statement sees the state after the last commit before it; a body may read again.
    func read<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
        let connection = try connection()
        do { return try connection.pool.unsafeReentrantRead(body) } catch { throw LedgerError(error) }
    }

    /// Writes in one transaction: durable when it returns, undone when it throws.
    func write<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
        let connection = try connection()
        let check = beforeCommit.withLock { $0 }
        do {
            return try connection.pool.write { db in
                let value = try body(db)
                try check?()
                return value
            }
        } catch {
            throw LedgerError(error)
        }
    }

    /// Writes in one transaction that survives a crash of the process, and that of the machine only once a later ``write(_:)``
    /// has returned: for what may be done or said again. Nothing is written through, so it costs a tenth.
    func note<Value>(_ body: (Database) throws -> Value) throws(LedgerError) -> Value {
        let connection = try connection()
        let check = beforeCommit.withLock { $0 }
        do {
            return try connection.pool.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA synchronous = NORMAL")
                let result = Result {
                    var value: Value?
                    try db.inTransaction {
                        value = try body(db)
                        try check?()
                        return .commit
                    }
                    return value
                }
                try db.execute(sql: "PRAGMA synchronous = FULL")
                guard let value = try result.get() else { throw LedgerError.unexpected("a transaction without a body") }
                return value
            }
        } catch {
            throw LedgerError(error)
        }
    }

    func connection() throws(LedgerError) -> Connection {
        guard let connection = state.withLock({ $0 }) else { throw .closed }
        return connection
    }
}

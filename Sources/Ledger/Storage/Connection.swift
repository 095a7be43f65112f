import GRDB
import GRDBSQLite
import Glibc
import Synchronization
import SystemPackage

/// An open ledger file, and the lock on it. It is closed when nobody uses it any more; only then is the lock let go.
final class Connection: Sendable {
    let pool: DatabasePool
    /// True when the last owner did not close the ledger.
    let wasUnclean: Bool
    private let lock: LedgerLock?
    /// A file that was not closed and is too large to be read before it is used.
    private let unchecked: Atomic<Bool>
    private let checking = Mutex<DatabaseQueue?>(nil)
    private let name: String

    /// True when the last owner closed the ledger, whether or not it could write that down.
    var wasLetGo: Bool {
        switch lock {
        case .some(let lock): lock.wasLetGo
        case .none: false
        }
    }

    /// Opens a ledger to own it: takes the lock, looks the file over, opens it for writing and brings it up to date.
    /// - Parameters:
    ///   - identity: The identity of a ledger that is made; nil makes one up.
    ///   - largest: Bytes beyond which a file that was not closed is not read through now; `check` does it.
    init(owning path: FilePath, identity: String? = nil, checkingUpTo largest: Int64 = .max) throws {
        name = try Self.databaseName(path)
        lock = .some(try LedgerLock(path: FilePath(name + ".lock")))
        let found = try Self.inspect(path, name, checkingUpTo: largest)
        wasUnclean = found.wasUnclean
        unchecked = Atomic(found.isUnchecked)
        pool = try DatabasePool(path: name, configuration: Self.configuration())
        // The pool sets NORMAL when it opens, which may lose the last commits in a power cut.
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL")
            let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
            let journalMode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
            guard synchronous == 2, journalMode == "wal" else {
                throw LedgerError.notDurable(
                    "journal_mode is \(journalMode ?? "unknown"), synchronous is \(synchronous ?? -1)")
            }
        }
        let isNew = try pool.read { try !Self.isLedger($0, path) }
        do {
            try Schema.migrator.migrate(pool)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_ERROR {
            // Each step is one transaction: only tables that are not what they say they are can refuse it.
            throw LedgerError.damaged("a step of its schema does not fit: \(error.message ?? "no message")")
        }
        try pool.write { db in
            try db.setMeta(Schema.Key.clean, "0")
            if isNew, let identity { try db.setMeta(Schema.Key.identity, identity) }
        }
    }

    /// Opens a ledger to look into it, without the lock.
    init(reading path: FilePath) throws {
        name = try Self.databaseName(path)
        var configuration = Self.configuration()
        configuration.readonly = true
        pool = try DatabasePool(path: name, configuration: configuration)
        wasUnclean = false
        unchecked = Atomic(false)
        lock = nil
        try pool.read { db in
            guard try Self.isLedger(db, path) else { throw LedgerError.notALedger(path) }
        }
    }

    deinit {
        // Nobody else holds the pool here, so it closes for certain; an error would leave nothing to do.
        try? pool.close()
    }

    /// Whether the file is still to be read through.
    var isUnchecked: Bool { unchecked.load(ordering: .acquiring) }

    /// Reads all of a file that was not checked when it was opened, over a connection of its own.
    func check() throws {
        guard isUnchecked else { return }
        var configuration = Self.configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: name, configuration: configuration)
        checking.withLock { $0 = queue }
        defer { checking.withLock { $0 = nil } }
        try queue.read { try Self.readThrough($0) }
        unchecked.store(false, ordering: .releasing)
    }

    /// Ends a check that is under way by an error; one that is just about to begin is not ended.
    func endCheck() { checking.withLock { $0 }?.interrupt() }

    private static func readThrough(_ db: Database) throws {
        let verdict = try String.fetchOne(db, sql: "PRAGMA quick_check(1)")
        guard verdict == "ok" else { throw LedgerError.damaged(verdict ?? "quick_check says nothing") }
    }

    /// Notes that nothing is amiss, as far as that is known, and moves what the write-ahead log holds into the file.
    func settle() throws {
        if !isUnchecked { try pool.write { try $0.setMeta(Schema.Key.clean, "1") } }
        try pool.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
    }

    /// Says that the owner ends in good order, where ``settle()`` may have found no room to.
    func letGo() {
        switch lock {
        case .some(let lock): lock.letGo()
        case .none: break
        }
    }

    /// SQLite counts no memory: a lock of the whole process and a count for each allocation, which nobody asks for. Said before
    /// its first use; later it is refused, and nothing changes.
    private static let countsNoMemory = sqliteConfigure.map { $0(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK } ?? false

    private static func configuration() -> Configuration {
        _ = countsNoMemory
        var configuration = Configuration()
        configuration.label = "storyd.ledger"
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 3
        configuration.prepareDatabase { db in
            // Story ids are random, so their index is read all over: 16 MiB holds that of some 500,000 stories. A log
            // that a long reader let grow shrinks to 64 MiB. Pages that are written again and again are moved from the log to
            // the file every 48 MiB, and not every 4. The sandbox may leave no place for temporary files. A file that is made
            // has pages of 8 KiB, which hold two articles' features where 4 KiB hold one; one that is there keeps its own.
            try db.execute(
                sql: """
                    PRAGMA page_size = 8192;
                    PRAGMA cache_size = -16384;
                    PRAGMA journal_size_limit = 67108864;
                    PRAGMA temp_store = MEMORY;
                    """)
            let pageSize = max(512, try Int.fetchOne(db, sql: "PRAGMA page_size") ?? 4096)
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \((48 << 20) / pageSize)")
        }
        return configuration
    }

    /// The path as SQLite takes it.
    private static func databaseName(_ path: FilePath) throws(LedgerError) -> String {
        guard !path.isEmpty, let name = String(validating: path) else { throw .file(.invalidArgument, path) }
        // Without a folder it might be one of the names SQLite gives a meaning, such as ":memory:".
        return path.isRelative ? "./" + name : name
    }

    /// Looks at a file before anything may change it.
    /// - Returns: Whether its last owner did not close it, and whether it is still to be read through.
    private static func inspect(
        _ path: FilePath, _ name: String, checkingUpTo largest: Int64
    ) throws -> (wasUnclean: Bool, isUnchecked: Bool) {
        let size: Int64
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
            size = try file.closeAfter { try file.seek(offset: 0, from: .end) }
            guard size > 0 else { return (try checkLog(name), false) }
        } catch Errno.noSuchFileOrDirectory {
            return (try checkLog(name), false)
        } catch let error as Errno {
            throw LedgerError.file(error, path)
        }
        var configuration = Self.configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: name, configuration: configuration)
        let wasUnclean = try queue.read { db in
            guard try isLedger(db, path) else { return false }
            if let flaw = try Schema.flaw(db) { throw LedgerError.damaged(flaw) }
            guard try db.meta(Schema.Key.clean) != "1" else { return false }
            if size <= largest { try readThrough(db) }
            return true
        }
        try queue.close()
        return (wasUnclean, wasUnclean && size > largest)
    }

    /// SQLite removes a log without a file, and with it the latest decisions of one that was emptied or moved away.
    /// - Returns: False: there was no owner.
    private static func checkLog(_ name: String) throws -> Bool {
        let log = FilePath(name + "-wal")
        do {
            let file = try FileDescriptor.open(log, .readOnly, options: [.closeOnExec])
            let size = try file.closeAfter { try file.seek(offset: 0, from: .end) }
            guard size == 0 else { throw LedgerError.damaged("its log is there and the file is not, or is empty") }
        } catch Errno.noSuchFileOrDirectory {
        } catch let error as Errno {
            throw LedgerError.file(error, log)
        }
        return false
    }

    /// - Returns: False for a file that nothing was written to yet.
    private static func isLedger(_ db: Database, _ path: FilePath) throws -> Bool {
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id")
        guard application == Schema.applicationID else {
            // The migrator's own table comes in a transaction of its own, before the first step.
            let sql = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE tbl_name <> 'grdb_migrations')"
            guard try Bool.fetchOne(db, sql: sql) == false else {
                throw LedgerError.notALedger(path)
            }
            return false
        }
        let migrator = Schema.migrator
        guard try !migrator.hasBeenSuperseded(db) else {
            throw LedgerError.newerSchema(
                found: try migrator.appliedIdentifiers(db).count, known: migrator.migrations.count)
        }
        return true
    }
}

extension Database {
    /// The value of a key in `meta`.
    func meta(_ key: String) throws -> String? {
        let statement = try cachedStatement(sql: "SELECT value FROM meta WHERE key = ?")
        return try String.fetchOne(statement, arguments: [key])
    }

    /// Sets the value of a key in `meta`.
    func setMeta(_ key: String, _ value: String) throws {
        let sql = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
        try cachedStatement(sql: sql).execute(arguments: [key.storable, value.storable])
    }
}

/// `sqlite3_config` as it is called with one number: Swift imports no function with a variable number of arguments.
private let sqliteConfigure: (@Sendable @convention(c) (Int32, Int32) -> Int32)? =
    dlsym(nil, "sqlite3_config").map {
        unsafeBitCast($0, to: (@Sendable @convention(c) (Int32, Int32) -> Int32).self)
    }

import GRDB
public import SystemPackage

/// Why the ledger could not do what it was asked to.
public enum LedgerError: Error, Sendable, CustomStringConvertible {
    /// Another process has the ledger; its process number, where it could be read.
    case locked(pid: Int32?)
    /// A later version of storyd wrote it: it has `found` schema steps and this one knows `known`. Nothing was changed.
    case newerSchema(found: Int, known: Int)
    /// The file is not a ledger. Nothing was changed.
    case notALedger(FilePath)
    /// The content contradicts itself. The file is left as it is.
    case damaged(String)
    /// The file system does not give the durability that is promised.
    case notDurable(String)
    /// A claim that the ledger does not hold.
    case unknownClaim(Int64)
    /// The beginning of a story id that fits several stories.
    case ambiguousStory(prefix: String)
    /// The ledger was closed.
    case closed
    /// The lock file could not be used, or the path cannot be one.
    case file(Errno, FilePath)
    /// SQLite failed: the primary and the extended result code (https://www.sqlite.org/rescode.html).
    case sqlite(code: Int32, extended: Int32, message: String)
    /// Anything else.
    case unexpected(String)

    /// True when the same call may succeed later without anyone changing the ledger: a full or failing disk, lack of
    /// memory, a busy file. A ledger that another process has is not waited for.
    public var isTransient: Bool {
        switch self {
        case .sqlite(let code, _, _):
            let transient: [ResultCode] = [
                .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_READONLY, .SQLITE_CANTOPEN,
                .SQLITE_NOMEM,
            ]
            return transient.contains { $0.rawValue == code }
        case .file(let errno, _):
            let transient: [Errno] = [
                .noSpace, .diskQuotaExceeded, .ioError, .noMemory, .tooManyOpenFiles, .tooManyOpenFilesInSystem,
                .readOnlyFileSystem,
            ]
            return transient.contains(errno)
        case .locked, .newerSchema, .notALedger, .damaged, .notDurable, .unknownClaim, .ambiguousStory, .closed,
            .unexpected:
            return false
        }
    }

    /// True when ``Ledger/interrupt()`` ended the call.
    public var isInterruption: Bool {
        if case .sqlite(ResultCode.SQLITE_INTERRUPT.rawValue, _, _) = self { true } else { false }
    }

    /// One sentence for the operator.
    public var description: String {
        switch self {
        case .locked(let pid?): "the ledger is in use by process \(pid)"
        case .locked(nil): "the ledger is in use by another process"
        case .newerSchema(let found, let known):
            "the ledger was written by a later version of storyd (schema \(found), this version knows \(known))"
        case .notALedger(let path): "\(path) is not a ledger"
        case .damaged(let what): "the ledger is damaged: \(what)"
        case .notDurable(let what): "the ledger cannot be kept safely here: \(what)"
        case .unknownClaim(let claim): "the ledger holds no claim \(claim)"
        case .ambiguousStory(let prefix): "several stories begin with \(prefix)"
        case .closed: "the ledger is closed"
        case .file(let errno, let path): "\(path): \(errno)"
        case .sqlite(let code, let extended, let message): "the ledger failed: \(message) (SQLite \(code), \(extended))"
        case .unexpected(let what): "the ledger failed: \(what)"
        }
    }

    /// What an error of the layers below means here.
    init(_ error: any Error) {
        switch error {
        case let error as LedgerError: self = error
        case let error as DatabaseError: self.init(error)
        case let error as RowDecodingError: self = .damaged("\(error)")
        default: self = .unexpected("\(error)")
        }
    }

    private init(_ error: DatabaseError) {
        let message = error.message ?? "no message"
        switch error.resultCode {
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .damaged(message)
        default:
            self = .sqlite(
                code: error.resultCode.rawValue, extended: error.extendedResultCode.rawValue, message: message)
        }
    }
}

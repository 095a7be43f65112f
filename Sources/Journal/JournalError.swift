import Glibc

/// Why the journal could not be written or read.
public enum JournalError: Error, Sendable, Equatable, CustomStringConvertible {
    /// journald's socket is not there. libsystemd calls that a success and drops the entry.
    case noSocket(path: String)
    /// The entry was not taken.
    case sendFailed(errno: Int32)
    /// No journal file can be opened for reading: there is none, or we may not.
    case unreadable(errno: Int32)
    /// Reading failed after the journal was opened.
    case readFailed(errno: Int32)
    /// These bytes are not an encoded entry, or a field's name is not one.
    case malformed(String)

    /// The error as a sentence, without a full stop.
    public var description: String {
        switch self {
        case .noSocket(let path): "journald's socket \(path) is missing"
        case .sendFailed(let number): "the entry could not be sent: \(systemMessage(number))"
        case .unreadable(EACCES):
            "no journal file can be read: \(systemMessage(EACCES)) (the user must be in group systemd-journal)"
        case .unreadable(let number): "no journal file can be read: \(systemMessage(number))"
        case .readFailed(let number): "the journal could not be read: \(systemMessage(number))"
        case .malformed(let what): "not a journal entry: \(what)"
        }
    }
}

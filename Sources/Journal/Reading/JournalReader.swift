import Glibc
import Synchronization

/// Reads the entries of one ledger back from the local journal: the proof that they are kept.
///
/// One thread calls ``next(timeout:)`` again and again; ``wake()`` ends its wait from any other.
/// Only entries sent by this user or by root count, since anyone may send the fields of another.
public final class JournalReader: Sendable {
    private let journal: Mutex<JournalFiles>
    private let wakeSignal: WakeSignal

    /// Opens the journal files of this host, at their beginning.
    ///
    /// - Parameter ledger: the `LEDGER_ID` to look for.
    /// - Throws: `JournalError.unreadable` when not one journal file can be opened: there is no journal, or we may not
    ///   read it. A readable journal without our entries is no error.
    public init(ledger: String) throws(JournalError) {
        wakeSignal = try WakeSignal()
        let files = try JournalFiles.open()
        try files.match("LEDGER_ID=\(ledger)")
        try files.match("_UID=\(getuid())")
        try files.match("_UID=0")
        journal = Mutex(files)
    }

    /// Continues with the entries that journald received at or after this time, in microseconds since the epoch.
    public func seek(sinceMicroseconds time: UInt64) {
        journal.withLock { $0.seek(time) }
    }

    /// The `ASSIGNMENT_SEQ` of entries not read before, in the journal's order, at most about a thousand at once.
    ///
    /// Waits up to `timeout` while there is nothing new. An empty array says that the time is over or that ``wake()``
    /// was called. An entry may be reported twice when files are rotated.
    ///
    /// - Throws: `JournalError.readFailed`; the reader may be used again, or be made anew.
    public func next(timeout: Duration) throws(JournalError) -> [Int64] {
        try journal.withLock { files throws(JournalError) in
            let deadline = ContinuousClock.now + timeout
            while true {
                let sequences = try files.readSequences()
                if !sequences.isEmpty { return sequences }
                let left = max(ContinuousClock.now.duration(to: deadline), .zero)
                // Even without time left it waits for none: that is where rotated and new files are taken up.
                guard try files.wait(left, signal: wakeSignal), left > .zero else { return [] }
            }
        }
    }

    /// Ends the present wait of ``next(timeout:)``, or the next one, at once.
    public func wake() {
        wakeSignal.raise()
    }

    /// How many entries of the ledger were read, decisions or not. Above 0 it is proven that this process can read
    /// what it sends. For the reading thread: waits for ``next(timeout:)`` to return.
    public var entriesSeen: Int {
        journal.withLock { $0.entriesSeen }
    }

    /// Which journald is running now.
    public var journaldIdentity: JournaldIdentity { .current }
}

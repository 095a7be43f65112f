import Journal
import Ledger
import Synchronization

/// Reads our entries back from the journal: a send is not proof, an entry is written when it can be read.
///
/// What stays unseen for `journal.confirm_after`, or was under way when journald was replaced, is sent again.
final class Confirmer: Sendable {
    let heartbeat = Heartbeat()
    private let ledger: Ledger
    /// Sent and not yet seen: `ASSIGNMENT_SEQ` to the microsecond it was sent; nil once these are noted.
    private let expected = Mutex<[Int64: Int64]?>([:])
    private let confirmAfter: Mutex<Duration>

    /// Entries under way beyond which confirming is worth a little patience.
    private static let manyOutstanding = 64

    init(ledger: Ledger, confirmAfter: Duration) {
        self.ledger = ledger
        self.confirmAfter = Mutex(confirmAfter)
    }

    /// Takes over a reloaded setting.
    func update(confirmAfter: Duration) {
        self.confirmAfter.withLock { $0 = confirmAfter }
    }

    /// This one is about to be sent.
    /// - Returns: False when it must not be any more: nobody would note it.
    @discardableResult
    func expect(_ sequence: Int64, sentAt: Int64) -> Bool {
        expected.withLock {
            $0?[sequence] = sentAt
            return $0 != nil
        }
    }

    /// This one was not sent.
    func expectNoLonger(_ sequence: Int64) {
        expected.withLock { $0?[sequence] = nil }
    }

    /// Notes in the ledger what was sent and not seen, at a clean stop: the next run marks it when it sends it again. After
    /// an unclean one it marks all that is not confirmed. From then on nothing is to be sent: journald may hold the sender
    /// until after the stop.
    func noteOutstanding() throws(LedgerError) {
        let sent = expected.withLock { expected in
            defer { expected = nil }
            return expected?.keys.sorted() ?? []
        }
        if !sent.isEmpty { try ledger.markSent(sent, at: Clocks.unixMicroseconds()) }
    }

    /// Entries sent and not yet seen.
    var outstanding: Int { expected.withLock { $0?.count ?? 0 } }

    /// Confirms what an earlier run sent, as far as the journal already holds it.
    /// - Parameter since: Microseconds since 1970 from which to look.
    func catchUp(_ reader: JournalReader, since: Int64) throws {
        reader.seek(sinceMicroseconds: UInt64(max(0, since)))
        while true {
            let seen = try reader.next(timeout: .zero)
            guard !seen.isEmpty else { return }
            try ledger.markConfirmed(seen, at: Clocks.unixMicroseconds())
        }
    }

    /// Reads the journal until told to stop.
    func run(_ reader: JournalReader, shared: Pipeline.Shared) {
        var journald = journaldProcess()
        var isReadable = true
        while !shared.isStopped {
            heartbeat.wait()
            let seen: [Int64]
            do {
                seen = try reader.next(timeout: .milliseconds(250))
            } catch {
                if isReadable { shared.say(.journalUnreadable(reason: "\(error)")) }
                isReadable = false
                guard shared.pause(.seconds(5)) else { return }
                continue
            }
            isReadable = true
            heartbeat.beat()
            if !seen.isEmpty {
                let now = Clocks.unixMicroseconds()
                let isNoted = shared.writing(heartbeat) { () throws(LedgerError) in
                    try ledger.markConfirmed(seen, at: now)
                }
                // Where that fails they count as sent, and are noted as such.
                guard isNoted else { return }
                forget(seen)
            }
            // Unknown for a moment while journald is being replaced: only a new process counts as a change.
            let process = journaldProcess() ?? journald
            sendAgain(all: process != journald, shared)
            journald = process
            // Under load what journald writes meanwhile is noted together.
            if outstanding > Self.manyOutstanding { _ = shared.pause(.milliseconds(25)) }
        }
    }

    private func sendAgain(all: Bool, _ shared: Pipeline.Shared) {
        let limit = confirmAfter.withLock { $0 }.milliseconds * 1000
        let now = Clocks.unixMicroseconds()
        let overdue = expected.withLock { ($0 ?? [:]).filter { all || now - $0.value > limit }.keys.sorted() }
        guard !overdue.isEmpty else { return }
        let rows = shared.retryingLedger(heartbeat) { () throws(LedgerError) in
            try ledger.markSent(overdue, at: now)
            return try ledger.outbox(sequences: overdue)
        }
        guard let rows else { return }
        forget(overdue)
        for row in rows where !row.confirmed {
            guard let entry = try? EncodedEntry(decoding: row.entry) else { continue }
            shared.announcements.putBack(.entry(sequence: row.sequence, entry.replayed()))
        }
    }

    private func forget(_ sequences: [Int64]) {
        expected.withLock { expected in
            for sequence in sequences { expected?[sequence] = nil }
        }
    }
}

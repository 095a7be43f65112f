import Journal
import Ledger

/// Sends committed decisions to the journal, and lets a file be put away once all that concerns it is sent.
///
/// `sd_journal_sendv` may block for as long as journald does, so this runs on a thread of its own behind the outbox.
final class Announcer: Sendable {
    /// How often what is confirmed is forgotten.
    private static let pruneInterval = Duration.seconds(60)

    let heartbeat = Heartbeat()
    private let shared: Pipeline.Shared

    init(shared: Pipeline.Shared) {
        self.shared = shared
    }

    /// Sends until the queue is closed and drained.
    func run() {
        defer { shared.putAways.close() }
        var nextPrune = Moment.now
        while true {
            heartbeat.wait()
            if Moment.now >= nextPrune && !shared.isStopping {
                prune()
                nextPrune = .now + Self.pruneInterval
            }
            let announcements = shared.announcements.take(most: 1000, until: nextPrune)
            if announcements.isEmpty {
                guard shared.announcements.isFinished else { continue }
                return
            }
            guard !shared.isJournalGivenUp else { continue }
            announce(announcements)
        }
    }

    /// Forgets entries that are confirmed. They are kept a while: a power cut takes journald's last minutes, and what
    /// cannot be read back is sent again after any unclean stop.
    private func prune() {
        let minutes: Int64 = shared.confirmer == nil ? 5 : 10
        let before = Clocks.unixMicroseconds() - minutes * 60_000_000
        _ = shared.writing(heartbeat) { () throws(LedgerError) in try shared.ledger.pruneConfirmed(sentBefore: before) }
    }

    private func announce(_ announcements: [Announcement]) {
        var sent: [Int64] = []
        var orders: [PutAwayOrder] = []
        for announcement in announcements {
            switch announcement {
            case .entry(let sequence, let entry):
                // Expected before it is sent: it may be read back before `send` returns.
                guard shared.confirmer?.expect(sequence, sentAt: Clocks.unixMicroseconds()) ?? true else {
                    shared.giveUpJournal()
                    return
                }
                // Told to stop while the journal takes nothing: the outbox keeps the rest, and its files stay claimed.
                guard send(entry) else {
                    shared.confirmer?.expectNoLonger(sequence)
                    _ = record(sent)
                    return
                }
                KillPoint.reached(.sent)
                sent.append(sequence)
            case .notice(let entry):
                guard send(entry) else {
                    _ = record(sent)
                    return
                }
            case .putAway(let order):
                orders.append(order)
            }
        }
        guard record(sent) else { return }
        for case .entry(_, let entry) in announcements.suffix(Statistics.shownDecisions) {
            shared.statistics.said(entry.line())
        }
        KillPoint.reached(.noted)
        heartbeat.wait()
        shared.putAways.put(all: orders)
    }

    /// Sends one entry, trying again for as long as journald does not take it.
    /// - Returns: False when the daemon is told to stop without it; the outbox keeps the entry.
    private func send(_ entry: EncodedEntry) -> Bool {
        var wait = Backoff(first: .milliseconds(50), most: .seconds(5))
        var failures = 0
        while true {
            do {
                let held = try shared.statistics.sending { () throws(JournalError) in try shared.sink.send(entry) }
                shared.statistics.journal(isTaking: true)
                if failures >= 3 || held > Statistics.patience { shared.say(.journalResumed) }
                return true
            } catch {
                failures += 1
                // Three failures in a row are a third of a second: worth a line, which the journal gets later.
                if failures == 3 { shared.say(.journalStalled) }
                shared.statistics.journal(isTaking: false)
                guard shared.pause(wait.next()) else {
                    shared.giveUpJournal()
                    return false
                }
            }
        }
    }

    /// Notes what was sent, where nobody reads it back: the line on stderr is all the proof there will be. What is read back is
    /// noted then, and what is not, by the confirmer.
    private func record(_ sent: [Int64]) -> Bool {
        guard !sent.isEmpty, shared.confirmer == nil else { return true }
        let now = Clocks.unixMicroseconds()
        return shared.writing(heartbeat) { () throws(LedgerError) in
            try shared.ledger.markSent(sent, at: now)
            try shared.ledger.markConfirmed(sent, at: now)
        }
    }
}

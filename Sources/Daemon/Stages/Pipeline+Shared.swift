import DropFolder
import Foundation
import Journal
import Ledger
import Logging
import Synchronization

/// Queues diagnostics behind the decisions they follow.
private struct QueueingSink: EntrySink {
    let announcements: BoundedQueue<Announcement>

    func send(_ entry: EncodedEntry) throws(JournalError) {
        announcements.putBack(.notice(entry))
    }
}

extension Pipeline {
    /// What the stages have in common: the queues between them, the ledger, the spool, and how to stop.
    final class Shared: Sendable {
        private let present: Mutex<Settings>
        let ledger: Ledger
        let spool: Spool
        let sink: any EntrySink
        let confirmer: Confirmer?
        /// Writes in order with the decisions, so that a stalled journal never blocks a stage that only warns.
        let logger: Logger
        let statistics = Statistics()

        let found = BoundedQueue<FoundFile>(capacity: 16_384)
        let claimed = BoundedQueue<ClaimedFile>(capacity: 4096)
        /// By bytes: articles differ in size by a factor of a thousand. A few transactions' worth of usual ones: readers that
        /// get further ahead only fill memory, and caches with what is wanted last.
        let results = BoundedQueue<ReadResult>(capacity: 8 << 20)
        let announcements = BoundedQueue<Announcement>(capacity: 16_384)
        let putAways = BoundedQueue<PutAwayOrder>(capacity: 16_384)

        private let restoration = Monitor()
        private let known = Atomic<Bool>(false)
        private let stopping = Atomic<Bool>(false)
        private let stopped = Atomic<Bool>(false)
        private let failed = Atomic<Bool>(false)
        private let journalGivenUp = Atomic<Bool>(false)
        private let onFailure: @Sendable (any Error) -> Void

        /// - Parameters:
        ///   - confirmer: Nil where entries go to standard error.
        ///   - onFailure: Called once when the pipeline cannot go on.
        init(
            settings: Settings, ledger: Ledger, spool: Spool, sink: any EntrySink, confirmer: Confirmer?,
            logLevel: @escaping @Sendable () -> Logger.Level, onFailure: @escaping @Sendable (any Error) -> Void
        ) {
            present = Mutex(settings)
            self.ledger = ledger
            self.spool = spool
            self.sink = sink
            self.confirmer = confirmer
            let queue = QueueingSink(announcements: announcements)
            logger = Logger(label: "storyd") { JournalLogHandler(label: $0, sink: queue, level: logLevel) }
            self.onFailure = onFailure
        }

        /// The settings, as the last reload left them.
        var settings: Settings { present.withLock { $0 } }

        /// Applies what a reload can change.
        func update(_ new: Settings) { present.withLock { $0 = $0.reloaded(from: new) } }

        /// Whether nothing new is to be taken.
        var isStopping: Bool { stopping.load(ordering: .acquiring) }
        /// Whether nothing is to be waited for any more.
        var isStopped: Bool { stopped.load(ordering: .acquiring) }
        /// Whether the pipeline ended by an error.
        var hasFailed: Bool { failed.load(ordering: .acquiring) }
        /// Whether a stop came while the journal took nothing; what is unsent stays in the outbox.
        var isJournalGivenUp: Bool { journalGivenUp.load(ordering: .acquiring) }

        /// Whether what is known is restored, so that there are decisions.
        var isRestored: Bool { known.load(ordering: .acquiring) }

        /// What is known is restored.
        func restored() {
            known.store(true, ordering: .releasing)
            statistics.restored()
            restoration.locked { restoration.wakeAll() }
        }

        /// Waits until what is known is restored.
        /// - Returns: False when told to stop before.
        func waitUntilRestored() -> Bool {
            while !isRestored {
                guard !isStopping, !isStopped else { return false }
                restoration.locked { if !isRestored { _ = restoration.wait(until: .now + .milliseconds(50)) } }
            }
            return true
        }

        /// Whether nothing waits to be claimed, read or decided.
        var isDrained: Bool { results.count == 0 && claimed.count == 0 && found.count == 0 }

        func beginStopping() { stopping.store(true, ordering: .releasing) }
        func endWaiting() { stopped.store(true, ordering: .releasing) }
        func giveUpJournal() { journalGivenUp.store(true, ordering: .releasing) }

        /// Ends the pipeline for an error that waiting does not mend.
        func fail(_ error: any Error) {
            guard !failed.exchange(true, ordering: .acquiringAndReleasing) else { return }
            if case LedgerError.damaged(let reason) = error { DamageNote.leave(reason, beside: settings.ledger.path) }
            endWaiting()
            // Nobody may wait for a stage that is gone.
            found.close()
            claimed.close()
            results.close()
            onFailure(error)
        }

        /// Says something about the daemon itself, in order with the decisions.
        func say(_ entry: Entry) {
            announcements.putBack(.notice(entry.encoded()))
        }

        /// Sleeps, unless told to stop waiting.
        /// - Returns: False when there is nothing to wait for any more.
        func pause(_ duration: Duration) -> Bool {
            let until = Moment.now + duration
            while Moment.now < until {
                guard !isStopped else { return false }
                Thread.sleep(forTimeInterval: min(0.05, max(0.001, Moment.now.duration(to: until).seconds)))
            }
            return !isStopped
        }

        /// Writes to the ledger as `retryingLedger` does.
        /// - Returns: Whether it is written.
        func writing(_ heartbeat: Heartbeat, _ body: () throws(LedgerError) -> Void) -> Bool {
            retryingLedger(heartbeat) { () throws(LedgerError) -> Bool in
                try body()
                return true
            } ?? false
        }

        /// Does something in the ledger, again and again while what fails may come right by itself (a full disk, a
        /// lock), saying so once. Waiting for a disk is alive for the watchdog.
        /// - Returns: Nil when the daemon was told to stop or the ledger is beyond waiting for.
        func retryingLedger<Result>(
            _ heartbeat: Heartbeat, _ body: () throws(LedgerError) -> Result
        ) -> Result? {
            var wait = Backoff(first: .milliseconds(100), most: .seconds(10))
            var reported = false
            while true {
                do throws(LedgerError) {
                    let result = try heartbeat.waiting { () throws(LedgerError) in try body() }
                    if reported { say(.ledgerAvailable) }
                    return result
                } catch {
                    guard error.isTransient else {
                        // A stage that a stop left behind, held by journald, finds the ledger closed when it comes back.
                        if case .closed = error, isStopped { return nil }
                        fail(error)
                        return nil
                    }
                    let next = wait.next()
                    if !reported {
                        say(.ledgerUnavailable(reason: "\(error)", retryIn: max(1, Int(next.seconds.rounded()))))
                        reported = true
                    }
                    heartbeat.wait()
                    guard pause(next) else { return nil }
                }
            }
        }
    }
}

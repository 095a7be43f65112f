import DropFolder
import Foundation
import Journal
import Ledger
import Logging
import Synchronization

/// The line from drop folder to journal, running: one queue between each two stages, each stage on threads of its own.
///
///     FolderWatcher ─found─▶ Intake ─claimed─▶ ReaderPool ─results─▶ Sequencer ─announcements─▶ Announcer ─putAways─▶ PutAway
///       (watch, settle)    (claim, rename)  (read, shingle)     (decide, commit)            (journald)           (archive)
///                                                                                     Confirmer reads the journal back
///
/// Values only move to the right. A full queue holds everything to its left back; closing the first queue lets the
/// stages end one after another, each when the one before it has.
final class Pipeline: Sendable {
    let shared: Shared
    private let watcher: FolderWatcher
    let intake: Intake
    private let readers: ReaderPool
    private let sequencer: Sequencer
    private let announcer: Announcer
    private let putAway: PutAway
    private let journalReader: JournalReader?
    private let threads = Mutex<Threads?>(nil)

    private struct Threads {
        let watcher, intake, sequencer, announcer, putAway: StageThread
        let readers: [StageThread]
        let confirmer: StageThread?
        let check: StageThread?
    }

    /// Wires the stages; nothing runs yet.
    /// - Parameters:
    ///   - decisions: What the sequencer restores before it decides.
    ///   - recovered: What an earlier run left unfinished.
    ///   - journalReader: For the confirmer; nil where entries go to standard error.
    init(
        shared: Shared, watcher: FolderWatcher, decisions: StartOfDecisions, recovered: RecoveredWork,
        lastClaim: Int64, journalReader: JournalReader?
    ) {
        self.shared = shared
        self.watcher = watcher
        self.journalReader = journalReader
        intake = Intake(shared: shared, watcher: watcher, lastClaim: lastClaim)
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let threadCount = shared.settings.readerThreads > 0 ? shared.settings.readerThreads : cores
        readers = ReaderPool(shared: shared, watcher: watcher, threads: threadCount, suspects: recovered.suspects)
        sequencer = Sequencer(start: decisions, shared: shared)
        announcer = Announcer(shared: shared)
        putAway = PutAway(shared: shared)
        for announcement in recovered.announcements { shared.announcements.putBack(announcement) }
        for refusal in recovered.refusals { shared.results.putBack(refusal, cost: refusal.cost) }
        for file in recovered.unread { shared.claimed.putBack(file) }
    }

    /// Starts every stage.
    func start() {
        let confirmerThread = shared.confirmer.flatMap { confirmer in
            journalReader.map { journal in
                StageThread("confirmer") { [shared] in confirmer.run(journal, shared: shared) }
            }
        }
        threads.withLock {
            $0 = Threads(
                watcher: StageThread("watcher") { [watcher] in watcher.run() },
                intake: StageThread("intake") { [intake] in intake.run() },
                sequencer: StageThread("sequencer") { [sequencer] in sequencer.run() },
                announcer: StageThread("announcer") { [announcer] in announcer.run() },
                putAway: StageThread("put-away") { [putAway] in putAway.run() },
                readers: readers.heartbeats.indices.map { index in
                    StageThread("reader-\(index)") { [readers] in readers.run(thread: index) }
                },
                confirmer: confirmerThread, check: shared.ledger.isUnchecked ? checkLedger() : nil)
        }
    }

    /// Reads a ledger through that was not closed and was too large for it when it was opened. Decisions go on meanwhile, as
    /// they do on one that was closed: a crash of the process damages none, and one that is damaged is made anew with
    /// what was decided in between.
    private func checkLedger() -> StageThread {
        StageThread("check") { [shared] in
            let began = Moment.now
            do throws(LedgerError) {
                try shared.ledger.check()
                let seconds = Int(began.duration(to: .now).seconds.rounded())
                shared.logger.info("the ledger was checked after an unclean stop, and is whole (\(seconds) s)")
            } catch {
                if error.isInterruption && shared.isStopping { return }
                shared.fail(error)
            }
        }
    }

    /// Stops from left to right: nothing new is taken, files in progress are finished, what was decided is announced
    /// and put away. What was claimed and not read is left for the next run without counting as an attempt.
    /// - Parameter patience: How long the journal may take for what is still to be sent.
    func stop(patience: Duration) {
        guard let threads = threads.withLock({ $0 }) else { return }
        let deadline = Moment.now + patience
        let ended = DispatchSemaphore(value: 0)
        let alarm = StageThread("patience") { [shared] in
            guard ended.wait(timeout: .now() + patience.seconds) == .timedOut else { return }
            shared.endWaiting()
            // The sequencer must not wait for an announcer that the journal holds; the outbox keeps what it drops.
            shared.announcements.close()
        }
        shared.beginStopping()
        watcher.stop()
        shared.found.close()
        threads.watcher.join()
        while let check = threads.check, !check.join(timeout: 0.05) { shared.ledger.endCheck() }
        shared.claimed.close()
        threads.intake.join()
        for thread in threads.readers { thread.join() }
        shared.results.close()
        threads.sequencer.join()
        // A stopped journald holds its senders for as long as it likes: then the process ends around this thread.
        if threads.announcer.join(timeout: max(1, Moment.now.duration(to: deadline).seconds)) {
            threads.putAway.join()
            confirmBriefly(until: deadline)
        }
        shared.endWaiting()
        ended.signal()
        threads.confirmer?.join()
        alarm.join()
        guard !shared.hasFailed else { return }
        // Where this fails, what is not confirmed is sent again unmarked, if the stop counts as a clean one.
        try? shared.confirmer?.noteOutstanding()
        // No file brought this run down. Where this fails they are read with care at the next start.
        try? shared.ledger.releaseAttempts(shared.ledger.openClaims().filter { $0.attempts > 0 }.map(\.id))
    }

    /// Writes what the engine knows beside the ledger, once the pipeline has stopped.
    func saveSnapshot() throws { try sequencer.saveSnapshot() }

    /// Gives journald a moment to write what was just sent, so that a clean stop leaves nothing to confirm.
    private func confirmBriefly(until deadline: Moment) {
        guard let confirmer = shared.confirmer else { return }
        let brief = min(deadline, .now + .seconds(2))
        while confirmer.outstanding > 0 && Moment.now < brief { Thread.sleep(forTimeInterval: 0.02) }
    }

    /// Applies reloaded settings to what runs.
    func update(_ settings: Settings) {
        shared.update(settings)
        watcher.update(WatchSettings(settings.folder))
        shared.confirmer?.update(confirmAfter: settings.journal.confirmAfter)
    }

    /// The longest that any stage has been at one piece of work.
    var stuckFor: Duration {
        let heartbeats =
            [intake.heartbeat, sequencer.heartbeat, announcer.heartbeat, putAway.heartbeat] + readers.heartbeats
            + (shared.confirmer.map { [$0.heartbeat] } ?? [])
        return heartbeats.map(\.stuckFor).reduce(watcher.stuckFor, max)
    }

    /// How it does.
    var report: StatusReport {
        var report = StatusReport()
        let watch = watcher.status
        report.folders = shared.settings.folder.incoming.map(escapedName)
        report.watchedDirectories = watch.directories
        report.polledDirectories = watch.polled
        report.settling = watch.settling + watch.ready
        report.queued = shared.claimed.count + readers.waitingCount + intake.waitingCount
        report.unconfirmed = shared.confirmer?.outstanding ?? 0
        shared.statistics.fill(&report)
        for folder in watch.missing { report.degraded.append("\(escapedName(folder)) is missing") }
        if watch.polling { report.degraded.append("\(watch.polled) polled instead of watched") }
        return report
    }
}

import DropFolder
import Glibc
import Ledger
import Logging
import Synchronization
import SystemPackage

/// Snapshots while the daemon runs, and at its end.
extension Sequencer {
    struct Snapshots {
        var schedule = SnapshotSchedule(unsaved: 0)
        /// Puts a written one in its place.
        fileprivate var finishing: StageThread?
        /// That it cannot be written was said.
        fileprivate var isFailureTold = false
    }

    private var snapshotPath: FilePath { EngineSnapshot.path(of: start.restoration.path) }

    /// When nothing has come for so long, there is time for one.
    var snapshotDeadline: Moment? { snapshots.withLock { $0.schedule.isWanted } ? .now + .seconds(1) : nil }

    /// Writes what is known beside the ledger, where that is worth it. In a quiet moment it gives way to whatever comes.
    func saveSnapshotIfDue(isQuiet: Bool) {
        let isDue = snapshots.withLock { snapshots in
            snapshots.schedule.isDue(isQuiet: isQuiet) && snapshots.finishing?.join(timeout: 0) ?? true
        }
        guard isDue, !shared.isStopping else { return }
        let began = Moment.now
        do {
            let draft = try heartbeat.waiting {
                try checkRoom()
                return try decider.withLock {
                    try $0?.draftSnapshot(at: snapshotPath) { [shared] in
                        !shared.isStopping && (!isQuiet || shared.results.count == 0)
                    }
                }
            }
            let pause = began.duration(to: .now)
            shared.logger.debug("what is known was written in \(pause.milliseconds) ms")
            snapshots.withLock { $0.schedule.written(in: pause) }
            guard let draft else { return }
            // It takes the disk a while, in which decisions go on.
            let thread = StageThread("snapshot") { [self] in
                do {
                    try EngineSnapshot.finish(draft, of: shared.ledger, at: snapshotPath)
                    snapshots.withLock { $0.isFailureTold = false }
                } catch {
                    failed(error)
                }
            }
            snapshots.withLock { $0.finishing = thread }
        } catch is EngineSnapshot.Abandoned {
            snapshots.withLock { $0.schedule.failed() }
        } catch {
            failed(error)
        }
    }

    /// Writes what is known beside the ledger, for the next start. Call it when nothing is decided any more.
    /// - Throws: `Errno`, `LedgerError`.
    func saveSnapshot() throws {
        snapshots.withLock { $0.finishing }?.join()
        guard snapshots.withLock({ $0.schedule.unsaved >= SnapshotSchedule.stopLeast }) else { return }
        try checkRoom()
        try decider.withLock { try $0?.saveSnapshot(at: snapshotPath) }
    }

    private func failed(_ error: any Error) {
        let isNew = snapshots.withLock { snapshots in
            snapshots.schedule.outdated()
            snapshots.schedule.failed()
            defer { snapshots.isFailureTold = true }
            return !snapshots.isFailureTold
        }
        guard isNew else { return }
        shared.logger.warning(
            "what is known could not be written to \(snapshotPath), so a start takes longer after a crash: \(error)")
    }

    /// The room that is kept free is the ledger's.
    private func checkRoom() throws(Errno) {
        let settings = shared.settings
        guard let free = shared.spool.freeBytes(of: settings.ledger.path.removingLastComponent()) else { return }
        var status = stat()
        let size = stat(snapshotPath.string, &status) == 0 ? Int64(status.st_size) : 0
        guard free > Int64(settings.folder.minFree) + size else { throw .noSpace }
    }
}

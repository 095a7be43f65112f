import DropFolder
import Journal
import Ledger
import Synchronization
import SystemPackage

/// Takes settled files over: records the claim, then renames the file into `work/`, then queues it to be read.
final class Intake: Sendable {
    /// A claim transaction's most files.
    static let batchLimit = 512

    let heartbeat = Heartbeat()
    let shared: Pipeline.Shared
    let watcher: FolderWatcher
    let lastClaim: Mutex<Int64>
    /// Files that could not be taken and are tried again.
    let retries = Mutex(ClaimRetries())
    /// Watched folders whose files stay in place, each reported once.
    let reportedInPlace = Mutex<Set<[UInt8]>>([])

    init(shared: Pipeline.Shared, watcher: FolderWatcher, lastClaim: Int64) {
        self.shared = shared
        self.watcher = watcher
        self.lastClaim = Mutex(lastClaim)
    }

    /// Claims until the queue is closed and drained.
    func run() {
        while true {
            heartbeat.wait()
            let nextRetry = retries.withLock { $0.nextDue }
            var found = shared.found.take(most: Self.batchLimit, until: nextRetry)
            if found.isEmpty && shared.found.isFinished { return }
            // What is not claimed stays where it is, and the next run finds it there.
            guard !shared.isStopping else { continue }
            guard hasRoom() else { continue }
            found += retries.withLock { $0.takeDue(at: .now) }
            guard !found.isEmpty else { continue }
            heartbeat.beat()
            guard claim(found) else { return }
        }
    }

    /// Waits until there is room for what follows a claim, which is said once.
    /// - Returns: False when told to stop meanwhile.
    private func hasRoom() -> Bool {
        var isTold = false
        while let low = lowFolder() {
            if !isTold {
                shared.say(
                    .diskLow(
                        folder: escapedName(low.folder), free: low.free, least: Int64(shared.settings.folder.minFree)))
            }
            isTold = true
            heartbeat.wait()
            guard shared.pause(.seconds(1)), !shared.isStopping else { return false }
        }
        if isTold { shared.say(.diskEnough) }
        return true
    }

    private func lowFolder() -> (folder: FilePath, free: Int64)? {
        let ledger = shared.settings.ledger.path.removingLastComponent()
        for folder in [shared.settings.folder.work, ledger] {
            guard let free = shared.spool.freeBytes(of: folder) else { continue }
            if free < shared.settings.folder.minFree { return (folder, free) }
        }
        return nil
    }

    /// Files that could not be taken and are tried again.
    var waitingCount: Int { retries.withLock { $0.count } }

    /// Regular files are read; the rest is refused for what it is, unread.
    func queue(_ claim: ClaimRecord) {
        guard let refusal = ReadResult.refusal(of: claim) else {
            let file = ClaimedFile(record: claim)
            // Closed by a stop: it stays in the queue and counts as unread.
            if !shared.claimed.put(file) { shared.claimed.putBack(file) }
            return
        }
        shared.results.put(refusal, cost: refusal.cost)
    }
}

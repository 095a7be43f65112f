import DropFolder
import Journal
import Ledger
import Logging
import Synchronization
import SystemPackage

/// Takes settled files over: records the claim, then renames the file into `work/`, then queues it to be read.
final class Intake: Sendable {
    /// A claim transaction's most files.
    static let batchLimit = 512

    let heartbeat = Heartbeat()
    private let shared: Pipeline.Shared
    private let watcher: FolderWatcher
    private let lastClaim: Mutex<Int64>
    /// Watched folders whose files stay in place, each reported once.
    private let reportedInPlace = Mutex<Set<[UInt8]>>([])

    init(shared: Pipeline.Shared, watcher: FolderWatcher, lastClaim: Int64) {
        self.shared = shared
        self.watcher = watcher
        self.lastClaim = Mutex(lastClaim)
    }

    /// Claims until the queue is closed and drained.
    func run() {
        while true {
            heartbeat.wait()
            let found = shared.found.take(most: Self.batchLimit)
            if found.isEmpty {
                guard shared.found.isFinished else { continue }
                return
            }
            // What is not claimed stays where it is, and the next run finds it there.
            guard !shared.isStopping else { continue }
            heartbeat.beat()
            guard claim(found) else { return }
        }
    }

    /// - Returns: False when the ledger is beyond waiting for.
    private func claim(_ found: [FoundFile]) -> Bool {
        let keeps = shared.settings.folder.finished == .keep
        let known = shared.retryingLedger(heartbeat) { () throws(LedgerError) in
            try shared.ledger.knownInPlace(found.map { LedgerFileKey($0.key) })
        }
        guard let known else { return false }
        let fresh = zip(found, known).filter { pair in !pair.1 }.map { pair in pair.0 }
        guard !fresh.isEmpty else { return true }
        var claims = fresh.map { record(of: $0, inPlace: keeps) }
        let isRecorded = shared.writing(heartbeat) { () throws(LedgerError) in try shared.ledger.insertClaims(claims) }
        guard isRecorded else { return false }
        KillPoint.reached(.recorded)
        var abandoned: [Int64] = []
        var released: [FoundFile] = []
        var inPlace: [Int64] = []
        var taken: [ClaimRecord] = []
        var moved: [FoundFile] = []
        for index in fresh.indices {
            heartbeat.beat()
            if keeps {
                taken.append(claims[index])
                continue
            }
            switch rename(fresh[index], claims[index].id) {
            case .claimed:
                KillPoint.reached(.renamed)
                taken.append(claims[index])
                moved.append(fresh[index])
            case .mustStay(let errno):
                claims[index].inPlace = true
                inPlace.append(claims[index].id)
                taken.append(claims[index])
                reportInPlace(fresh[index], errno.rawValue)
            case .changed:
                abandoned.append(claims[index].id)
                released.append(fresh[index])
            case .gone:
                abandoned.append(claims[index].id)
                shared.say(.fileVanished(file: escapedName(fresh[index].name)))
            }
        }
        sync(moved)
        KillPoint.reached(.synced)
        let isCorrected = shared.writing(heartbeat) { () throws(LedgerError) in
            if !inPlace.isEmpty { try shared.ledger.setInPlace(inPlace) }
            if !abandoned.isEmpty { try shared.ledger.deleteClaims(abandoned) }
        }
        guard isCorrected else { return false }
        if !released.isEmpty { watcher.release(released) }
        heartbeat.wait()
        for claim in taken { queue(claim) }
        return true
    }

    private func rename(_ file: FoundFile, _ id: Int64) -> ClaimResult {
        do {
            return try shared.spool.claim(file, id: id)
        } catch {
            // Moved before it failed: it is ours.
            if shared.spool.contains(claim: id) { return .claimed }
            // Whatever is wrong with this one file, it is looked at again and the next is not delayed.
            shared.logger.warning("cannot take \(escapedName(file.name)), trying again: \(error)")
            return .changed
        }
    }

    /// Before anything is decided of them. Where it fails they are read all the same: they are in `work/` now, and only a
    /// power cut in the next moments could bring them back.
    private func sync(_ moved: [FoundFile]) {
        guard !moved.isEmpty else { return }
        do {
            try heartbeat.waiting { () throws(FolderError) in try shared.spool.syncClaims(of: moved) }
        } catch {
            shared.logger.warning("claims may not survive a power cut: \(error)")
        }
    }

    /// Regular files are read; the rest is refused for what it is, unread.
    private func queue(_ claim: ClaimRecord) {
        guard let refusal = ReadResult.refusal(of: claim) else {
            let file = ClaimedFile(record: claim)
            // Closed by a stop: it stays in the queue and counts as unread.
            if !shared.claimed.put(file) { shared.claimed.putBack(file) }
            return
        }
        shared.results.put(refusal, cost: refusal.cost)
    }

    private func record(of file: FoundFile, inPlace: Bool) -> ClaimRecord {
        let id = lastClaim.withLock { last in
            last += 1
            return last
        }
        return ClaimRecord(
            id: id, folder: file.folder.rawBytes, name: file.name.rawBytes, device: file.key.device,
            inode: file.key.inode, size: file.key.size, modified: file.key.modified, changed: file.key.changed,
            kind: file.kind.rawValue, claimedAt: Clocks.unixSeconds(), attempts: 0, inPlace: inPlace, progress: 0,
            state: .open, firstSequence: nil, disposition: nil, reason: nil, destination: nil)
    }

    private func reportInPlace(_ file: FoundFile, _ errno: Int32) {
        let isNew = reportedInPlace.withLock { $0.insert(file.folder.rawBytes).inserted }
        guard isNew else { return }
        let folder = escapedName(file.folder)
        shared.say(
            .staysInPlace(
                file: escapedName(file.name), errno: errno,
                remedy: "let the storyd group write there: setfacl -R -m g:storyd:rwX -m d:g:storyd:rwX \(folder)"))
    }
}

import DropFolder
import Journal
import Ledger
import Logging
import Shingling
import Synchronization
import SystemPackage

/// Claiming a batch: record, rename, sync, and set right what did not come about.
extension Intake {
    /// What became of the claims of a batch.
    private struct Outcome {
        var taken: [ClaimRecord] = []
        /// Taken files that are in `work/` now.
        var moved: [FoundFile] = []
        /// Taken files that may not be moved.
        var inPlace: [Int64] = []
        /// Claims that came to nothing.
        var abandoned: [Int64] = []
        /// Files that are to settle again.
        var released: [FoundFile] = []
        /// The first failure, how many there were, and the longest wait for the next try.
        var failure: (first: String, count: Int, wait: Duration)?
    }

    /// - Returns: False when the ledger is beyond waiting for.
    func claim(_ found: [FoundFile]) -> Bool {
        guard let fresh = unknown(found) else { return false }
        guard !fresh.isEmpty else { return true }
        let keeps = shared.settings.folder.finished == .keep
        let claims = fresh.map { record(of: $0, inPlace: keeps) }
        let isRecorded = shared.writing(heartbeat) { () throws(LedgerError) in try shared.ledger.insertClaims(claims) }
        guard isRecorded else { return false }
        KillPoint.reached(.recorded)
        var outcome = Outcome()
        if keeps {
            outcome.taken = claims
        } else {
            var batch = shared.spool.claiming()
            for (file, claim) in zip(fresh, claims) {
                heartbeat.beat()
                take(file, claim, &batch, &outcome)
            }
        }
        sync(outcome.moved)
        KillPoint.reached(.synced)
        let isCorrected = shared.writing(heartbeat) { () throws(LedgerError) in
            if !outcome.inPlace.isEmpty { try shared.ledger.setInPlace(outcome.inPlace) }
            if !outcome.abandoned.isEmpty { try shared.ledger.deleteClaims(outcome.abandoned) }
        }
        guard isCorrected else { return false }
        report(outcome.failure)
        if !outcome.released.isEmpty { watcher.release(outcome.released) }
        heartbeat.wait()
        for claim in outcome.taken { queue(claim) }
        return true
    }

    /// Those of the files that have not been claimed to stay in place.
    /// - Returns: Nil when the ledger is beyond waiting for.
    private func unknown(_ found: [FoundFile]) -> [FoundFile]? {
        shared.retryingLedger(heartbeat) { () throws(LedgerError) in
            // Where all files may be moved there is none to look for, file by file.
            guard try shared.ledger.hasInPlace() else { return found }
            let known = try shared.ledger.knownInPlace(found.map { LedgerFileKey($0.key) })
            var fresh: [FoundFile] = []
            for (file, isKnown) in zip(found, known) {
                let isDecided = isKnown ? true : try isUnchanged(file)
                if isDecided {
                    retries.withLock { $0.settled(file) }
                } else {
                    fresh.append(file)
                }
            }
            return fresh
        }
    }

    /// Whether a file was decided where it is and only its times or its name changed since, which `chmod` is enough for.
    private func isUnchanged(_ file: FoundFile) throws(LedgerError) -> Bool {
        guard file.kind == .regular, let decided = try shared.ledger.decidedInPlace(like: LedgerFileKey(file.key)),
            let opened = try? shared.spool.open(file), (try? opened.key()) == file.key,
            let content = try? opened.readAll(limit: shared.settings.limits.fileBytes),
            Mixing.content(content) == decided.contentHash, (try? opened.key()) == file.key
        else { return false }
        // Under its new times it is known without being read.
        try shared.ledger.setTimes(ofClaim: decided.claim, modified: file.key.modified, changed: file.key.changed)
        return true
    }

    private func take(
        _ file: FoundFile, _ claim: ClaimRecord, _ batch: inout ClaimBatch, _ outcome: inout Outcome
    ) {
        do {
            let result = try batch.claim(file, id: claim.id)
            retries.withLock { $0.settled(file) }
            switch result {
            case .claimed:
                KillPoint.reached(.renamed)
                outcome.taken.append(claim)
                outcome.moved.append(file)
            case .mustStay(let errno):
                var claim = claim
                claim.inPlace = true
                outcome.inPlace.append(claim.id)
                outcome.taken.append(claim)
                reportInPlace(file, errno.rawValue)
            case .changed:
                outcome.abandoned.append(claim.id)
                outcome.released.append(file)
            case .gone:
                outcome.abandoned.append(claim.id)
                shared.say(.fileVanished(file: escapedName(file.name)))
            }
        } catch {
            if shared.spool.contains(claim: claim.id) {
                // Moved before it failed: it is ours.
                outcome.taken.append(claim)
                outcome.moved.append(file)
                return
            }
            // Whatever is wrong with this one file, it is tried again and the next is not delayed.
            outcome.abandoned.append(claim.id)
            let wait = retries.withLock { $0.failed(file, at: .now) }
            let before = outcome.failure
            outcome.failure = (before?.first ?? "\(error)", (before?.count ?? 0) + 1, max(before?.wait ?? wait, wait))
        }
    }

    private func report(_ failure: (first: String, count: Int, wait: Duration)?) {
        guard let failure else { return }
        let others = failure.count > 1 ? " and \(failure.count - 1) more" : ""
        shared.logger.warning("\(failure.first)\(others); trying again in \(failure.wait.settingText)")
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

import DropFolder
import Journal
import Ledger
import Logging
import SystemPackage

/// Moves decided files out of `work/`: into the archive, away, or into `rejected/` beside their reason.
final class PutAway: Sendable {
    let heartbeat = Heartbeat()
    /// How often files that are kept no longer are removed.
    private static let expiryInterval = Duration.seconds(600)

    private let shared: Pipeline.Shared

    init(shared: Pipeline.Shared) {
        self.shared = shared
    }

    /// Puts files away until the queue is closed and drained. What fails is tried again later and never delays the rest.
    func run() {
        // Whoever still puts orders in must not wait for a stage that has given up.
        defer { shared.putAways.close() }
        var waiting: [(order: PutAwayOrder, due: Moment)] = []
        var nextExpiry = Moment.now
        while true {
            heartbeat.wait()
            var orders = shared.putAways.take(most: 512, until: min(nextExpiry, waiting.map(\.due).min() ?? nextExpiry))
            if orders.isEmpty && shared.putAways.isFinished { return }
            let now = Moment.now
            if now >= nextExpiry {
                expire()
                nextExpiry = now + Self.expiryInterval
            }
            orders += waiting.filter { $0.due <= now }.map(\.order)
            waiting.removeAll { $0.due <= now }
            guard let notes = notes(of: orders) else { return }
            var finished: [Finished] = []
            for (order, outcome) in zip(orders, putAway(orders, notes)) {
                switch outcome {
                case .success(let done):
                    finished.append(done)
                    KillPoint.reached(.putAway)
                case .failure(let error):
                    if order.retries == 0 {
                        shared.logger.warning("cannot put \(order.claim.displayName) away, trying again: \(error)")
                    }
                    var again = order
                    again.retries += 1
                    let wait = Backoff.wait(attempt: order.retries, first: .seconds(1), most: .seconds(300))
                    waiting.append((again, now + wait))
                }
            }
            guard !finished.isEmpty else { continue }
            sync(finished)
            let isRecorded = shared.writing(heartbeat) { () throws(LedgerError) in
                try shared.ledger.finishClaims(finished.map { ($0.claim, $0.destination?.rawBytes) })
            }
            guard isRecorded else { return }
            KillPoint.reached(.finished)
            shared.statistics.putAway(finished.count)
        }
    }

    /// Removes what is older or more than the settings keep.
    private func expire() {
        heartbeat.waiting {
            do throws(FolderError) {
                let now = Clocks.unixMicroseconds() * 1000
                let archived = try shared.spool.expireArchive(Retention(shared.settings.archive), now: now)
                let refused = try shared.spool.expireRejected(Retention(shared.settings.rejected), now: now)
                for (removal, folder) in [(archived, "archive"), (refused, "rejected")] where removal.files > 0 {
                    shared.logger.info(
                        "removed \(removal.files) files of \(removal.bytes) bytes from \(folder) (\(folder).keep)")
                }
            } catch {
                shared.logger.warning("\(error)")
            }
        }
    }

    /// A file that is out of `work/`.
    private struct Finished {
        let claim: Int64
        /// Where it is now, relative to `folder`; nil when it stays or is gone.
        let destination: FilePath?
        let isRejected: Bool
    }

    /// What a replay must know of each file.
    /// - Returns: Nil when the ledger is beyond waiting for.
    private func notes(of orders: [PutAwayOrder]) -> [SequenceNote]? {
        let unknown = orders.filter { $0.runs == nil }.map(\.claim.id)
        var asked: [Int64: [DecidedRun]] = [:]
        if !unknown.isEmpty {
            let runs = shared.retryingLedger(heartbeat) { () throws(LedgerError) in
                try shared.ledger.decidedRuns(ofClaims: unknown)
            }
            guard let runs else { return nil }
            for (claim, runs) in zip(unknown, runs) { asked[claim] = runs }
        }
        return orders.map { order in
            let runs = order.runs ?? asked[order.claim.id] ?? []
            return SequenceNote(
                ledger: shared.ledger.identity, arrived: order.claim.claimedAt,
                runs: runs.map { SequenceNote.Run(position: $0.position, sequence: $0.sequence, count: $0.count) })
        }
    }

    /// Puts files away, those for the archive together.
    private func putAway(_ orders: [PutAwayOrder], _ notes: [SequenceNote]) -> [Result<Finished, FolderError>] {
        let archives = shared.settings.folder.finished != .delete
        var places: [Result<FilePath?, FolderError>] = []
        var archived: [(index: Int, order: ArchiveOrder)] = []
        for (order, note) in zip(orders, notes) {
            heartbeat.beat()
            // `keep` claims in place; a file in `work/` was claimed to be moved, under another setting. Back in its
            // folder it would be taken for a new one.
            if archives, order.rejection == nil, !order.claim.inPlace {
                let (claim, sequence) = (order.claim, order.sequence)
                archived.append(
                    (
                        places.count,
                        ArchiveOrder(
                            claim: claim.id, name: claim.path, sequence: sequence, arrived: claim.claimedAt, note: note)
                    ))
                places.append(.success(nil))
            } else {
                places.append(Result { () throws(FolderError) in try destination(of: order, note) })
            }
        }
        let results = shared.spool.archive(archived.map(\.order)) { heartbeat.beat() }
        for (index, result) in zip(archived.map(\.index), results) {
            places[index] = result.map { $0.path }
            if case .success(let done) = result, let key = done.key, orders[index].retries == 0 {
                reportWriting(to: orders[index].claim, key)
            }
        }
        return zip(orders, places).map { order, place in finished(order, place) }
    }

    private func finished(
        _ order: PutAwayOrder, _ place: Result<FilePath?, FolderError>
    ) -> Result<Finished, FolderError> {
        let isRejected = order.rejection != nil
        switch place {
        case .success(let destination):
            return .success(Finished(claim: order.claim.id, destination: destination, isRejected: isRejected))
        case .failure(let error):
            guard error.errno == .noSuchFileOrDirectory, !shared.spool.contains(claim: order.claim.id) else {
                return .failure(error)
            }
            // Decided and told; somebody took it out of `work/`, and there is nothing to wait for.
            shared.logger.warning("\(order.claim.displayName) is gone from work/ and cannot be put away")
            return .success(Finished(claim: order.claim.id, destination: nil, isRejected: isRejected))
        }
    }

    /// A writer that kept the file open may have gone on after it was read. Later than now nobody looks.
    private func reportWriting(to claim: ClaimRecord, _ now: FileKey) {
        if claim.kind == FoundFile.Kind.regular.rawValue, now.size != claim.size || now.modified != claim.modified {
            shared.say(.writtenAfterwards(file: claim.displayName))
        }
    }

    /// Takes a file that stayed in place until it was refused. One that is gone may be in `rejected/` already.
    private func isTaken(_ claim: ClaimRecord) throws(FolderError) -> Bool {
        if shared.spool.contains(claim: claim.id) { return true }
        return switch try shared.spool.claim(claim.foundFile, id: claim.id) {
        case .claimed, .gone: true
        case .mustStay, .changed: false
        }
    }

    /// Before the ledger takes them for finished: until then the move is made good after a power cut. Where it fails a
    /// note may be lost, and no file.
    private func sync(_ finished: [Finished]) {
        do {
            try heartbeat.waiting { () throws(FolderError) in
                try shared.spool.syncArchive(finished.filter { !$0.isRejected }.compactMap(\.destination))
                if finished.contains(where: \.isRejected) { try shared.spool.syncRejected() }
            }
        } catch {
            shared.logger.warning("what was put away may not survive a power cut: \(error)")
        }
    }

    private func destination(of order: PutAwayOrder, _ note: SequenceNote) throws(FolderError) -> FilePath? {
        let claim = order.claim
        if claim.inPlace {
            // What is refused goes to `rejected/` though what is decided stays, where it may be moved at all.
            guard order.rejection != nil, claim.kind != ClaimRecord.importKind, try isTaken(claim) else { return nil }
        }
        if order.retries == 0, let now = try? shared.spool.claimed(claim.id) { reportWriting(to: claim, now.key) }
        if let rejection = order.rejection {
            return try shared.spool.reject(
                claim: claim.id, name: claim.path, sequence: order.sequence, reason: rejection,
                note: note.runs.isEmpty ? nil : note)
        }
        try shared.spool.delete(claim: claim.id)
        return nil
    }
}

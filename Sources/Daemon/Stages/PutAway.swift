import DropFolder
import Ledger
import Logging
import SystemPackage

/// Moves decided files out of `work/`: into the archive, away, or into `rejected/` beside their reason.
final class PutAway: Sendable {
    let heartbeat = Heartbeat()
    private let shared: Pipeline.Shared

    init(shared: Pipeline.Shared) {
        self.shared = shared
    }

    /// Puts files away until the queue is closed and drained. What fails is tried again later and never delays the rest.
    func run() {
        // Whoever still puts orders in must not wait for a stage that has given up.
        defer { shared.putAways.close() }
        var waiting: [(order: PutAwayOrder, due: Moment)] = []
        while true {
            heartbeat.wait()
            var orders = shared.putAways.take(most: 256, until: waiting.map(\.due).min())
            if orders.isEmpty && shared.putAways.isFinished { return }
            let now = Moment.now
            orders += waiting.filter { $0.due <= now }.map(\.order)
            waiting.removeAll { $0.due <= now }
            var finished: [(claim: Int64, destination: [UInt8]?)] = []
            for order in orders {
                heartbeat.beat()
                do {
                    finished.append((order.claim.id, try putAway(order)))
                } catch {
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
            let isRecorded = shared.writing(heartbeat) { () throws(LedgerError) in
                try shared.ledger.finishClaims(finished)
            }
            guard isRecorded else { return }
            shared.statistics.putAway(finished.count)
        }
    }

    /// - Returns: Where the file is now, relative to its folder; nil when it stays or is gone.
    private func putAway(_ order: PutAwayOrder) throws(FolderError) -> [UInt8]? {
        do {
            return try destination(of: order)
        } catch {
            guard error.errno == .noSuchFileOrDirectory, !shared.spool.contains(claim: order.claim.id) else {
                throw error
            }
            // Decided and told; somebody took it out of `work/`, and there is nothing to wait for.
            shared.logger.warning("\(order.claim.displayName) is gone from work/ and cannot be put away")
            return nil
        }
    }

    private func destination(of order: PutAwayOrder) throws(FolderError) -> [UInt8]? {
        let claim = order.claim
        guard !claim.inPlace else { return nil }
        if let rejection = order.rejection {
            return try shared.spool.reject(
                claim: claim.id, name: claim.path, sequence: order.sequence, reason: rejection
            ).rawBytes
        }
        switch shared.settings.folder.finished {
        case .archive, .keep:
            // `keep` claims in place; a file in `work/` was claimed to be moved, under another setting. Back in its
            // folder it would be taken for a new one.
            return try shared.spool.archive(
                claim: claim.id, name: claim.path, sequence: order.sequence, arrived: claim.claimedAt
            ).rawBytes
        case .delete:
            try shared.spool.delete(claim: claim.id)
            return nil
        }
    }
}

import Foundation
import Ledger
import Logging
import Stories
import Synchronization

extension Pipeline {
    /// Makes a correction in its place among the articles, and waits until it is committed.
    func correct(_ request: CorrectionRequest, user: String) -> ControlReply {
        // Not queued: who waits for an answer would give up, and it would be made all the same.
        guard shared.isRestored else { return .refused(reason: "\(Self.stillRestoring) (\(report.line))") }
        do {
            let correction = try request.resolved(shared.ledger, user: user, at: Clocks.unixSeconds())
            let answer = Answer<Result<CorrectionReport, CorrectionError>>()
            let order = ReadResult.correction(CorrectionOrder(correction: correction) { answer.give($0) })
            guard shared.results.put(order, cost: order.cost), let result = answer.wait(while: { !shared.isStopped })
            else { return .refused(reason: "the daemon is stopping") }
            let report = try result.get()
            noteCorrections()
            return .corrected(report)
        } catch {
            return .refused(reason: "\(error)")
        }
    }

    /// Keeps the archive's note of the corrections. Where that fails the ledger has them, and the next start tries again.
    func noteCorrections() {
        do {
            try Self.noting.withLock { _ in
                try CorrectionNote.write(shared.ledger, in: shared.settings.folder.archive)
            }
        } catch {
            shared.logger.warning("a replay of the archive would not know the corrections: \(error)")
        }
    }

    private static let noting = Mutex(())
    private static let stillRestoring = "the daemon has just started and does not know all yet; ask again in a moment"
}

/// A value that one thread gives and another waits for.
final class Answer<Value: Sendable>: Sendable {
    private let value = Mutex<Value?>(nil)
    private let given = DispatchSemaphore(value: 0)

    func give(_ value: Value) {
        self.value.withLock { $0 = value }
        given.signal()
    }

    /// The value; nil once `isWorthWaiting` is false.
    func wait(while isWorthWaiting: () -> Bool) -> Value? {
        while given.wait(timeout: .now() + 0.05) == .timedOut {
            guard isWorthWaiting() else { return value.withLock { $0 } }
        }
        return value.withLock { $0 }
    }
}

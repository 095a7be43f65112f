import Foundation
import Ledger
import SystemPackage

/// Answers questions beside a running daemon, on the thread that asks: each over a connection of its own that only reads, so
/// that nothing on the way of a file waits for it.
final class QuestionDesk: Sendable {
    /// Questions answered at once: the rest of the control socket's connections stay free for commands.
    private static let mostQuestions = 2

    private let path: FilePath
    private let bounds: AnswerBounds
    private let patience: Double
    private let isStopping: @Sendable () -> Bool
    private let places = DispatchSemaphore(value: mostQuestions)

    /// - Parameters:
    ///   - path: The ledger.
    ///   - bounds: How large an answer may be.
    ///   - patience: Seconds an answer may take.
    ///   - isStopping: Whether the daemon ends and answers are to end with it.
    init(
        ledger path: FilePath, bounds: AnswerBounds = AnswerBounds(), patience: Double = 30,
        isStopping: @escaping @Sendable () -> Bool
    ) {
        self.path = path
        self.bounds = bounds
        self.patience = patience
        self.isStopping = isStopping
    }

    /// The answer, or why there is none.
    func answer(_ question: Question) -> ControlReply {
        guard places.wait(timeout: .now() + 2) == .success else {
            return .refused(reason: "the daemon is busy with other questions; ask again")
        }
        defer { places.signal() }
        do {
            let ledger = try Ledger.readOnly(path: path)
            defer { ledger.close() }
            let end = DispatchTime.now() + patience
            let isAnswered = DispatchSemaphore(value: 0)
            // A thread, as a busy machine keeps timers of a shared queue waiting. Over and over: what is interrupted
            // between two statements goes on with the next.
            let clock = StageThread("question") { [patience, isStopping] in
                while isAnswered.wait(timeout: .now() + min(0.25, patience)) == .timedOut {
                    if isStopping() || DispatchTime.now() >= end { ledger.interrupt() }
                }
            }
            defer {
                isAnswered.signal()
                clock.join()
            }
            return .found(try ledger.answer(question, within: bounds))
        } catch let error as LedgerError where error.isInterruption {
            return .refused(
                reason: isStopping()
                    ? "the daemon is stopping"
                    : "the answer took longer than \(Int(patience)) s; ask for less, with --since or --limit")
        } catch {
            return .refused(reason: "\(error)")
        }
    }
}

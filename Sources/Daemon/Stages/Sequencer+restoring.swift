import Ledger
import Logging
import Shingling
import Stories
import Synchronization

/// What decisions begin with.
struct StartOfDecisions: Sendable {
    let restoration: EngineRestoration
    /// The ledger's last `ASSIGNMENT_SEQ`.
    let lastSequence: Int64
    let keepText: Bool
    /// Called now and then with the number of articles that are known: a test makes it slow.
    var onProgress: @Sendable (Int) -> Void = { _ in }
}

/// The restoration of what is known, while files are taken already.
extension Sequencer {
    /// Restores what is known.
    /// - Returns: False when told to stop meanwhile, or when it failed.
    func restoreAtStart() -> Bool {
        let began = Moment.now
        do {
            heartbeat.beat()
            let outcome = try restore()
            tell(outcome, since: began)
            shared.restored()
            return true
        } catch is StartInterrupted {
            return false
        } catch FeatureError.damaged {
            shared.fail(LedgerError.damaged("\(FeatureError.damaged)"))
        } catch {
            shared.fail(error)
        }
        return false
    }

    private func restore() throws -> EngineRestoration.Outcome {
        try decider.withLock { decider in
            var made = Decider(
                engine: Engine(settings: start.restoration.settings), ledger: shared.ledger,
                lastSequence: start.lastSequence, keepText: start.keepText)
            // The snapshot is read as fast as the disk gives it, the ledger article by article.
            heartbeat.wait()
            let outcome = try start.restoration.run(into: &made.engine) { done, total in
                start.onProgress(done)
                guard !isStopping else { throw StartInterrupted() }
                if done > 0 { heartbeat.beat() }
                shared.statistics.restoring(done, of: total)
            }
            shared.statistics.decided(articles: made.articleCount, stories: made.storyCount)
            snapshots.withLock { $0.schedule = SnapshotSchedule(unsaved: outcome.read) }
            decider = consume made
            return outcome
        }
    }

    private var isStopping: Bool { shared.isStopping || shared.isStopped }

    private func tell(_ outcome: EngineRestoration.Outcome, since began: Moment) {
        if let reason = outcome.refusal {
            let file = EngineSnapshot.path(of: start.restoration.path)
            shared.logger.notice("\(file) was of no use (\(reason)): all of the ledger was read instead")
        }
        let duration = began.duration(to: .now)
        guard duration > .seconds(1) else { return }
        shared.logger.info(
            "what is known was restored in \(Int(duration.seconds.rounded())) s, \(outcome.read) articles from the ledger"
        )
    }
}

import CMalloc
import Ledger
import Logging
import Stories
import Synchronization
import SystemPackage

/// The one stage that decides. Takes what was read in the order it became ready, decides it, commits the decisions
/// (at once when nothing waits, many in a transaction under load) and only then hands them on to be announced.
final class Sequencer: Sendable {
    /// A transaction's most articles where one follows the other without a queue: enough to make its fsync cheap.
    static let batchLimit = 128

    /// A transaction's most results, two for a file of one article: enough that what every transaction writes again (its
    /// fsync, pages of the indexes) is shared by many, few enough to stay well below a second, or a service that is killed
    /// again and again would get nowhere.
    private static let resultLimit = 512

    /// Under load results are waited for until there are that many, so that a transaction is shared by many: nobody sees when,
    /// of a backlog, a file is decided.
    private static let gathering = BoundedQueue<ReadResult>.Gathering(count: 384, atMost: .milliseconds(25))

    /// Decisions after which memory is given back, once nothing waits any more.
    private static let backlog = 2000

    let heartbeat = Heartbeat()
    /// Nil until what is known is restored.
    let decider = Mutex<Decider?>(nil)
    let shared: Pipeline.Shared
    let start: StartOfDecisions
    let snapshots = Mutex(Snapshots())

    init(start: StartOfDecisions, shared: Pipeline.Shared) {
        self.start = start
        self.shared = shared
    }

    /// Restores what is known, then decides until the queue is closed and drained.
    func run() {
        defer {
            // Whoever still puts results in must not wait for a stage that has given up.
            shared.results.close()
            shared.announcements.close()
        }
        guard restoreAtStart() else { return }
        var sinceTrim = 0
        while true {
            heartbeat.wait()
            let isLoaded = shared.claimed.count > Self.batchLimit
            let results = shared.results.take(
                most: Self.resultLimit, until: snapshotDeadline, gathering: isLoaded ? Self.gathering : nil)
            if results.isEmpty {
                guard shared.results.isFinished else {
                    saveSnapshotIfDue(isQuiet: true)
                    continue
                }
                return
            }
            // A correction is a transaction of its own.
            for part in results.split(keeping: \.isCorrection) {
                if case .correction(let order)? = part.first {
                    guard correct(order) else { return }
                    continue
                }
                guard let batch = decide(part) else { return }
                KillPoint.reached(.decided)
                guard commit(batch) else { return }
                KillPoint.reached(.committed)
                for case .checkpoint(let reached) in part { reached() }
                announce(batch)
                snapshots.withLock { $0.schedule.decided(batch.rows.articles.count) }
            }
            saveSnapshotIfDue(isQuiet: false)
            sinceTrim += results.count
            if sinceTrim >= Self.backlog && shared.isDrained {
                // The allocator keeps for a while what a backlog needed.
                storyd_release_memory()
                sinceTrim = 0
            }
        }
    }

    /// Hands on what was committed.
    private func announce(_ batch: DecidedBatch) {
        heartbeat.wait()
        shared.statistics.committed(batch.rows.decisions)
        shared.announcements.put(all: batch.announcements)
    }

    /// Makes a person's correction.
    /// - Returns: False when the ledger is beyond waiting for.
    private func correct(_ order: CorrectionOrder) -> Bool {
        guard !shared.isStopping else { return true }
        var batch = DecidedBatch()
        let (report, needsRestoring): (CorrectionReport, Bool)
        do {
            heartbeat.beat()
            let made = try decider.withLock { try $0?.correct(order.correction, into: &batch) }
            guard let made else { return false }
            (report, needsRestoring) = made
        } catch let error as CorrectionError {
            order.answer(.failure(error))
            return true
        } catch {
            shared.fail(error)
            return false
        }
        batch.seal()
        guard commit(batch) else { return false }
        announce(batch)
        order.answer(.success(report))
        snapshots.withLock { $0.schedule.decided(1) }
        return !needsRestoring || restore()
    }

    /// Builds the engine anew, as the next start would.
    private func restore() -> Bool {
        do {
            try decider.withLock { try $0?.restoreEngine { _ in heartbeat.beat() } }
            // It cannot be made again from a snapshot of before.
            snapshots.withLock { $0.schedule.outdated() }
            return true
        } catch {
            shared.fail(error)
            return false
        }
    }

    private func decide(_ results: [ReadResult]) -> DecidedBatch? {
        decider.withLock { decider in
            var batch = DecidedBatch()
            do {
                for (place, result) in results.enumerated() {
                    // What is read and not decided stays claimed, and the next run reads it again: deciding all of it
                    // could take longer than a stop may.
                    guard !shared.isStopping else { break }
                    heartbeat.beat()
                    if place + 1 < results.count, case .article(let next) = results[place + 1] {
                        decider?.engine.anticipate(next.features)
                    }
                    try decider?.decide(result, into: &batch)
                }
            } catch {
                // The engine is ahead of the ledger now and nothing of the batch is committed: only a new start from
                // the ledger makes them one again. The files are still claimed, so nothing is lost.
                shared.fail(error)
                return nil
            }
            batch.seal()
            shared.statistics.decided(
                articles: decider?.articleCount ?? 0, stories: decider?.storyCount ?? 0,
                now: batch.rows.articles.count)
            return batch
        }
    }

    /// Commits a batch, retrying the same rows for as long as the ledger cannot take them.
    /// - Returns: False when the ledger is beyond waiting for.
    private func commit(_ batch: DecidedBatch) -> Bool {
        shared.writing(heartbeat) { () throws(LedgerError) in try shared.ledger.commit(batch.rows) }
    }
}

extension ReadResult {
    fileprivate var isCorrection: Bool {
        if case .correction = self { true } else { false }
    }
}

extension Array {
    /// The elements in order, in parts: each that `isAlone` in a part of its own.
    fileprivate func split(keeping isAlone: (Element) -> Bool) -> [[Element]] {
        guard contains(where: isAlone) else { return [self] }
        var parts: [[Element]] = []
        var rest: [Element] = []
        for element in self {
            guard isAlone(element) else {
                rest.append(element)
                continue
            }
            if !rest.isEmpty { parts.append(rest) }
            rest = []
            parts.append([element])
        }
        return rest.isEmpty ? parts : parts + [rest]
    }
}

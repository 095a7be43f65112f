import Ledger
import Synchronization

/// Counters that the status line and the status report are made of.
final class Statistics: Sendable {
    /// Seconds over which the present rate is counted.
    static let rateSpan = 60
    /// Decisions a report shows.
    static let shownDecisions = 5

    private struct Counters {
        var articles = 0
        var stories = 0
        var files = 0
        var decided = 0
        var decisions: [String: Int] = [:]
        var journalTakes = true
        var restoring: StatusReport.Restoring?
        /// Articles decided in each of the last seconds, by the second modulo the span, with the second they are of.
        var recent = [(second: Int64, count: Int)](repeating: (0, 0), count: rateSpan)
        var last: [StatusReport.Decision] = []
    }

    private let counters = Mutex(Counters())
    /// Nanoseconds of the monotonic clock at which the entry began that is being sent; 0 between entries.
    private let sendingSince = Atomic<Int64>(0)

    /// How long the journal may hold a sender before that is worth a word.
    static let patience = Duration.seconds(2)

    /// The engine's present size, and how many articles were just decided.
    func decided(articles: Int, stories: Int, now count: Int = 0) {
        let second = Clocks.unixSeconds()
        counters.withLock {
            $0.articles = articles
            $0.stories = stories
            $0.decided += count
            let place = Int(second % Int64(Self.rateSpan))
            if $0.recent[place].second != second { $0.recent[place] = (second, 0) }
            $0.recent[place].count += count
        }
    }

    /// Restores what is known: so much of it is.
    func restoring(_ done: Int, of total: Int) {
        counters.withLock { $0.restoring = StatusReport.Restoring(articles: done, of: total) }
    }

    /// What is known is restored.
    func restored() { counters.withLock { $0.restoring = nil } }

    /// Decisions that are in the ledger now.
    func committed(_ decisions: [DecisionRecord]) {
        counters.withLock {
            for decision in decisions { $0.decisions[decision.kind, default: 0] += 1 }
        }
    }

    /// What was said of a decision.
    func said(_ message: String) {
        counters.withLock {
            $0.last.append(StatusReport.Decision(at: Clocks.unixSeconds(), message: message))
            if $0.last.count > Self.shownDecisions { $0.last.removeFirst() }
        }
    }

    /// Files put away.
    func putAway(_ count: Int) {
        counters.withLock { $0.files += count }
    }

    /// Sends an entry, which a stopped journald holds for as long as it likes.
    /// - Returns: How long it was held.
    func sending<E: Error>(_ send: () throws(E) -> Void) throws(E) -> Duration {
        let start = Clocks.monotonicNanoseconds()
        sendingSince.store(start, ordering: .relaxed)
        defer { sendingSince.store(0, ordering: .relaxed) }
        try send()
        return .nanoseconds(Clocks.monotonicNanoseconds() - start)
    }

    private var isHeld: Bool {
        let since = sendingSince.load(ordering: .relaxed)
        return since != 0 && .nanoseconds(Clocks.monotonicNanoseconds() - since) > Self.patience
    }

    /// Whether the journal took the last entry.
    func journal(isTaking: Bool) {
        counters.withLock { $0.journalTakes = isTaking }
    }

    /// Fills in what is counted here.
    func fill(_ report: inout StatusReport) {
        let counters = self.counters.withLock { $0 }
        let now = Clocks.unixSeconds()
        report.articles = counters.articles
        report.stories = counters.stories
        report.filesPutAway = counters.files
        report.decidedSinceStart = counters.decided
        report.decidedLastMinute = counters.recent.reduce(0) {
            $1.second > now - Int64(Self.rateSpan) ? $0 + $1.count : $0
        }
        report.decisions = counters.decisions
        report.lastDecisions = counters.last
        report.restoring = counters.restoring
        if !counters.journalTakes || isHeld { report.degraded.append("the journal takes no entries") }
    }
}

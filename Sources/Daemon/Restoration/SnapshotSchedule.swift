/// Says when what is known is worth writing beside the ledger while the daemon runs: what was decided since is decided again
/// after a crash, and nothing is decided while it is written.
struct SnapshotSchedule: Sendable {
    /// Articles decided since, that make it worth it when nothing waits: some three seconds of a start after a crash.
    static let quietLeast = 10_000
    /// Those that make it worth it although something waits: some ten seconds.
    static let busyLeast = 50_000
    /// Those that make it worth it at a stop.
    static let stopLeast = 1000
    /// Under load, at most so small a share of the time.
    private static let share = 60.0
    private static let leastPause = Duration.seconds(60)

    /// Articles that a start would decide again.
    private(set) var unsaved: Int
    private var next: Moment
    private var nextBusy: Moment
    private var wait = Self.firstWait
    private static let firstWait = Backoff(first: .seconds(1), most: .seconds(300))

    /// - Parameter unsaved: Articles that the snapshot does not know, if there is one.
    init(unsaved: Int, now: Moment = .now) {
        self.unsaved = unsaved
        next = now
        // After a start there is a quiet moment soon.
        nextBusy = now + Self.leastPause
    }

    /// Articles were decided.
    mutating func decided(_ count: Int) { unsaved += count }

    /// What the snapshot knows is of no use any more.
    mutating func outdated() { unsaved = max(unsaved, Self.quietLeast) }

    /// Whether it may come to be due once nothing waits.
    var isWanted: Bool { unsaved >= Self.quietLeast }

    /// Whether it is to be written now.
    /// - Parameter isQuiet: Nothing waits to be decided.
    func isDue(isQuiet: Bool, now: Moment = .now) -> Bool {
        isQuiet ? unsaved >= Self.quietLeast && now >= next : unsaved >= Self.busyLeast && now >= max(next, nextBusy)
    }

    /// It gave way to an article, or could not be written: not at once again.
    mutating func failed(now: Moment = .now) { next = now + wait.next() }

    /// It is written.
    /// - Parameter duration: How long nothing could be decided.
    mutating func written(in duration: Duration, now: Moment = .now) {
        unsaved = 0
        wait = Self.firstWait
        next = now + Self.leastPause
        nextBusy = now + max(Self.leastPause, duration * Self.share)
    }
}

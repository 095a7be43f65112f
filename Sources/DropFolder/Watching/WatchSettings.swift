/// How folders are watched.
public struct WatchSettings: Sendable {
    /// How long a file must stay unchanged before it is taken.
    public var settle: Duration
    /// How long an empty or unreadable file is awaited before it is given out as such.
    public var grace: Duration
    /// How often everything is looked at, whatever events came. After a scan that took long, ten times as long as it took.
    public var rescan: Duration
    /// How often directories without a watch are looked at (with the same limit).
    public var poll: Duration
    /// Which names are never taken.
    public var ignore: IgnoreList

    /// The settings given; the defaults are those of a local disk with programs that write without long pauses.
    public init(
        settle: Duration = .seconds(1), grace: Duration = .seconds(60), rescan: Duration = .seconds(60),
        poll: Duration = .seconds(5), ignore: IgnoreList = IgnoreList(patterns: IgnoreList.defaultPatterns)
    ) {
        self.settle = settle
        self.grace = grace
        self.rescan = rescan
        self.poll = poll
        self.ignore = ignore
    }
}

extension Duration {
    /// In nanoseconds, at least 0 and at most ten years, so that sums with a clock's time do not overflow.
    var clampedNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let limit: Int64 = 10 * 366 * 86_400
        if seconds >= limit { return limit &* 1_000_000_000 }
        return max(0, seconds) &* 1_000_000_000 &+ max(0, attoseconds / 1_000_000_000)
    }
}

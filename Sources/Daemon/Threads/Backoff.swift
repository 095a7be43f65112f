/// Waits that double up to a limit, for whatever may come right by itself.
struct Backoff: Sendable {
    private var current: Duration
    private let most: Duration

    /// - Parameters:
    ///   - first: The first wait.
    ///   - most: The longest wait.
    init(first: Duration, most: Duration) {
        current = first
        self.most = most
    }

    /// The wait before the `attempt`-th retry, counted from zero.
    static func wait(attempt: Int, first: Duration, most: Duration) -> Duration {
        min(most, first * Double(1 << min(attempt, 20)))
    }

    /// The next wait.
    mutating func next() -> Duration {
        defer { current = min(most, current * 2) }
        return current
    }
}

/// Lets readers read side by side, or one of them alone.
final class ReadingGate: @unchecked Sendable {
    // @unchecked: both variables are read and written inside `monitor.locked`.
    private let monitor = Monitor()
    private var reading = 0
    private var isClaimed = false

    /// Runs `body` beside other readers.
    func together(_ body: () -> Void) {
        monitor.locked {
            while isClaimed { _ = monitor.wait() }
            reading += 1
        }
        body()
        monitor.locked {
            reading -= 1
            monitor.wakeAll()
        }
    }

    /// Runs `body` while nobody else reads.
    func alone(_ body: () -> Void) {
        monitor.locked {
            while isClaimed { _ = monitor.wait() }
            isClaimed = true
            while reading > 0 { _ = monitor.wait() }
        }
        body()
        monitor.locked {
            isClaimed = false
            monitor.wakeAll()
        }
    }
}

import Synchronization

/// Says whether a stage makes progress, for the watchdog.
///
/// A stage is alive while it waits (for work, for journald, for a disk with room) and while it beats; it is stuck when
/// it has been working on one article for longer than the watchdog allows.
final class Heartbeat: Sendable {
    /// Monotonic nanoseconds; zero while the stage waits.
    private let workingSince = Atomic<Int64>(0)

    /// The stage works on something new from now on.
    func beat() {
        workingSince.store(max(1, Clocks.monotonicNanoseconds()), ordering: .relaxed)
    }

    /// The stage waits; it may do so for as long as it likes.
    func wait() {
        workingSince.store(0, ordering: .relaxed)
    }

    /// Runs `body` as waiting, then goes on working.
    func waiting<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        wait()
        defer { beat() }
        return try body()
    }

    /// How long the stage has been at the same piece of work; zero while it waits.
    var stuckFor: Duration {
        let since = workingSince.load(ordering: .relaxed)
        return since == 0 ? .zero : .nanoseconds(max(0, Clocks.monotonicNanoseconds() - since))
    }
}

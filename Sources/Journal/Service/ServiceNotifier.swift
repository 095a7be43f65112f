import CSystemd
import Glibc

/// Tells the service manager how the service is doing (`sd_notify`).
///
/// Without `$NOTIFY_SOCKET`, that is outside a `Type=notify` unit, every call does nothing. Each call returns whether
/// the manager took the message.
public struct ServiceNotifier: Sendable {
    /// How long the manager waits for a sign of life (`WatchdogSec=`); nil when it does not watch this process.
    /// Send ``watchdog()`` at half of it.
    public let watchdogInterval: Duration?

    private let isConnected: Bool

    /// Reads what the service manager set for this process.
    public init() {
        self.init(environment: processEnvironment(["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"]))
    }

    /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID` from `environment`. The socket itself is found by
    /// libsystemd in the process's own environment.
    public init(environment: [String: String]) {
        isConnected = environment["NOTIFY_SOCKET"]?.isEmpty == false
        if let microseconds = environment["WATCHDOG_USEC"].flatMap({ Int64($0) }), microseconds > 0,
            environment["WATCHDOG_PID"].map({ Int32($0) == getpid() }) ?? true
        {
            watchdogInterval = .microseconds(microseconds)
        } else {
            watchdogInterval = nil
        }
    }

    /// Start-up, or a reload, is complete.
    @discardableResult
    public func ready() -> Bool { notify("READY=1") }

    /// One line for `systemctl status`.
    @discardableResult
    public func status(_ text: String) -> Bool { notify("STATUS=\(text.cleaned(limit: TextLimit.reason))") }

    /// A sign of life.
    @discardableResult
    public func watchdog() -> Bool { notify("WATCHDOG=1") }

    /// A reload begins; ``ready()`` ends it. The time lets the manager tell this reload from an earlier one.
    @discardableResult
    public func reloading() -> Bool {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return notify("RELOADING=1\nMONOTONIC_USEC=\(now.tv_sec * 1_000_000 + now.tv_nsec / 1_000)")
    }

    /// The service is ending in good order.
    @discardableResult
    public func stopping() -> Bool { notify("STOPPING=1") }

    /// Start-up, run time or stop may take this much longer from now on. Repeat it before it has passed.
    @discardableResult
    public func extendTimeout(_ duration: Duration) -> Bool {
        notify("EXTEND_TIMEOUT_USEC=\(duration.microseconds)")
    }

    /// Another process is the service's main one.
    @discardableResult
    public func mainPid(_ process: Int32) -> Bool { notify("MAINPID=\(process)") }

    private func notify(_ state: String) -> Bool {
        // 0: the variable stays, for there is more to tell.
        isConnected && sd_notify(0, state) > 0
    }
}

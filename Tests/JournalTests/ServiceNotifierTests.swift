import Glibc
import Journal
import Testing

/// libsystemd finds the socket in the process's environment, which no test may change under the others: each of these
/// runs in a process of its own.
@Suite("The service manager's notifications")
struct ServiceNotifierTests {
    @Test("each call arrives as one datagram of the protocol")
    func datagrams() async {
        await #expect(processExitsWith: .success) {
            let manager = try Manager()
            setenv("NOTIFY_SOCKET", manager.path, 1)
            let notifier = ServiceNotifier()
            #expect(notifier.ready())
            #expect(manager.receive() == "READY=1")
            #expect(notifier.status("3 waiting\nREADY=1\u{1B}[31m, 5 stories"))
            #expect(manager.receive() == "STATUS=3 waiting READY=1, 5 stories")
            #expect(notifier.watchdog())
            #expect(manager.receive() == "WATCHDOG=1")
            #expect(notifier.extendTimeout(.milliseconds(1500)))
            #expect(manager.receive() == "EXTEND_TIMEOUT_USEC=1500000")
            #expect(notifier.mainPid(42))
            #expect(manager.receive() == "MAINPID=42")
            #expect(notifier.stopping())
            #expect(manager.receive() == "STOPPING=1")
        }
    }

    @Test("a reload tells the monotonic time in microseconds")
    func reloading() async {
        await #expect(processExitsWith: .success) {
            let manager = try Manager()
            setenv("NOTIFY_SOCKET", manager.path, 1)
            func now() -> Int {
                var time = timespec()
                clock_gettime(CLOCK_MONOTONIC, &time)
                return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
            }
            let before = now()
            #expect(ServiceNotifier().reloading())
            let parts = manager.receive().split(separator: "=")
            #expect(parts.count == 3 && parts[0] == "RELOADING" && parts[1] == "1\nMONOTONIC_USEC")
            let told = try #require(parts.last.flatMap { Int($0) })
            #expect(told >= before && told <= now())
        }
    }

    @Test("a manager that does not listen is not taken for one that does")
    func nobodyListens() async {
        await #expect(processExitsWith: .success) {
            setenv("NOTIFY_SOCKET", "/nonexistent/notify", 1)
            #expect(!ServiceNotifier().ready())
        }
    }

    @Test("without a manager every call does nothing")
    func noManager() {
        let notifier = ServiceNotifier(environment: [:])
        #expect(!notifier.ready())
        #expect(!notifier.watchdog())
        #expect(notifier.watchdogInterval == nil)
    }

    @Test("the watchdog's interval counts only for this process")
    func watchdogInterval() {
        func interval(_ microseconds: String, pid: String?) -> Duration? {
            var environment = ["WATCHDOG_USEC": microseconds]
            environment["WATCHDOG_PID"] = pid
            return ServiceNotifier(environment: environment).watchdogInterval
        }
        #expect(interval("30000000", pid: nil) == .seconds(30))
        #expect(interval("30000000", pid: "\(getpid())") == .seconds(30))
        #expect(interval("30000000", pid: "\(getpid() + 1)") == nil)
        for wrong in ["", "0", "-1", "x", "99999999999999999999"] { #expect(interval(wrong, pid: nil) == nil) }
        #expect(interval("30000000", pid: "x") == nil)
    }
}

/// The service manager's end: a datagram socket at a path.
final class Manager {
    let path: String
    private let descriptor: Int32

    init() throws {
        path = "/tmp/storyd-notify-\(getpid())-\(UInt32.random(in: .min ... .max))"
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        try #require(descriptor >= 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: address) { address in
            address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        try #require(bound == 0)
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    /// One datagram; empty when none comes within ten seconds.
    func receive() -> String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&wanted, 1, 10_000) == 1 else { return "" }
        let length = recv(descriptor, &buffer, buffer.count, 0)
        return String(decoding: buffer.prefix(max(0, length)), as: UTF8.self)
    }
}

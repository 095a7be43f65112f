import Glibc
import Logging
import Synchronization
import SystemPackage

/// Writes counters and gauges for node_exporter's textfile collector
/// (<https://github.com/prometheus/node_exporter#textfile-collector>), the whole file at once by a rename.
final class MetricsWriter: Sendable {
    /// Seconds between two writings: Prometheus asks every 15 by convention.
    private static let interval = Duration.seconds(15)

    private let path: FilePath
    private let logger: Logger
    private let report: @Sendable () -> StatusReport
    private let stopping = Monitor()
    private let isStopping = Atomic<Bool>(false)

    /// - Parameter report: The present state; called on the writer's thread.
    init(path: FilePath, logger: Logger, report: @escaping @Sendable () -> StatusReport) {
        self.path = path
        self.logger = logger
        self.report = report
    }

    /// Writes now and every interval until `stop()`, and once more then.
    func run() {
        var hasFailed = false
        while true {
            do {
                try write()
                hasFailed = false
            } catch {
                if !hasFailed { logger.warning("metrics cannot be written to \(path): \(error)") }
                hasFailed = true
            }
            if isStopping.load(ordering: .acquiring) { return }
            let until = Moment.now + Self.interval
            stopping.locked {
                while !isStopping.load(ordering: .acquiring) && stopping.wait(until: until) {}
            }
        }
    }

    /// Lets `run()` end after one more writing.
    func stop() {
        isStopping.store(true, ordering: .releasing)
        stopping.locked { stopping.wakeAll() }
    }

    private func write() throws {
        // The collector reads *.prom only.
        let unfinished = FilePath(path.string + ".unfinished")
        let file = try FileDescriptor.open(
            unfinished, .writeOnly, options: [.create, .truncate, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        do {
            // Whatever the umask: the collector is another user.
            fchmod(file.rawValue, 0o644)
            try file.writeAll(report().metrics.utf8)
            try file.close()
            guard rename(unfinished.string, path.string) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            try? file.close()
            unlink(unfinished.string)
            throw error
        }
    }
}

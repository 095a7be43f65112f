import Glibc

/// Writes entries as readable lines to standard error, for a terminal, a container or a log file.
///
/// Each line is one `write(2)`, so that lines of several threads do not mix. Colours are used on a terminal only, and
/// not when `NO_COLOR` is set (<https://no-color.org>) or `TERM` is `dumb`.
public struct StandardErrorSink: EntrySink {
    private let descriptor: Int32
    private let isColoured: Bool

    /// Creates a sink to this process's standard error.
    public init() {
        self.init(descriptor: STDERR_FILENO, environment: processEnvironment(["NO_COLOR", "TERM"]))
    }

    /// Creates a sink to an open descriptor, which stays the caller's.
    init(descriptor: Int32, environment: [String: String]) {
        self.descriptor = descriptor
        let isPlain = environment["NO_COLOR"]?.isEmpty == false || environment["TERM"] == "dumb"
        isColoured = !isPlain && isatty(descriptor) == 1
    }

    /// Writes one line; blocks while the reader of a pipe does not read.
    ///
    /// - Throws: `JournalError.sendFailed` when the descriptor is closed or full for good.
    public func send(_ entry: EncodedEntry) throws(JournalError) {
        var rest = Array(coloured(entry.line(), entry.priority).utf8)[...]
        rest.append(UInt8(ascii: "\n"))
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            if written >= 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&wanted, 1, -1)
            } else if errno != EINTR {
                throw .sendFailed(errno: errno)
            }
        }
    }

    private func coloured(_ line: String, _ priority: Priority) -> String {
        guard isColoured else { return line }
        switch priority {
        case .critical, .error: return "\u{1B}[31m\(line)\u{1B}[0m"
        case .warning: return "\u{1B}[33m\(line)\u{1B}[0m"
        case .notice: return "\u{1B}[1m\(line)\u{1B}[0m"
        case .info: return line
        case .debug: return "\u{1B}[2m\(line)\u{1B}[0m"
        }
    }
}

import CSystemd
import Glibc

/// Sends entries to journald with all their fields (`sd_journal_sendv`).
///
/// Any number of threads may send at once. A value with a newline arrives whole: libsystemd sends it with its length.
public struct JournaldSink: EntrySink {
    private let socket: String

    /// Creates a sink to the local journald.
    public init() {
        self.init(socket: "/run/systemd/journal/socket")
    }

    /// Creates a sink that takes `socket` for the path libsystemd sends to.
    init(socket: String) {
        self.socket = socket
    }

    /// Sends one entry; blocks while journald is stopped.
    ///
    /// - Throws: `JournalError.noSocket` when no journald has ever been there (libsystemd reports success for that),
    ///   `.sendFailed` when it is there and does not listen, or refuses.
    public func send(_ entry: EncodedEntry) throws(JournalError) {
        guard access(socket, F_OK) == 0 else { throw .noSocket(path: socket) }
        var result = -EINTR
        while result == -EINTR {
            result = entry.withVectors { sd_journal_sendv($0.baseAddress, Int32(clamping: $0.count)) }
        }
        if result < 0 { throw .sendFailed(errno: -result) }
    }
}

extension EncodedEntry {
    /// Calls `body` with one vector for each field, pointing into this entry's bytes.
    fileprivate func withVectors(_ body: (UnsafeBufferPointer<iovec>) -> Int32) -> Int32 {
        bytes.withUnsafeBytes { bytes in
            withUnsafeTemporaryAllocation(of: iovec.self, capacity: ends.count) { vectors in
                var start = 0
                for (index, end) in ends.enumerated() {
                    let field = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
                    vectors.initializeElement(
                        at: index,
                        to: iovec(
                            iov_base: UnsafeMutableRawPointer(mutating: field.baseAddress), iov_len: field.count))
                    start = end
                }
                return body(UnsafeBufferPointer(vectors))
            }
        }
    }
}

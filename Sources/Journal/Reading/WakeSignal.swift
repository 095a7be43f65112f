import CSystemd
import Glibc

/// A descriptor that becomes readable when another thread says so (`eventfd`).
struct WakeSignal: ~Copyable, Sendable {
    let descriptor: Int32

    init() throws(JournalError) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        if descriptor < 0 { throw .readFailed(errno: errno) }
    }

    deinit {
        close(descriptor)
    }

    /// Makes the descriptor readable until ``consume()``.
    func raise() {
        // Fails only when the counter is full: then the signal is up already.
        _ = eventfd_write(descriptor, 1)
    }

    /// Takes the signal down.
    ///
    /// - Returns: whether it was up.
    func consume() -> Bool {
        var count: eventfd_t = 0
        return eventfd_read(descriptor, &count) == 0
    }
}

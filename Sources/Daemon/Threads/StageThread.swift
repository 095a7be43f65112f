import Foundation
import Glibc

/// A named thread that runs one stage to its end and can be joined.
final class StageThread: @unchecked Sendable {
    // @unchecked: `thread` is set once in `init`; `ended` is a semaphore.
    private let ended = DispatchSemaphore(value: 0)
    private let thread: Thread

    /// Starts `body` on a thread of its own.
    init(_ name: String, _ body: @escaping @Sendable () -> Void) {
        let ended = self.ended
        thread = Thread {
            name.withCString { _ = nameThread?(pthread_self(), $0) }
            SignalStack.around(body)
            ended.signal()
        }
        // libxml2 and JSON nesting are bounded by settings; 8 MiB holds them with room to spare.
        thread.stackSize = 8 << 20
        thread.start()
    }

    /// Waits until the stage has ended.
    /// - Returns: False when it had not ended after `timeout` seconds.
    @discardableResult
    func join(timeout: Double = .infinity) -> Bool {
        let deadline = timeout.isFinite ? DispatchTime.now() + max(0, timeout) : .distantFuture
        guard ended.wait(timeout: deadline) == .success else { return false }
        // For whoever joins after this one.
        ended.signal()
        return true
    }
}

/// `pthread_setname_np(3)`, for `top -H`: Foundation's own name of a thread does not always reach the kernel. The Glibc module
/// leaves it out because it is declared for `_GNU_SOURCE` alone. A name of more than 15 bytes is refused.
private let nameThread: (@Sendable @convention(c) (pthread_t, UnsafePointer<CChar>) -> Int32)? =
    dlsym(nil, "pthread_setname_np").map {
        unsafeBitCast($0, to: (@Sendable @convention(c) (pthread_t, UnsafePointer<CChar>) -> Int32).self)
    }

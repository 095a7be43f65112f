internal import Glibc
internal import Synchronization
internal import SystemPackage

/// What other threads ask of a watch loop, and what it tells them.
final class WatchRequests: Sendable {
    /// What has been asked for since the loop last looked.
    struct Pending: Sendable {
        var rescan = false
        var settings: WatchSettings?
        var released: [FoundFile] = []
    }

    private struct Inbox: ~Copyable {
        var pending = Pending()
        /// Written to end the loop's wait; there once the watches are armed.
        var wake: Descriptor?

        var wakeDescriptor: Int32? {
            switch wake {
            case .some(let descriptor): descriptor.raw
            case .none: nil
            }
        }
    }

    private let inbox = Mutex(Inbox())
    private let stopping = Atomic(false)
    private let published = Mutex(WatchStatus())
    /// Monotonic nanoseconds since which the loop has been at one file or directory; zero while it waits.
    let workingSince = Atomic<Int64>(0)

    /// Whether the loop is to end.
    var isStopping: Bool { stopping.load(ordering: .acquiring) }

    /// What the loop last said of itself.
    var status: WatchStatus {
        get { published.withLock { $0 } }
        set { published.withLock { $0 = newValue } }
    }

    /// Makes the loop end after what it is doing.
    func stop() {
        stopping.store(true, ordering: .releasing)
        add { _ in }
    }

    /// Adds a request and wakes the loop.
    func add(_ change: (inout Pending) -> Void) {
        inbox.withLock { inbox in
            change(&inbox.pending)
            guard let raw = inbox.wakeDescriptor else { return }
            // A full socket wakes as well as a new byte; a loop that has ended must not end us with SIGPIPE.
            _ = send(raw, "!", 1, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        }
    }

    /// Takes all that was asked for.
    func take() -> Pending {
        inbox.withLock { inbox in
            let pending = inbox.pending
            inbox.pending = Pending()
            return pending
        }
    }

    /// Makes the pair of sockets that wakes the loop. Returns the loop's end.
    func openWake() throws(Errno) -> Descriptor {
        var pair: [Int32] = [-1, -1]
        let type = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
        guard socketpair(AF_UNIX, Int32(type), 0, &pair) == 0 else { throw Errno(rawValue: errno) }
        let (near, far) = (pair[0], pair[1])
        inbox.withLock { $0.wake = Descriptor(raw: far) }
        return Descriptor(raw: near)
    }
}

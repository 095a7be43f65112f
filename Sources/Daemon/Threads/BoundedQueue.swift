import DequeModule

/// Hands values from one stage to the next, in order, between threads.
///
/// Stages block (files, SQLite, journald), so they run on threads of their own and this queue blocks with them: a full
/// queue holds the producer back, and the consumer takes all that is there at once, which is what makes group commits
/// possible. (`AsyncChannel` hands over one element at a time and needs the cooperative threads.)
final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    // @unchecked: every stored variable is read and written inside `monitor.locked`.
    private let monitor = Monitor()
    private let forRoom = Monitor.Queue()
    private let forElements = Monitor.Queue()
    /// Elements that whoever takes sleeps on for, while it gathers.
    private var wanted = 1
    private var items = Deque<(element: Element, cost: Int)>()
    private var cost = 0
    private var isClosed = false
    private let capacity: Int

    /// A queue that holds elements up to a total cost; one element may always enter an empty queue.
    init(capacity: Int) {
        self.capacity = capacity
    }

    /// Puts an element at the end, waiting while the queue is full. False when the queue was closed.
    @discardableResult
    func put(_ element: Element, cost added: Int = 1) -> Bool {
        monitor.locked {
            while !isClosed && cost > 0 && cost + added > capacity { forRoom.wait(in: monitor) }
            guard !isClosed else { return false }
            append(element, added)
            return true
        }
    }

    /// Puts elements of cost 1 at the end in one piece, waiting while the queue is full; it may be filled past its capacity
    /// by them. False when the queue was closed.
    @discardableResult
    func put(all elements: [Element]) -> Bool {
        monitor.locked {
            while !isClosed && cost >= capacity { forRoom.wait(in: monitor) }
            guard !isClosed else { return false }
            for element in elements { items.append((element, 1)) }
            cost += elements.count
            wakeTaker()
            return true
        }
    }

    /// Waits while the queue is more than a quarter full, for whoever need not put more into it then.
    /// - Returns: False when the moment has come.
    func waitWhileAhead(until deadline: Moment) -> Bool {
        monitor.locked {
            while !isClosed && cost > capacity / 4 {
                guard forRoom.wait(in: monitor, until: deadline) else { return false }
            }
            return true
        }
    }

    /// Puts an element at the end without waiting, even past the capacity or into a closed queue: for what must not be
    /// lost or must not block.
    func putBack(_ element: Element, cost added: Int = 1) {
        monitor.locked { append(element, added) }
    }

    private func append(_ element: Element, _ added: Int) {
        items.append((element, added))
        cost += added
        wakeTaker()
    }

    private func wakeTaker() {
        if isGathered { forElements.wakeAll() }
    }

    /// Whether there is enough for whoever takes; half a queue is, or it would hold up those who put in.
    private var isGathered: Bool { items.count >= wanted || cost > capacity / 2 }

    /// How long to wait for more, once there is something: one taker does more at once, and is woken less often.
    struct Gathering {
        var count: Int
        var atMost: Duration
    }

    /// Takes up to `most` elements, waiting for the first until `deadline`, if there is one.
    /// - Parameter gathering: For the one thread that takes: how long to wait for more than the first.
    /// - Returns: The elements; empty when the deadline passed or the queue is closed and drained.
    func take(most: Int, until deadline: Moment? = nil, gathering: Gathering? = nil) -> [Element] {
        monitor.locked {
            while items.isEmpty && !isClosed {
                if !forElements.wait(in: monitor, until: deadline) { break }
            }
            if let gathering, !items.isEmpty {
                let end = Moment.now + gathering.atMost
                wanted = gathering.count
                while !isGathered && !isClosed {
                    if !forElements.wait(in: monitor, until: end) { break }
                }
                wanted = 1
            }
            let count = min(most, items.count)
            var taken: [Element] = []
            taken.reserveCapacity(count)
            // Moved out one by one: copies would count the references of all that an article consists of up and down.
            for _ in 0..<count {
                let (element, itsCost) = items.removeFirst()
                taken.append(element)
                cost -= itsCost
            }
            if count > 0 { forRoom.wakeAll() }
            return taken
        }
    }

    /// No more elements come in; those inside can still be taken.
    func close() {
        monitor.locked {
            isClosed = true
            forRoom.wakeAll()
            forElements.wakeAll()
        }
    }

    /// Whether the queue is closed and everything was taken.
    var isFinished: Bool { monitor.locked { isClosed && items.isEmpty } }

    /// Elements waiting.
    var count: Int { monitor.locked { items.count } }
}

import DequeModule

/// Hands values from one stage to the next, in order, between threads.
///
/// Stages block (files, SQLite, journald), so they run on threads of their own and this queue blocks with them: a full
/// queue holds the producer back, and the consumer takes all that is there at once, which is what makes group commits
/// possible. (`AsyncChannel` hands over one element at a time and needs the cooperative threads.)
final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
    // @unchecked: every stored variable is read and written inside `monitor.locked`.
    private let monitor = Monitor()
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
            while !isClosed && cost > 0 && cost + added > capacity { _ = monitor.wait() }
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
            while !isClosed && cost >= capacity { _ = monitor.wait() }
            guard !isClosed else { return false }
            for element in elements { items.append((element, 1)) }
            cost += elements.count
            monitor.wakeAll()
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
        monitor.wakeAll()
    }

    /// Takes up to `most` elements, waiting for the first until `deadline`, if there is one.
    /// - Returns: The elements; empty when the deadline passed or the queue is closed and drained.
    func take(most: Int, until deadline: Moment? = nil) -> [Element] {
        monitor.locked {
            while items.isEmpty && !isClosed {
                if !monitor.wait(until: deadline) { break }
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
            monitor.wakeAll()
            return taken
        }
    }

    /// No more elements come in; those inside can still be taken.
    func close() {
        monitor.locked {
            isClosed = true
            monitor.wakeAll()
        }
    }

    /// Whether the queue is closed and everything was taken.
    var isFinished: Bool { monitor.locked { isClosed && items.isEmpty } }

    /// Elements waiting.
    var count: Int { monitor.locked { items.count } }
}

import DequeModule

/// Work that several threads do side by side, and that comes out in the order in which it was given.
final class OrderedPool<Input: Sendable, Output: Sendable>: @unchecked Sendable {
    // @unchecked: every stored variable is read and written inside `monitor.locked`.
    private let monitor = Monitor()
    private let forRoom = Monitor.Queue()
    private let forWork = Monitor.Queue()
    private let forResult = Monitor.Queue()
    private let capacity: Int
    private var waiting = Deque<(number: Int, input: Input)>()
    /// What was given and not taken out yet; nil where it is not done.
    private var results = Deque<Output?>()
    private var firstNumber = 0
    private var isClosed = false
    private var isStopped = false
    private var failure: (any Error)?

    /// - Parameter capacity: Pieces of work that may be inside; whoever gives more waits.
    init(capacity: Int) { self.capacity = capacity }

    /// Gives a piece of work, waiting while there is too much inside. False when nobody wants it any more.
    @discardableResult
    func give(_ input: Input) -> Bool {
        monitor.locked {
            while results.count >= capacity, !isStopped { forRoom.wait(in: monitor) }
            guard !isStopped else { return false }
            waiting.append((firstNumber + results.count, input))
            results.append(nil)
            forWork.wakeOne()
            return true
        }
    }

    /// Nothing more is given.
    /// - Parameter error: Why not, if that is no end; thrown once all before it is taken.
    func close(_ error: (any Error)? = nil) {
        monitor.locked {
            isClosed = true
            failure = error
            wakeAll()
        }
    }

    /// Does work until there is none and none will come. Call it on as many threads as are to work.
    func work(_ body: (Input) -> Output) {
        while let (number, input) = next() {
            let output = body(input)
            monitor.locked {
                results[number - firstNumber] = output
                if number == firstNumber { forResult.wakeOne() }
            }
        }
    }

    private func next() -> (number: Int, input: Input)? {
        monitor.locked {
            while waiting.isEmpty, !isClosed, !isStopped { forWork.wait(in: monitor) }
            return isStopped ? nil : waiting.popFirst()
        }
    }

    /// Whether all that was given is taken.
    var isEmpty: Bool { monitor.locked { results.isEmpty } }

    /// Takes the next result, waiting until it is there; nil at the end.
    /// - Throws: What it was closed with.
    func take() throws -> Output? {
        let result: Result<Output?, any Error> = monitor.locked {
            while true {
                if let first = results.first {
                    if let output = first {
                        results.removeFirst()
                        firstNumber += 1
                        // Not for each piece: whoever gives had better give several at once.
                        if results.count <= capacity / 2 { forRoom.wakeOne() }
                        return .success(output)
                    }
                } else if isClosed {
                    return failure.map { .failure($0) } ?? .success(nil)
                }
                forResult.wait(in: monitor)
            }
        }
        return try result.get()
    }

    /// Lets go of everything: threads end, and nothing more is taken in.
    func stop() {
        monitor.locked {
            isStopped = true
            waiting.removeAll()
            wakeAll()
        }
    }

    private func wakeAll() {
        forRoom.wakeAll()
        forWork.wakeAll()
        forResult.wakeAll()
    }
}

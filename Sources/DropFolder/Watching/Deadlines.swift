/// Files by the time at which to look at them again: a binary heap, earliest first.
struct Deadlines: Sendable {
    /// A file, by its directory and name, and the monotonic time in nanoseconds at which it is due.
    struct Item: Sendable {
        var due: Int64
        var directory: Int
        var name: RawName
    }

    private var heap: [Item] = []

    /// The earliest time, or nil when nothing is awaited.
    var first: Int64? { heap.first?.due }

    /// Adds a file.
    mutating func insert(_ item: Item) {
        heap.append(item)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            if heap[parent].due <= heap[child].due { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    /// Removes and returns the earliest file if its time has come.
    mutating func popDue(at now: Int64) -> Item? {
        guard let first = heap.first, first.due <= now else { return nil }
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].due < heap[least].due
            {
                least = child
            }
            if least == parent { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}

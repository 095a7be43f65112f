/// A growing list of plain values whose memory is kept from one text to the next: what is read for every word must not
/// cost an allocation, a reference count or a check for uniqueness.
struct ReusedList<Element: BitwiseCopyable>: ~Copyable {
    /// Elements kept in memory between two texts; what a longer text needed is given back.
    private static var kept: Int { 1 << 16 }

    private(set) var start: UnsafeMutablePointer<Element>
    private(set) var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 1024) {
        start = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { start.deallocate() }

    /// The elements; valid until the next change.
    var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: start, count: count) }

    /// One element; the place is below `count`.
    subscript(place: Int) -> Element {
        @inline(__always) get {
            assert(place >= 0 && place < count)
            return start[place]
        }
        @inline(__always) nonmutating set {
            assert(place >= 0 && place < count)
            start[place] = newValue
        }
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow(to: count &+ 1) }
        start[count] = element
        count &+= 1
    }

    /// Makes room for this many elements in all.
    mutating func reserve(_ wanted: Int) {
        if wanted > capacity { grow(to: wanted) }
    }

    /// As many elements, all the same.
    mutating func fill(_ element: Element, count: Int) {
        reserve(count)
        start.update(repeating: element, count: count)
        self.count = count
    }

    /// As many elements, of any value: each is to be set.
    mutating func resize(_ count: Int) {
        reserve(count)
        self.count = count
    }

    /// Forgets the last elements.
    mutating func cut(to count: Int) { self.count = min(self.count, count) }

    mutating func removeAll() {
        count = 0
        guard capacity > Self.kept else { return }
        start.deallocate()
        capacity = 1024
        start = .allocate(capacity: capacity)
    }

    private mutating func grow(to wanted: Int) {
        let larger = max(wanted, capacity * 2)
        let moved = UnsafeMutablePointer<Element>.allocate(capacity: larger)
        moved.update(from: start, count: count)
        start.deallocate()
        start = moved
        capacity = larger
    }
}

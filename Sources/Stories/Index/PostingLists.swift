/// The postings of phrases that more than one article holds: for each a block in one arena, which doubles up to `capacity`
/// postings and from then on forgets the oldest, the first `lasting` ones excepted.
struct PostingLists {
    /// Most postings of one phrase.
    let capacity: Int
    /// Postings of one phrase that are never forgotten.
    let lasting: Int
    /// Lists there are.
    private(set) var count = 0
    /// Blocks of two words and the postings. The first word is the phrase and how often it was counted, the second the
    /// block's class, its marks, and the postings ever appended.
    private var arena: [UInt64] = []
    /// Blocks given back, by class.
    private var free: [[UInt32]]
    /// Postings that fit, by class.
    private let rooms: [Int]

    private static let isFree: UInt64 = 1 << 62
    private static let isPartial: UInt64 = 1 << 61
    private static let marks = isFree | isPartial

    /// A place holder.
    static let none = PostingLists(capacity: 3, lasting: 0)

    /// - Parameters:
    ///   - capacity: Rounded up to one less than a power of two.
    init(capacity: Int, lasting: Int) {
        var rooms = [2]
        while let last = rooms.last, last * 2 <= capacity { rooms.append(last * 2) }
        var room = 3
        while room < capacity { room = room * 2 + 1 }
        rooms.removeAll { $0 >= room }
        self.rooms = rooms + [room]
        self.capacity = room
        self.lasting = min(lasting, room - 1)
        free = Array(repeating: [], count: self.rooms.count)
    }

    /// The start of a list by its place, which fits into fewer bits; and back, plus 1.
    static func start(_ place: Int) -> Int { place &* 2 }
    static func place(_ start: Int) -> UInt32 { UInt32(truncatingIfNeeded: start / 2 &+ 1) }

    /// Places that are taken, and those that the largest block takes.
    var end: Int { arena.count / 2 }
    var largest: Int { (capacity + 3) / 2 }

    /// An article and the weight of a phrase in it, as `PostingTable` has them.
    static func posting(_ article: Int, weight: UInt32) -> UInt64 {
        UInt64(article + 1) << 24 | UInt64(min(weight, 0xFF_FFFF))
    }

    @inline(__always)
    func phrase(_ start: Int) -> UInt32 { UInt32(truncatingIfNeeded: arena[start] &>> 32) }

    /// How often a phrase was counted.
    @inline(__always)
    func frequency(_ start: Int) -> UInt32 { UInt32(truncatingIfNeeded: arena[start]) }

    /// Whether there may be articles that the list has forgotten.
    func isPartial(_ start: Int) -> Bool {
        arena[start + 1] & Self.isPartial != 0 || Int(frequency(start)) > capacity
    }

    /// Counts a phrase once more.
    /// - Returns: The new frequency.
    @inline(__always)
    mutating func count(_ start: Int) -> UInt32 {
        let frequency = frequency(start) &+ 1
        arena[start] = arena[start] & ~0xFFFF_FFFF | UInt64(frequency)
        return frequency
    }

    @inline(__always)
    private func kind(_ start: Int) -> Int { Int(truncatingIfNeeded: arena[start + 1] &>> 32 & 0xFF) }

    @inline(__always)
    private func appended(_ start: Int) -> Int { Int(truncatingIfNeeded: arena[start + 1] & 0xFFFF_FFFF) }

    /// Calls the body with a list's postings.
    @inline(__always)
    func withPostings<Result>(_ start: Int, _ body: (UnsafeBufferPointer<UInt64>) -> Result) -> Result {
        let count = min(appended(start), rooms[kind(start)])
        return arena.withUnsafeBufferPointer {
            body(UnsafeBufferPointer(rebasing: $0[start &+ 2..<start &+ 2 &+ count]))
        }
    }

    /// Calls the body with every phrase and the start of its list.
    func forEach(_ body: (UInt32, Int) -> Void) {
        var start = 0
        while start < arena.count {
            if arena[start + 1] & Self.isFree == 0 { body(phrase(start), start) }
            start += words(kind(start))
        }
    }

    private func words(_ kind: Int) -> Int { (2 + rooms[kind] + 1) & ~1 }

    /// Makes a list.
    /// - Parameter postings: Of articles in ascending order.
    /// - Returns: Its start.
    @discardableResult
    mutating func insert(_ phrase: UInt32, frequency: UInt32, _ postings: [UInt64], isPartial: Bool = false) -> Int {
        let kind = rooms.firstIndex { $0 >= postings.count } ?? rooms.count - 1
        let start = allocate(kind)
        arena[start] = UInt64(phrase) << 32 | UInt64(frequency)
        arena[start + 1] = UInt64(kind) << 32 | UInt64(postings.count) | (isPartial ? Self.isPartial : 0)
        for (place, posting) in postings.enumerated() { arena[start + 2 + place] = posting }
        count += 1
        return start
    }

    /// Adds a posting of the latest article.
    /// - Returns: Where the list is now.
    mutating func append(_ start: Int, _ posting: UInt64) -> Int {
        let kind = kind(start)
        let room = rooms[kind]
        let count = appended(start)
        let marks = arena[start + 1] & Self.marks
        if count < room || kind == rooms.count - 1 {
            let ring = max(1, room - lasting)
            arena[start + 2 + (count < room ? count : lasting + (count - lasting) % ring)] = posting
            // Only the place in the ring matters once it is full.
            let next = count + 1 < room + ring ? count + 1 : room
            arena[start + 1] = UInt64(kind) << 32 | UInt64(next) | marks
            return start
        }
        let larger = allocate(kind + 1)
        arena[larger] = arena[start]
        arena[larger + 1] = UInt64(kind + 1) << 32 | UInt64(count + 1) | marks
        for place in 2..<2 + count { arena[larger + place] = arena[start + place] }
        arena[larger + 2 + count] = posting
        arena[start + 1] = UInt64(kind) << 32 | Self.isFree
        free[kind].append(UInt32(start / 2))
        return larger
    }

    private mutating func allocate(_ kind: Int) -> Int {
        if let place = free[kind].popLast() { return Int(place) * 2 }
        let start = arena.count
        arena.append(contentsOf: repeatElement(0, count: words(kind)))
        return start
    }

    /// Bytes of memory the lists take.
    var memory: Int { arena.capacity * 8 + free.reduce(0) { $0 + $1.capacity * 4 } }
}

extension PostingLists: Snapshotted {
    func encode(to writer: SnapshotWriter) throws {
        for number in [capacity, lasting, count] { try writer.number(number) }
        try writer.list(arena)
        try writer.lists(free.map { $0.map { Int($0) } })
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        self.init(capacity: try reader.number(), lasting: try reader.number())
        count = try reader.number()
        arena = try reader.list()
        let lists = try reader.lists()
        guard lists.count == free.count else { throw SnapshotError() }
        free = lists.map { $0.map { UInt32($0) } }
    }
}

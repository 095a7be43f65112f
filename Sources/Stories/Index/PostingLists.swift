/// The postings of phrases that more than one article holds: for each phrase a block in one arena, which grows with the
/// postings up to `capacity` of them and from then on forgets the oldest, the first `lasting` ones excepted.
///
/// A block has one or more cells of two words. Most phrases have two holders and were counted twice: that fits into one
/// cell. The first word of every block has the phrase, two bits that tell what kind of a block it is, and 30 bits:
///
/// | kind | 30 bits | what follows |
/// |---|---|---|
/// | `pair` | the first article | the second one or 0, and both weights; as often counted as there are articles |
/// | `few` | how often counted | whether it is partial, one article or 0, and its weight |
/// | `many` | how often counted | a byte for the class and one for the postings ever appended, then 6 bytes a posting |
/// | `unused` | the class | the next such block |
struct PostingLists {
    /// An article, by its place among the known ones, and the weight of a phrase in it, below 2^17.
    struct Posting: BitwiseCopyable {
        var article: Int
        var weight: UInt32

        /// 47 bits: the article from 1, and the weight. A phrase's idf is far below 2^5, in `Weighting.phraseScale`.
        var word: UInt64 { UInt64(article &+ 1) &<< 17 | UInt64(min(weight, 0x1_FFFF)) }

        fileprivate init(word: UInt64) {
            article = Int(truncatingIfNeeded: word &>> 17) &- 1
            weight = UInt32(truncatingIfNeeded: word & 0x1_FFFF)
        }

        init(article: Int, weight: UInt32) {
            self.article = article
            self.weight = weight
        }
    }

    /// Most postings of one phrase.
    let capacity: Int
    /// Postings of one phrase that are never forgotten.
    let lasting: Int
    /// Lists there are.
    var count = 0
    var arena: [UInt64] = []
    /// The last block given back, by class: its cell from 1, 0 for none. Blocks of one cell are of the first class.
    var unused: [UInt32]
    /// Postings that fit into a block, and its words, by class.
    let rooms: [Int]
    let sizes: [Int]

    static let kinds: UInt64 = 3 << 30
    static let few: UInt64 = 1 << 30
    static let many: UInt64 = 2 << 30
    private static let numbers: UInt64 = 1 << 30 - 1
    private static let weights: UInt64 = 0x1_FFFF
    static let isPartial: UInt64 = 1 << 63

    /// A place holder.
    static let none = PostingLists(capacity: 3, lasting: 0)

    /// - Parameters:
    ///   - capacity: 3 to 63.
    ///   - lasting: Less than that.
    init(capacity: Int, lasting: Int) {
        self.capacity = max(3, min(63, capacity))
        self.lasting = min(lasting, self.capacity - 1)
        // As many as fill the cells.
        rooms = [1] + [3, 6, 9, 14, 22, 35].filter { [limit = self.capacity] in $0 < limit } + [self.capacity]
        sizes = rooms.enumerated().map { $0 == 0 ? 2 : (10 + 6 * $1 + 15) / 16 * 2 }
        unused = Array(repeating: 0, count: rooms.count)
    }

    /// The start of a list by its cell, which fits into fewer bits; and back, plus 1.
    @inline(__always)
    static func start(_ cell: Int) -> Int { cell &* 2 }
    @inline(__always)
    static func place(_ start: Int) -> UInt32 { UInt32(truncatingIfNeeded: start / 2 &+ 1) }

    /// Cells that are taken, and those of the largest block.
    var end: Int { arena.count / 2 }
    var largest: Int { sizes[sizes.count - 1] / 2 }

    /// Bytes of memory the lists take.
    var memory: Int { arena.capacity * 8 }

    // MARK: - Reading

    @inline(__always)
    func phrase(_ start: Int) -> UInt32 { UInt32(truncatingIfNeeded: arena[start] &>> 32) }

    /// How often a phrase was counted.
    @inline(__always)
    func frequency(_ start: Int) -> UInt32 {
        let head = arena[start]
        if head & Self.kinds == 0 { return arena[start &+ 1] &>> 34 == 0 ? 1 : 2 }
        return UInt32(truncatingIfNeeded: head & Self.numbers)
    }

    /// The memory of the lists, to ask for it ahead of its use.
    struct Cells {
        fileprivate let base: UnsafePointer<UInt64>?

        /// Brings the first cell of a list into the processor's cache.
        @inline(__always)
        func prefetch(_ cell: Int) {
            if let base { Prefetch.lines(of: base + PostingLists.start(cell), bytes: 16) }
        }
    }

    /// Calls the body with the memory of the lists.
    @inline(__always)
    func withCells(_ body: (Cells) -> Void) { arena.withUnsafeBufferPointer { body(Cells(base: $0.baseAddress)) } }

    /// Calls the body with a list's postings; those of a full one begin anywhere in its ring.
    @inline(__always)
    func forEachPosting(_ start: Int, _ body: (Posting) -> Void) {
        arena.withUnsafeBufferPointer { arena in
            let (head, next) = (arena[start], arena[start &+ 1])
            switch head & Self.kinds {
            case 0:
                body(Posting(word: (head & Self.numbers) &<< 17 | next &>> 17 & Self.weights))
                if next &>> 34 != 0 { body(Posting(word: (next &>> 34) &<< 17 | next & Self.weights)) }
            case Self.few:
                if next & ~Self.isPartial != 0 { body(Posting(word: next & ~Self.isPartial)) }
            default:
                let block = UnsafeRawPointer(arena.baseAddress.unsafelyUnwrapped + start)
                let count = min(Self.appended(block), rooms[Self.kind(block)])
                for place in 0..<count { body(Self.posting(block, place)) }
            }
        }
    }

    // Of a block of many postings: its class, the postings ever appended, and a posting. Six bytes are read with the two
    // before them, which are there in any case.
    @inline(__always)
    private static func kind(_ block: UnsafeRawPointer) -> Int { Int(block.load(fromByteOffset: 8, as: UInt8.self)) }

    @inline(__always)
    private static func appended(_ block: UnsafeRawPointer) -> Int {
        Int(block.load(fromByteOffset: 9, as: UInt8.self) & 0x7F)
    }

    @inline(__always)
    private static func posting(_ block: UnsafeRawPointer, _ place: Int) -> Posting {
        Posting(word: block.loadUnaligned(fromByteOffset: 8 &+ place &* 6, as: UInt64.self) &>> 16)
    }

    static func isPartial(_ block: UnsafeRawPointer) -> Bool {
        block.load(fromByteOffset: 9, as: UInt8.self) & 0x80 != 0
    }

    /// Calls the body with every phrase and the start of its list.
    func forEach(_ body: (UInt32, Int) -> Void) {
        var start = 0
        while start < arena.count {
            if arena[start] & Self.kinds != Self.kinds { body(phrase(start), start) }
            start += size(start)
        }
    }

    /// Words of the block that begins there, one given back or not.
    func size(_ start: Int) -> Int {
        switch arena[start] & Self.kinds {
        case 0, Self.few: 2
        case Self.many: arena.withUnsafeBytes { sizes[Self.kind($0.baseAddress.unsafelyUnwrapped + start * 8)] }
        default: sizes[Int(arena[start] & Self.numbers)]
        }
    }

    // MARK: - Adding

    /// Makes a list of one posting or two, counted as often.
    /// - Returns: Its start.
    mutating func insert(_ phrase: UInt32, _ first: Posting, _ second: Posting? = nil) -> Int {
        let start = allocate(0)
        let (first, second) = (first.word, second?.word ?? 0)
        arena[start] = UInt64(phrase) &<< 32 | first &>> 17
        arena[start &+ 1] = (second &>> 17) &<< 34 | (first & Self.weights) &<< 17 | second & Self.weights
        count &+= 1
        return start
    }

    /// Makes a list without postings, which may be that of a phrase that somebody holds.
    mutating func insertEmpty(_ phrase: UInt32) {
        let start = allocate(0)
        arena[start] = UInt64(phrase) << 32 | Self.few
        arena[start + 1] = Self.isPartial
        count += 1
    }

    /// Counts a phrase once more, and adds a posting of the latest article.
    /// - Parameter weight: Of the phrase, by how often it is counted now.
    /// - Returns: Where the list is now.
    @inline(__always)
    mutating func append(_ start: Int, _ article: Int, _ weight: (UInt32) -> UInt32) -> Int {
        let frequency = frequency(start) &+ 1
        let posting = Posting(article: article, weight: weight(frequency)).word
        let head = arena[start]
        if head & Self.kinds == Self.many { return append(start, head &+ 1, posting) }
        if head & Self.kinds == 0, frequency == 2 {
            arena[start &+ 1] |= (posting &>> 17) &<< 34 | posting & Self.weights
            return start
        }
        return spread(start, frequency, posting)
    }

    private mutating func append(_ start: Int, _ head: UInt64, _ posting: UInt64) -> Int {
        let (kind, count, mark) = withBlock(start) { (Self.kind($0), Self.appended($0), Self.isPartial($0)) }
        let room = rooms[kind]
        if count < room || kind == rooms.count - 1 {
            let ring = max(1, room - lasting)
            let place = count < room ? count : lasting + (count - lasting) % ring
            // Only the place in the ring matters once it is full.
            let next = count + 1 < room + ring ? count + 1 : room
            arena[start] = head
            withBlock(start) { Self.put($0, posting, place, kind: kind, appended: next, isPartial: mark) }
            return start
        }
        let larger = allocate(kind + 1)
        for word in 1..<sizes[kind] { arena[larger + word] = arena[start + word] }
        arena[larger] = head
        withBlock(larger) { Self.put($0, posting, count, kind: kind + 1, appended: count + 1, isPartial: mark) }
        giveBack(start, kind)
        return larger
    }

    /// Adds a posting to a list of one cell that has no more room for it.
    private mutating func spread(_ start: Int, _ frequency: UInt32, _ posting: UInt64) -> Int {
        let head = arena[start] & ~(Self.numbers | Self.kinds) | UInt64(frequency)
        let isPartial = arena[start] & Self.kinds == Self.few && arena[start + 1] & Self.isPartial != 0
        var known: [UInt64] = []
        forEachPosting(start) { known.append($0.word) }
        if known.isEmpty {
            arena[start] = head | Self.few
            arena[start + 1] |= posting
            return start
        }
        let larger = allocate(1)
        write(larger, head | Self.many, known + [posting], kind: 1, isPartial: isPartial)
        giveBack(start, 0)
        return larger
    }

    mutating func write(
        _ start: Int, _ head: UInt64, _ postings: some Collection<UInt64>, kind: Int, isPartial: Bool
    ) {
        arena[start] = head
        for word in 1..<sizes[kind] { arena[start + word] = 0 }
        withBlock(start) {
            for (place, posting) in postings.enumerated() {
                Self.put($0, posting, place, kind: kind, appended: postings.count, isPartial: isPartial)
            }
        }
    }

    @inline(__always)
    private static func put(
        _ block: UnsafeMutableRawPointer, _ posting: UInt64, _ place: Int, kind: Int, appended: Int, isPartial: Bool
    ) {
        let at = 10 &+ place &* 6
        block.storeBytes(of: UInt32(truncatingIfNeeded: posting), toByteOffset: at, as: UInt32.self)
        block.storeBytes(of: UInt16(truncatingIfNeeded: posting &>> 32), toByteOffset: at &+ 4, as: UInt16.self)
        block.storeBytes(of: UInt8(truncatingIfNeeded: kind), toByteOffset: 8, as: UInt8.self)
        block.storeBytes(
            of: UInt8(truncatingIfNeeded: appended) | (isPartial ? 0x80 : 0), toByteOffset: 9, as: UInt8.self)
    }

    @inline(__always)
    private mutating func withBlock<Result>(_ start: Int, _ body: (UnsafeMutableRawPointer) -> Result) -> Result {
        arena.withUnsafeMutableBufferPointer {
            body(UnsafeMutableRawPointer($0.baseAddress.unsafelyUnwrapped + start))
        }
    }

    private mutating func allocate(_ kind: Int) -> Int {
        if unused[kind] != 0 {
            let start = Self.start(Int(unused[kind]) &- 1)
            unused[kind] = UInt32(truncatingIfNeeded: arena[start &+ 1])
            return start
        }
        let start = arena.count
        // By a quarter: to double would be to hold half in reserve.
        if start &+ sizes[kind] > arena.capacity { arena.reserveCapacity(start &+ start / 4 &+ 64) }
        arena.append(contentsOf: repeatElement(0, count: sizes[kind]))
        return start
    }

    private mutating func giveBack(_ start: Int, _ kind: Int) {
        arena[start] = Self.kinds | UInt64(kind)
        arena[start &+ 1] = UInt64(unused[kind])
        unused[kind] = Self.place(start)
    }
}

extension PostingLists: Snapshotted {
    func encode(to writer: SnapshotWriter) throws {
        for number in [capacity, lasting, count] { try writer.number(number) }
        try writer.list(arena)
        try writer.list(unused)
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        self.init(capacity: try reader.number(), lasting: try reader.number())
        count = try reader.number()
        arena = try reader.list()
        let lists = try reader.list(UInt32.self)
        guard lists.count == unused.count else { throw SnapshotError() }
        unused = lists
    }
}

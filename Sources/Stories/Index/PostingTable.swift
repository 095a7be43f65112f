internal import CPrefetch
import Shingling

/// An inverted index: for each shingle its document frequency and the latest articles that hold it.
///
/// Open addressing over 16-byte slots. A shingle that one article holds, as most do, has its posting in the slot; longer
/// lists live in one arena, in blocks that double up to `capacity` postings and from then on forget the oldest.
struct PostingTable {
    /// An article and the shingle's weight in it.
    struct Posting {
        /// Place among the known articles.
        var article: Int
        /// Fixed point; see `Weighting`.
        var weight: UInt32
    }

    fileprivate struct Slot: BitwiseCopyable {
        var key: UInt32 = 0
        var frequency: UInt32 = 0
        /// 0: no posting; top bit clear: one posting; top bit set: where the list's block starts.
        var value: UInt64 = 0
    }

    fileprivate static let isList: UInt64 = 1 << 63
    /// Words of the smallest block: a header and three postings.
    private static let smallestBlock = 4

    /// Most postings of one shingle.
    let capacity: Int
    private var slots: [Slot]
    private var used = 0
    /// What a mixed key is shifted by to be a slot.
    private var shift: UInt64
    /// Blocks: a header (postings ever appended), then the postings. A block's size is kept beside its postings' number.
    private var arena: [UInt64] = []
    /// Blocks given back, by size: 4, 8, 16, … words.
    private var free: [[UInt32]] = Array(repeating: [], count: 28)

    /// An empty table.
    /// - Parameters:
    ///   - capacity: Most postings of one shingle; rounded up to one less than a power of two.
    init(capacity: Int) {
        var words = Self.smallestBlock
        while words - 1 < capacity { words *= 2 }
        self.capacity = words - 1
        slots = Array(repeating: Slot(), count: 1 << 10)
        shift = 64 - 10
    }

    /// Makes sure that this many new shingles can be added without moving any slot.
    mutating func reserve(_ more: Int) {
        guard (used + more) * 10 > slots.count * 7 else { return }
        var size = slots.count
        while (used + more) * 10 > size * 7 { size *= 2 }
        resize(size)
    }

    private mutating func resize(_ size: Int) {
        let old = slots
        slots = Array(inLargePages: Slot(), count: size)
        shift = 64 - UInt64(size.trailingZeroBitCount)
        // Slots are in the order of their mixed keys, and stay so: this writes from the first to the last.
        for slot in old where slot.key != 0 {
            slots[place(of: slot.key)] = slot
        }
    }

    /// Brings the slots of some shingles into the processor's cache, all at once: one after the other, each would have to
    /// be waited for.
    @inline(__always)
    func prefetch(_ hashes: some Sequence<UInt32>) {
        slots.withUnsafeBufferPointer { slots in
            guard let base = slots.baseAddress else { return }
            for hash in hashes { storyd_prefetch(base + Self.start(of: hash == 0 ? 1 : hash, shift)) }
        }
    }

    /// Where the search for a shingle begins: the keys are hashes, but those of one text may begin alike; they are mixed
    /// once more.
    @inline(__always)
    private static func start(of key: UInt32, _ shift: UInt64) -> Int {
        Int(truncatingIfNeeded: (UInt64(key) &* 0x9E37_79B9_7F4A_7C15) &>> shift)
    }

    /// Where a shingle is, or the empty slot where it would be.
    @inline(__always)
    private func place(of key: UInt32) -> Int {
        let mask = slots.count &- 1
        var index = Self.start(of: key, shift)
        while slots[index].key != key && slots[index].key != 0 { index = (index &+ 1) & mask }
        return index
    }

    /// The slot of a shingle, if any article held it.
    @inline(__always)
    func find(_ hash: UInt32) -> Int? {
        let index = place(of: hash == 0 ? 1 : hash)
        return slots[index].key == 0 ? nil : index
    }

    /// Counts one more article with the shingle. Call `reserve` before the first of a series.
    /// - Returns: The shingle's slot, valid until the next `reserve`.
    @inline(__always)
    mutating func count(_ hash: UInt32) -> Int {
        let key = hash == 0 ? 1 : hash
        let index = place(of: key)
        if slots[index].key == 0 {
            slots[index].key = key
            used &+= 1
        }
        slots[index].frequency &+= 1
        return index
    }

    /// Counts one more article with each of some shingles. Call `reserve` before.
    /// - Parameters:
    ///   - forgotten: How many articles held those that were purged.
    ///   - body: Called with the place among the shingles, the slot, valid until the next `reserve`, and the frequency.
    mutating func count(
        _ features: ArraySlice<Feature>, including forgotten: CountingSketch?,
        _ body: (_ place: Int, _ slot: Int, _ frequency: UInt32) -> Void
    ) {
        let shift = shift
        var used = used
        slots.withUnsafeMutableBufferPointer { slots in
            let mask = slots.count &- 1
            for (place, feature) in features.enumerated() {
                let key = feature.hash == 0 ? 1 : feature.hash
                var index = Self.start(of: key, shift)
                while slots[index].key != key && slots[index].key != 0 { index = (index &+ 1) & mask }
                if slots[index].key == 0 {
                    slots[index].key = key
                    slots[index].frequency = forgotten?.frequency(feature.hash) ?? 0
                    used &+= 1
                }
                slots[index].frequency &+= 1
                body(place, index, slots[index].frequency)
            }
        }
        self.used = used
    }

    /// How many articles held the shingle of a slot.
    @inline(__always)
    func frequency(_ slot: Int) -> UInt32 { slots[slot].frequency }

    /// The article of a posting as it is kept, and the shingle's weight in it.
    @inline(__always)
    static func article(_ posting: UInt64) -> Int { Int(truncatingIfNeeded: posting &>> 24) &- 1 }
    @inline(__always)
    static func weight(_ posting: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: posting & 0xFF_FFFF) }

    /// The table for a loop that reads many lists.
    struct Lists {
        fileprivate let slots: UnsafeBufferPointer<Slot>
        fileprivate let arena: UnsafeBufferPointer<UInt64>

        /// Brings the beginning of a slot's list into the processor's cache.
        @inline(__always)
        func prefetch(_ slot: Int) {
            let value = slots[slot].value
            guard value & PostingTable.isList != 0, let base = arena.baseAddress else { return }
            storyd_prefetch(base + Int(truncatingIfNeeded: value & 0xFFFF_FFFF))
        }

        /// Brings the rest of a slot's list into the processor's cache; its beginning should be there.
        @inline(__always)
        func prefetchRest(_ slot: Int) {
            let postings = postings(of: slot)
            guard postings.count > 7, let start = postings.baseAddress else { return }
            Prefetch.lines(of: start + 7, bytes: (postings.count - 7) * 8)
        }

        /// A slot's postings as they are kept.
        @inline(__always)
        func postings(of slot: Int) -> UnsafeBufferPointer<UInt64> {
            let value = slots[slot].value
            guard value & PostingTable.isList != 0, let base = arena.baseAddress else {
                // The only one is in the slot itself.
                let place = slots.baseAddress.map { UnsafeRawPointer($0 + slot) + 8 }
                return UnsafeBufferPointer(
                    start: place?.assumingMemoryBound(to: UInt64.self), count: value == 0 ? 0 : 1)
            }
            let start = base + Int(truncatingIfNeeded: value & 0xFFFF_FFFF)
            let count = min(Int(start[0] & 0xFFFF_FFFF), Int(start[0] &>> 32) &- 1)
            return UnsafeBufferPointer(start: start + 1, count: count)
        }
    }

    /// Calls the body with the table's memory.
    @inline(__always)
    func withPostings<Result>(_ body: (Lists) -> Result) -> Result {
        slots.withUnsafeBufferPointer { slots in
            arena.withUnsafeBufferPointer { arena in body(Lists(slots: slots, arena: arena)) }
        }
    }

    /// Calls the body with each posting of a slot.
    @inline(__always)
    func forEach(_ slot: Int, _ body: (Posting) -> Void) {
        let value = slots[slot].value
        if value == 0 { return }
        if value & Self.isList == 0 { return body(Self.posting(value)) }
        let start = Int(value & 0xFFFF_FFFF)
        let count = min(Int(arena[start] & 0xFFFF_FFFF), Int(arena[start] >> 32) &- 1)
        arena.withUnsafeBufferPointer { words in
            for place in start &+ 1..<start &+ 1 &+ count { body(Self.posting(words[place])) }
        }
    }

    /// Adds a posting to a slot. Articles come in ascending order.
    mutating func append(_ slot: Int, article: Int, weight: UInt32) {
        let word = UInt64(article + 1) << 24 | UInt64(min(weight, 0xFF_FFFF))
        let value = slots[slot].value
        if value == 0 {
            slots[slot].value = word
        } else if value & Self.isList == 0 {
            let start = allocate(Self.smallestBlock)
            arena[start] = UInt64(Self.smallestBlock) << 32 | 2
            arena[start + 1] = value
            arena[start + 2] = word
            slots[slot].value = Self.isList | UInt64(start)
        } else {
            slots[slot].value = Self.isList | UInt64(append(word, toBlock: Int(value & 0xFFFF_FFFF)))
        }
    }

    /// - Returns: Where the block is now.
    private mutating func append(_ word: UInt64, toBlock start: Int) -> Int {
        let size = Int(arena[start] >> 32)
        let count = Int(arena[start] & 0xFFFF_FFFF)
        if count < size - 1 || size - 1 >= capacity {
            let ring = size - 1
            let place = count % ring
            arena[start + 1 + place] = word
            // Only the place in the ring matters once it is full.
            let next = count + 1 < size - 1 + ring ? count + 1 : size - 1
            arena[start] = UInt64(size) << 32 | UInt64(next)
            return start
        }
        let larger = allocate(size * 2)
        arena[larger] = UInt64(size * 2) << 32 | UInt64(count + 1)
        for offset in 1...count { arena[larger + offset] = arena[start + offset] }
        arena[larger + 1 + count] = word
        free[size.trailingZeroBitCount].append(UInt32(start))
        return larger
    }

    /// Shingles that so many articles held are kept when they have no posting left: their frequency matters most.
    private static let common: UInt32 = 256

    /// Drops postings and gives their memory back, with the slots of the shingles that have none left.
    /// - Parameters:
    ///   - least: For each article, the least weight of a posting that stays.
    ///   - forgetting: Called with each shingle that goes, and how many articles held it.
    mutating func purge(_ least: [UInt16], forgetting: (_ hash: UInt32, _ frequency: UInt32) -> Void = { _, _ in }) {
        let old = arena
        arena = []
        free = Array(repeating: [], count: free.count)
        // No more than there were; what is not written takes no memory.
        arena = [UInt64](unsafeUninitializedCapacity: old.count) { new, end in
            slots.withUnsafeMutableBufferPointer { slots in
                used = least.withUnsafeBufferPointer { least in
                    old.withUnsafeBufferPointer { Self.purge(slots, $0, new, &end, least, forgetting) }
                }
            }
        }
        var size = 1 << 10
        while used * 10 > size * 7 { size *= 2 }
        resize(size)
    }

    /// - Returns: The shingles that stay.
    private static func purge(
        _ slots: UnsafeMutableBufferPointer<Slot>, _ old: UnsafeBufferPointer<UInt64>,
        _ new: UnsafeMutableBufferPointer<UInt64>, _ end: inout Int, _ least: UnsafeBufferPointer<UInt16>,
        _ forgetting: (_ hash: UInt32, _ frequency: UInt32) -> Void
    ) -> Int {
        var used = 0
        for place in slots.indices {
            // Blocks lie anywhere, and are asked for ahead.
            let ahead = slots[min(place + 16, slots.count - 1)].value
            if ahead & isList != 0, let base = old.baseAddress {
                Prefetch.lines(of: base + Int(ahead & 0xFFFF_FFFF), bytes: 64)
            }
            guard slots[place].key != 0 else { continue }
            slots[place].value = keep(slots[place].value, least, old, new, &end)
            if slots[place].value != 0 || slots[place].frequency >= common {
                used += 1
            } else {
                forgetting(slots[place].key, slots[place].frequency)
                slots[place].key = 0
            }
        }
        return used
    }

    /// Copies what stays of a slot's postings to the end of another arena.
    /// - Returns: The slot's new value.
    @inline(__always)
    private static func keep(
        _ value: UInt64, _ least: UnsafeBufferPointer<UInt16>, _ old: UnsafeBufferPointer<UInt64>,
        _ new: UnsafeMutableBufferPointer<UInt64>, _ end: inout Int
    ) -> UInt64 {
        guard value & isList != 0 else {
            return value != 0 && weight(value) >= UInt32(least[article(value)]) ? value : 0
        }
        let start = Int(value & 0xFFFF_FFFF)
        let room = Int(old[start] >> 32) - 1
        let appended = Int(old[start] & 0xFFFF_FFFF)
        // A full list begins anywhere in its ring.
        let first = appended > room ? appended - room : 0
        var count = 0
        for offset in 0..<min(appended, room) {
            let place = first + offset < room ? first + offset : first + offset - room
            let posting = old[start + 1 + place]
            new[end + 1 + count] = posting
            count &+= weight(posting) >= UInt32(least[article(posting)]) ? 1 : 0
        }
        guard count > 1 else { return count == 0 ? 0 : new[end + 1] }
        var size = smallestBlock
        while size <= count { size *= 2 }
        new[end] = UInt64(size) << 32 | UInt64(count)
        for place in end + 1 + count..<end + size { new[place] = 0 }
        defer { end += size }
        return isList | UInt64(end)
    }

    private mutating func allocate(_ words: Int) -> Int {
        if let start = free[words.trailingZeroBitCount].popLast() { return Int(start) }
        let start = arena.count
        // By a quarter: to double would be to hold half in reserve.
        if start + words > arena.capacity { arena.reserveCapacity(start + start / 4 + 1024) }
        arena.append(contentsOf: repeatElement(0, count: words))
        return start
    }

    @inline(__always)
    private static func posting(_ word: UInt64) -> Posting {
        Posting(
            article: Int(truncatingIfNeeded: word >> 24) &- 1, weight: UInt32(truncatingIfNeeded: word & 0xFF_FFFF))
    }

    /// Bytes of memory the table holds.
    var memory: Int { slots.capacity * 16 + arena.capacity * 8 }
}

extension PostingTable: Snapshotted {
    func encode(to writer: SnapshotWriter) throws {
        for number in [capacity, used] { try writer.number(number) }
        try writer.list(slots)
        try writer.list(arena)
        try writer.lists(free.map { $0.map { Int($0) } })
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        capacity = try reader.number()
        used = try reader.number()
        slots = try reader.list()
        arena = try reader.list()
        free = try reader.lists().map { $0.map { UInt32($0) } }
        guard slots.count > used, slots.count & (slots.count - 1) == 0, free.count == 28 else { throw SnapshotError() }
        shift = 64 - UInt64(slots.count.trailingZeroBitCount)
    }
}

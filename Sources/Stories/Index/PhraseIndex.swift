/// An inverted index of phrases: which articles are looked up by each, and how many were.
///
/// Most phrases have one holder. Of such a phrase the index has four bytes: the holder, and some bits of the phrase's hash;
/// whether it is the phrase is seen by what the holder's `KnownPhrases` have. Of the others it leads to a list.
///
/// Open addressing with linear probing; the place is a share of the table, which need not be a power of two.
struct PhraseIndex {
    /// Who holds a phrase.
    enum Holders {
        /// One article, by its place among the open ones.
        case one(Int)
        /// Several, or one of which more than its place is known: the start of a list.
        case list(Int)
    }

    /// 0 for none. From above: one bit for a list, bits of the phrase's hash, and the holder's or the list's place + 1.
    var entries = [UInt32](repeating: 0, count: 256)
    var used = 0
    /// Bits of an entry that hold the place.
    var placeBits: UInt32 = 16
    var lists: PostingLists
    /// Changes when entries move.
    var generation = 0

    static let isList: UInt32 = 1 << 31

    /// - Parameters:
    ///   - capacity: Most postings of one phrase.
    ///   - lasting: The first postings of a phrase, never forgotten.
    init(capacity: Int, lasting: Int) { lists = PostingLists(capacity: capacity, lasting: lasting) }

    // MARK: - Finding

    /// The phrase's place in a table, and the bits of its hash that an entry has.
    @inline(__always)
    static func slot(_ phrase: UInt32, _ count: Int, _ placeBits: UInt32) -> (start: Int, tag: UInt32) {
        let mixed = UInt64(phrase) &* 0x9E37_79B9_7F4A_7C15
        let start = Int(truncatingIfNeeded: ((mixed &>> 32) &* UInt64(truncatingIfNeeded: count)) &>> 32)
        // The low half, once more mixed: the high one tells the place already.
        let low = UInt32(truncatingIfNeeded: mixed ^ (mixed &>> 29)) &* 0x85EB_CA6B
        return (start, ((low &<< 1) &>> (placeBits &+ 1)) &<< placeBits)
    }

    /// Brings the entry of a phrase into the processor's cache.
    @inline(__always)
    func prefetch(_ phrase: UInt32) {
        entries.withUnsafeBufferPointer { entries in
            guard let base = entries.baseAddress else { return }
            Prefetch.lines(of: base + Self.slot(phrase, entries.count, placeBits).start, bytes: 64)
        }
    }

    /// Where the entry of a phrase is, or the empty one where it would be.
    private func entry(of phrase: UInt32, _ open: UnsafeBufferPointer<OpenArticle>) -> Int {
        let (start, tag) = Self.slot(phrase, entries.count, placeBits)
        let placeMask = (UInt32(1) &<< placeBits) &- 1
        return entries.withUnsafeBufferPointer { entries in
            var probe = Probe(start, tag, ~(placeMask | Self.isList))
            while true {
                let index = probe.next(UnsafePointer(entries.baseAddress.unsafelyUnwrapped), entries.count)
                let entry = entries[index]
                if entry == 0 { return index }
                let place = Int(entry & placeMask) &- 1
                let isHere =
                    entry & Self.isList != 0
                    ? lists.phrase(PostingLists.start(place)) == phrase : OpenArticle.isSampled(phrase, open, place)
                if isHere { return index }
            }
        }
    }

    /// Looks phrases up, all at once: one after the other, each would have to be waited for.
    func lookUp(_ phrases: [UInt32], _ open: [OpenArticle]) -> PhraseSample {
        for phrase in phrases { prefetch(phrase) }
        let places = [UInt32](unsafeUninitializedCapacity: phrases.count) { places, count in
            open.withUnsafeBufferPointer { open in
                for phrase in phrases {
                    let place = entry(of: phrase, open)
                    places[count] = UInt32(truncatingIfNeeded: place) | (entries[place] == 0 ? 0 : PhraseSample.isKnown)
                    count &+= 1
                }
            }
        }
        return PhraseSample(phrases: phrases, places: places, generation: generation)
    }

    /// Who holds a phrase that was looked up; nil when nobody does.
    /// - Parameter place: As the sample has it.
    @inline(__always)
    func holders(at place: UInt32) -> Holders? {
        guard place & PhraseSample.isKnown != 0 else { return nil }
        return holders(entries[Int(place & ~PhraseSample.isKnown)])
    }

    @inline(__always)
    private func holders(_ entry: UInt32) -> Holders {
        let place = Int(entry & ((UInt32(1) &<< placeBits) &- 1)) &- 1
        return entry & Self.isList != 0 ? .list(PostingLists.start(place)) : .one(place)
    }

    /// How many articles were found by a phrase that was looked up, since it was known.
    func frequency(at place: UInt32) -> UInt32 {
        switch holders(at: place) {
        case nil: 0
        case .one: 1
        case .list(let start): lists.frequency(start)
        }
    }

    /// Calls the body with the places of the articles that hold a phrase, among all known ones.
    func forEachHolder(of phrase: UInt32, _ open: [OpenArticle], _ body: (Int) -> Void) {
        let entry = entries[open.withUnsafeBufferPointer { self.entry(of: phrase, $0) }]
        guard entry != 0 else { return }
        switch holders(entry) {
        case .one(let place): body(open[place].article)
        case .list(let start): lists.forEachPosting(start) { body($0.article) }
        }
    }

    // MARK: - Forgetting

    /// Phrases that so many articles held are kept when they have no holder left: their frequency matters most.
    private static let common: UInt32 = 256

    /// Drops articles and gives their memory back, with that of the phrases that nobody holds any more.
    /// - Parameters:
    ///   - open: The open articles from now on.
    ///   - keeps: Whether an article, by its place among all known ones, is still found.
    mutating func purge(_ open: [OpenArticle], keeps: (Int) -> Bool) {
        // Phrases that nobody is found by any more, although there may be some who have them.
        var lost: Set<UInt32> = []
        let count = lists.purge(keeps, common: Self.common) { lost.insert($0) }
        for phrase in open.lazy.filter(\.isFound).compactMap(\.phrases) where !lost.isEmpty {
            // A list without holders stands for "nobody", so that its phrase is not taken for one that one article holds.
            phrase.forEachSampled { if lost.remove($1) != nil { lists.insertEmpty($1) } }
        }
        let singles = open.reduce(0) { $0 + ($1.isFound ? $1.phrases?.sampleCount ?? 0 : 0) } - count
        // Until as much is closed as is open it has to grow once, to be nearly full in the end.
        let size = max(256, (max(0, singles) + lists.count) * 9 / 5)
        placeBits = 16
        while max(open.count, lists.end) * 3 / 2 >= 1 << Int(placeBits) { placeBits += 1 }
        rebuild(size, open)
    }

    /// Bytes of memory the index takes.
    var memory: Int { entries.capacity * 4 + lists.memory }
}

extension PhraseIndex: Snapshotted {
    func encode(to writer: SnapshotWriter) throws {
        try writer.list(entries)
        try writer.number(used)
        try writer.number(Int(placeBits))
        try lists.encode(to: writer)
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        entries = try reader.list()
        used = try reader.number()
        placeBits = UInt32(truncatingIfNeeded: try reader.number())
        lists = try PostingLists(from: &reader)
        guard used >= 0, entries.count > used, entries.count & 7 == 0, (1...31).contains(placeBits) else {
            throw SnapshotError()
        }
    }
}

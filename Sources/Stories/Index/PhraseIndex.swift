internal import CLanes

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
    private var entries = [UInt32](repeating: 0, count: 256)
    private var used = 0
    /// Bits of an entry that hold the place.
    private var placeBits: UInt32 = 16
    private(set) var lists: PostingLists
    /// Changes when entries move.
    private var generation = 0

    fileprivate static let isList: UInt32 = 1 << 31

    /// - Parameters:
    ///   - capacity: Most postings of one phrase.
    ///   - lasting: The first postings of a phrase, never forgotten.
    init(capacity: Int, lasting: Int) { lists = PostingLists(capacity: capacity, lasting: lasting) }

    // MARK: - Finding

    /// The phrase's place in a table, and the bits of its hash that an entry has.
    @inline(__always)
    fileprivate static func slot(_ phrase: UInt32, _ count: Int, _ placeBits: UInt32) -> (start: Int, tag: UInt32) {
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

    /// Goes from place to place, eight entries at a time: those that begin at a multiple of eight lie in one cache line.
    private struct Probe {
        private let tag: UInt32
        private let tagMask: UInt32
        /// The eight entries that are looked at, and those of them that are still to be told.
        private var first: Int
        private var hits: UInt32
        private var unseen: UInt32

        @inline(__always)
        init(_ start: Int, _ tag: UInt32, _ tagMask: UInt32) {
            (self.tag, self.tagMask) = (tag, tagMask)
            first = (start & ~7) &- 8
            hits = 0
            unseen = .max &<< UInt32(truncatingIfNeeded: start & 7)
        }

        /// Where the next entry is that is empty or has the bits sought.
        @inline(__always)
        mutating func next(_ entries: UnsafePointer<UInt32>, _ count: Int) -> Int {
            while hits == 0 {
                first &+= 8
                if first == count { first = 0 }
                hits = UInt32(storyd_empty_or_equal(entries + first, tag, tagMask)) & unseen
                unseen = .max
            }
            let found = first &+ hits.trailingZeroBitCount
            hits &= hits &- 1
            return found
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

    // MARK: - Adding

    /// Makes sure that an article's phrases can be added.
    mutating func reserve(_ more: Int, _ open: [OpenArticle]) {
        let places = max(open.count, lists.end + more * lists.largest) + 1
        guard (used + more) * 5 > entries.count * 4 || places >= 1 << Int(placeBits) else { return }
        var size = entries.count
        while (used + more) * 5 > size * 4 { size += size / 2 }
        while places + places / 2 >= 1 << Int(placeBits) { placeBits += 1 }
        rebuild(size, open)
    }

    /// Adds an article, which has its phrases already, to those that are found by them. It is the latest.
    /// - Parameters:
    ///   - sample: The phrases by which it is looked up, and was, with nothing added since; `reserve` has made room for them.
    ///   - place: Its place among the open ones.
    ///   - logArticles: Of the articles seen so far, this one included.
    mutating func add(
        _ sample: PhraseSample, _ place: Int, _ open: [OpenArticle], _ weighting: Weighting, _ logArticles: Double
    ) {
        let placeMask = (UInt32(1) &<< placeBits) &- 1
        let sample = sample.generation == generation ? sample : lookUp(sample.phrases, open)
        withEntering { entering, lists in
            for (number, phrase) in sample.phrases.enumerated() {
                guard sample.places[number] & PhraseSample.isKnown != 0 else {
                    entering.enter(phrase, place, at: Int(sample.places[number]), open, &lists)
                    continue
                }
                let known = Int(sample.places[number] & ~PhraseSample.isKnown)
                let entry = entering.entries[known]
                let holder = Int(entry & placeMask) &- 1
                let list: Int
                if entry & Self.isList == 0 {
                    let weight = weighting.phraseWeight(logArticles, frequency: 2)
                    list = lists.insert(
                        phrase, open[holder].posting, PostingLists.Posting(article: open[place].article, weight: weight)
                    )
                } else {
                    list = lists.append(PostingLists.start(holder), open[place].article) {
                        weighting.phraseWeight(logArticles, frequency: $0)
                    }
                }
                entering.entries[known] = entry & ~placeMask | Self.isList | PostingLists.place(list)
            }
        }
    }

    private mutating func rebuild(_ size: Int, _ open: [OpenArticle]) {
        // Given back before as much is asked for.
        entries = []
        entries = Array(inLargePages: 0, count: (size + 7) & ~7)
        generation += 1
        used = 0
        withEntering { entering, lists in
            entering.enter(lists)
            // Then what is no list: whatever an article is found by and no list tells. Each article waits for the next one,
            // whose first entries are asked for with its last.
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 2 << 16) { samples in
                var waiting = (place: 0, sample: samples[..<0])
                for (place, article) in open.enumerated() where article.isFound {
                    open.withUnsafeBufferPointer { OpenArticle.prefetch($0, place &+ 4) }
                    guard let phrases = article.phrases else { continue }
                    let start = waiting.sample.startIndex == 0 ? 1 << 16 : 0
                    phrases.forEachSampled { samples[start &+ $0] = $1 }
                    let sample = samples[start..<start &+ phrases.sampleCount]
                    entering.enterAll(waiting.sample, before: sample, waiting.place, open, &lists)
                    waiting = (place, sample)
                }
                entering.enterAll(waiting.sample, before: samples[..<0], waiting.place, open, &lists)
            }
        }
    }

    private mutating func withEntering(_ body: (inout Entering, inout PostingLists) -> Void) {
        let (placeBits, used) = (placeBits, used)
        // Out of the index meanwhile, so that they are changed where they are.
        var lists = PostingLists.none
        swap(&lists, &self.lists)
        self.used = entries.withUnsafeMutableBufferPointer { entries in
            var entering = Entering(entries: entries, placeBits: placeBits, used: used)
            body(&entering, &lists)
            return entering.used
        }
        swap(&lists, &self.lists)
    }

    /// The table while entries are added.
    private struct Entering {
        let entries: UnsafeMutableBufferPointer<UInt32>
        let placeBits: UInt32
        var used: Int

        /// Brings the entry of a phrase into the processor's cache.
        @inline(__always)
        func prefetch(_ phrase: UInt32) {
            let base = entries.baseAddress.unsafelyUnwrapped
            Prefetch.lines(of: base + PhraseIndex.slot(phrase, entries.count, placeBits).start, bytes: 64)
        }

        /// Enters a phrase that nobody has.
        /// - Parameter empty: Where its entry would have been before the article's other phrases were entered.
        @inline(__always)
        mutating func enter(
            _ phrase: UInt32, _ place: Int, at empty: Int, _ open: [OpenArticle], _ lists: inout PostingLists
        ) {
            guard entries[empty] == 0 else { return enter(phrase, place, open, &lists) }
            entries[empty] =
                PhraseIndex.slot(phrase, entries.count, placeBits).tag | UInt32(truncatingIfNeeded: place &+ 1)
            used &+= 1
        }

        /// Enters a phrase that an article alone has, unless it is in a list.
        mutating func enter(_ phrase: UInt32, _ place: Int, _ open: [OpenArticle], _ lists: inout PostingLists) {
            let (start, tag) = PhraseIndex.slot(phrase, entries.count, placeBits)
            let placeMask = (UInt32(1) &<< placeBits) &- 1
            let tagMask = ~(placeMask | PhraseIndex.isList)
            var own: Int?
            var index = start
            while entries[index] != 0 {
                let entry = entries[index]
                if (entry ^ tag) & tagMask == 0 {
                    let found = Int(entry & placeMask) &- 1
                    if entry & PhraseIndex.isList != 0 {
                        if lists.phrase(PostingLists.start(found)) == phrase { return }
                    } else if found == place {
                        own = own ?? index
                    }
                }
                index = index &+ 1 == entries.count ? 0 : index &+ 1
            }
            if let own {
                // Another phrase of the same article would be taken for this one: this one gets a list, and comes first.
                let list = lists.insert(phrase, open[place].posting)
                entries[index] = entries[own]
                entries[own] = tag | PhraseIndex.isList | PostingLists.place(list)
            } else {
                entries[index] = tag | UInt32(truncatingIfNeeded: place &+ 1)
            }
            used &+= 1
        }

        /// Enters those phrases of an article that are in no list.
        /// - Parameters:
        ///   - sample: The phrases; overwritten.
        ///   - next: The phrases that are entered next.
        mutating func enterAll(
            _ sample: Slice<UnsafeMutableBufferPointer<UInt32>>, before next: Slice<UnsafeMutableBufferPointer<UInt32>>,
            _ place: Int, _ open: [OpenArticle], _ lists: inout PostingLists
        ) {
            let sample = UnsafeMutableBufferPointer(rebasing: sample)
            let next = UnsafeMutableBufferPointer(rebasing: next)
            // Some may be in the list that they lead to, which is on its way into the processor's cache meanwhile.
            var others = 0
            lists.withCells { cells in
                for index in sample.indices {
                    // A few ahead: all at once would wait for each other.
                    let ahead = index &+ Self.ahead
                    if ahead < sample.count {
                        prefetch(sample[ahead])
                    } else if ahead &- sample.count < next.count {
                        prefetch(next[ahead &- sample.count])
                    }
                    let phrase = sample[index]
                    sample[others] = phrase
                    others &+= enterUnambiguous(phrase, place, cells) ? 0 : 1
                }
            }
            for phrase in sample[..<others] { enter(phrase, place, open, &lists) }
        }

        /// How many entries later one is needed that is asked for.
        private static let ahead = 16

        /// Enters a phrase that an article alone has, unless there is an entry that may be the phrase's.
        /// - Returns: Whether it did.
        @inline(__always)
        private mutating func enterUnambiguous(_ phrase: UInt32, _ place: Int, _ cells: PostingLists.Cells) -> Bool {
            let (start, tag) = PhraseIndex.slot(phrase, entries.count, placeBits)
            let placeMask = (UInt32(1) &<< placeBits) &- 1
            var probe = Probe(start, tag, ~(placeMask | PhraseIndex.isList))
            var index: Int
            repeat {
                index = probe.next(UnsafePointer(entries.baseAddress.unsafelyUnwrapped), entries.count)
                let entry = entries[index]
                let found = Int(entry & placeMask) &- 1
                if entry & PhraseIndex.isList != 0 {
                    cells.prefetch(found)
                    return false
                }
                if found == place { return false }
            } while entries[index] != 0
            entries[index] = tag | UInt32(truncatingIfNeeded: place &+ 1)
            used &+= 1
            return true
        }

        /// Enters all lists.
        mutating func enter(_ lists: PostingLists) {
            // Some way behind the memory that is asked for.
            withUnsafeTemporaryAllocation(of: (phrase: UInt32, value: UInt32).self, capacity: Self.ahead) { waiting in
                var count = 0
                lists.forEach { phrase, start in
                    if count >= waiting.count { enter(waiting[count % waiting.count]) }
                    waiting[count % waiting.count] = (phrase, PhraseIndex.isList | PostingLists.place(start))
                    prefetch(phrase)
                    count &+= 1
                }
                for place in max(0, count &- waiting.count)..<count { enter(waiting[place % waiting.count]) }
            }
        }

        private mutating func enter(_ list: (phrase: UInt32, value: UInt32)) {
            let (start, tag) = PhraseIndex.slot(list.phrase, entries.count, placeBits)
            var index = start
            while entries[index] != 0 { index = index &+ 1 == entries.count ? 0 : index &+ 1 }
            entries[index] = tag | list.value
            used &+= 1
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

internal import CLanes
import Shingling

/// What is left of the phrases of articles in closed stories: of each article a few, and by some of those it is found.
///
/// A sketch holds the smallest hashes of a text's phrases, of a text long enough only those that end in zero bits, as the
/// phrases do by which a new article is looked up. Two texts are compared within the range that a sketch covers, as
/// bottom-k sketches are (Cohen and Kaplan 2007): with 32 phrases a share of one half is known to ±0.09.
struct SketchIndex: Sendable {
    /// Most phrases in a sketch; one 32-bit word marks the specific ones.
    static let most = 32
    /// Phrases by which an article is found.
    static let keys = 16
    /// Articles found by one phrase, the first ones: more hold it as a rule because it says nothing.
    private static let mostHolders = 15

    /// For each sketch a word with a bit for each phrase that is specific, then the phrases, packed.
    private(set) var words: [UInt32] = []
    /// An open table of articles: 16 bits of a key's hash, 0 where there is none, and the article + 1.
    private var tags = [UInt16](repeating: 0, count: 64)
    private var owners = [UInt32](repeating: 0, count: 64)
    private var used = 0
    /// Words of sketches that were given up.
    private var dead = 0

    /// Keeps a sketch of an article's phrases; they become what `article.phrases` are.
    /// - Parameters:
    ///   - count: How many phrases the text has; the list may end where the sketch does.
    ///   - place: The article's place among the known ones.
    ///   - sample: The low bits that are 0 in the phrases by which a long text is looked up.
    mutating func add(
        _ list: PhraseList, of count: Int, _ place: Int, _ articles: inout [KnownArticle], _ sample: UInt32
    ) {
        // The fewest bits that leave as many as fit, but no more than the phrases share by which others look for it.
        var shift: UInt8 = 0
        while shift < sample, count >= Self.most << Int(shift &+ 1) { shift &+= 1 }
        let mask = (UInt32(1) << UInt32(shift)) - 1
        let start = words.count
        words.append(0)
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.most) { kept in
            var count = 0
            for index in list.hashes.indices where count < Self.most && list.hashes[index] & mask == 0 {
                words[start] |= UInt32(list.isSpecific(index)) << UInt32(count)
                kept[count] = list.hashes[index]
                count += 1
            }
            articles[place].sketchCount = UInt8(count)
            articles[place].sketchWidth = PackedSketch.append(
                UnsafeBufferPointer(rebasing: kept[..<count]), shift, to: &words)
        }
        articles[place].phrases = start..<words.count
        articles[place].phraseShift = shift
        articles[place].isClosed = true
        if (used + Self.keys) * 5 > tags.count * 4 {
            // The table does not know its phrases: it is filled anew from the sketches, this one's among them.
            fill(tags.count * 5 / 4, articles, from: 0, sample)
        } else {
            Self.forEachKey(words, articles[place], sample) { prefetchPlace(slot($0).start) }
            Self.forEachKey(words, articles[place], sample) { insert($0, place) }
        }
    }

    /// Gives an article's sketch up.
    mutating func remove(_ article: inout KnownArticle) {
        dead += article.phrases.count
        article.phrases = 0..<0
        article.sketchCount = 0
    }

    /// Bytes of memory the sketches take.
    var memory: Int { words.count * 4 + tags.count * 2 + owners.count * 4 }

    /// Whether more than half of what is kept was given up.
    var isWorthCompacting: Bool { dead > 4096 && dead * 2 > words.count }

    /// Forgets what was given up.
    mutating func compact(_ articles: inout [KnownArticle], from first: Int, _ sample: UInt32) {
        let old = words
        words = []
        words.reserveCapacity(old.count - dead)
        dead = 0
        for place in first..<articles.count where articles[place].isClosed && !articles[place].phrases.isEmpty {
            let start = words.count
            words.append(contentsOf: old[articles[place].phrases])
            articles[place].phrases = start..<words.count
        }
        fill(max(64, used * 3 / 2), articles, from: first, sample)
    }

    /// Makes the table of articles anew, from a place on.
    private mutating func fill(_ size: Int, _ articles: [KnownArticle], from first: Int, _ sample: UInt32) {
        // Given back before as much is asked for.
        (tags, owners) = ([], [])
        let size = (size + 15) & ~15
        tags = Array(inLargePages: 0, count: size)
        owners = Array(inLargePages: 0, count: size)
        used = 0
        // Some way behind the memory that is asked for.
        var waiting = [(key: UInt32, place: Int)](repeating: (0, 0), count: 16)
        var count = 0
        for place in first..<articles.count where articles[place].isClosed {
            Self.forEachKey(words, articles[place], sample) { key in
                let turn = count % waiting.count
                if count >= waiting.count { insert(waiting[turn].key, waiting[turn].place) }
                waiting[turn] = (key, place)
                prefetchPlace(slot(key).start)
                count += 1
            }
        }
        for turn in max(0, count - waiting.count)..<count {
            insert(waiting[turn % waiting.count].key, waiting[turn % waiting.count].place)
        }
    }

    /// Calls the body with an article's sketch.
    func withList<Result>(of article: KnownArticle, _ body: (PhraseList) -> Result) -> Result {
        words.withUnsafeBufferPointer { words in
            guard !article.phrases.isEmpty else { return body(.none) }
            return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.most) { unpacked in
                PackedSketch.forEach(words, article) {
                    unpacked[$0] = $1
                    return true
                }
                let hashes = UnsafeBufferPointer(rebasing: unpacked[..<Int(article.sketchCount)])
                return body(Self.list(hashes, article, specific: words[article.phrases.lowerBound]))
            }
        }
    }

    private static func list(
        _ hashes: UnsafeBufferPointer<UInt32>, _ article: KnownArticle, specific: UInt32
    ) -> PhraseList {
        var list = PhraseList(hashes: hashes, specific: [UInt64(specific)], shift: 0)
        list.mask = (UInt32(1) << UInt32(article.phraseShift)) - 1
        // A full sketch covers the range below its last phrase.
        if hashes.count == most { list.last = hashes[most - 1] &- 1 }
        list.isSketch = hashes.count == most || list.mask != 0
        return list
    }

    // MARK: - Finding

    /// Brings what is asked of a phrase into the processor's cache.
    @inline(__always)
    func prefetch(_ phrase: UInt32) {
        guard used > 0 else { return }
        tags.withUnsafeBufferPointer {
            Prefetch.lines(of: $0.baseAddress.unsafelyUnwrapped + slot(phrase).start, bytes: 64)
        }
    }

    /// Calls the body with the articles that a phrase finds.
    func forEachHolder(of phrase: UInt32, _ articles: [KnownArticle], _ body: (Int) -> Void) {
        guard used > 0 else { return }
        let (tag, start) = slot(phrase)
        _ = tags.withUnsafeBufferPointer { tags in
            Self.scan(tags, tag, start) { index in
                let place = Int(owners[index]) - 1
                if holds(phrase, articles[place]) { body(place) }
            }
        }
    }

    /// Calls the body with the places that have a tag, sixteen looked at at a time.
    /// - Returns: The empty place at which they end.
    @inline(__always)
    private static func scan(
        _ tags: UnsafeBufferPointer<UInt16>, _ tag: UInt16, _ start: Int, _ body: (Int) -> Void
    ) -> Int {
        let base = tags.baseAddress.unsafelyUnwrapped
        // Those that begin at a multiple of sixteen lie in one cache line.
        var first = start & ~15
        var unseen = (UInt32(0xFFFF) &<< UInt32(truncatingIfNeeded: start & 15)) & 0xFFFF
        while true {
            let answer = storyd_equal_and_empty(base + first, tag)
            let empty = answer &>> 16 & unseen
            // Nothing counts behind the first empty one.
            var equal = answer & unseen & (empty &- 1) & ~empty
            while equal != 0 {
                body(first &+ equal.trailingZeroBitCount)
                equal &= equal &- 1
            }
            if empty != 0 { return first &+ empty.trailingZeroBitCount }
            first = first &+ 16 == tags.count ? 0 : first &+ 16
            unseen = 0xFFFF
        }
    }

    private func holds(_ phrase: UInt32, _ article: KnownArticle) -> Bool {
        var last: UInt32?
        words.withUnsafeBufferPointer {
            PackedSketch.forEach($0, article) {
                last = $1
                return $1 < phrase
            }
        }
        return last == phrase
    }

    /// Calls the body with the phrases by which an article is found.
    @inline(__always)
    private static func forEachKey(
        _ words: [UInt32], _ article: KnownArticle, _ sample: UInt32, _ body: (UInt32) -> Void
    ) {
        // Those by which a long text is looked up; where they are few, others by which a short one is.
        let mask = (UInt32(1) << sample) - 1
        var count = 0
        words.withUnsafeBufferPointer { words in
            PackedSketch.forEach(words, article) {
                guard $1 & mask == 0 else { return true }
                body($1)
                count += 1
                return count < keys
            }
            guard count < keys else { return }
            PackedSketch.forEach(words, article) {
                guard $1 & mask != 0 else { return true }
                body($1)
                count += 1
                return count < keys
            }
        }
    }

    @inline(__always)
    private func prefetchPlace(_ start: Int) {
        tags.withUnsafeBufferPointer { Prefetch.lines(of: $0.baseAddress.unsafelyUnwrapped + start, bytes: 64) }
        owners.withUnsafeBufferPointer { Prefetch.lines(of: $0.baseAddress.unsafelyUnwrapped + start, bytes: 64) }
    }

    private mutating func insert(_ phrase: UInt32, _ place: Int) {
        let (tag, start) = slot(phrase)
        var holders = 0
        let index = tags.withUnsafeBufferPointer { Self.scan($0, tag, start) { _ in holders &+= 1 } }
        guard holders < Self.mostHolders else { return }
        tags[index] = tag
        owners[index] = UInt32(place + 1)
        used += 1
    }

    @inline(__always)
    private func slot(_ phrase: UInt32) -> (tag: UInt16, start: Int) {
        var mixed = UInt64(phrase) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed >> 29) &* 0xBF58_476D_1CE4_E5B9
        // A share of the table rather than its low bits, so that it can grow by less than doubling.
        let start = Int(truncatingIfNeeded: (mixed >> 32 &* UInt64(tags.count)) >> 32)
        return (UInt16(truncatingIfNeeded: mixed >> 8) | 1, start)
    }
}

extension SketchIndex: Snapshotted {
    func encode(to writer: SnapshotWriter) throws {
        try writer.list(words)
        try writer.list(tags)
        try writer.list(owners)
        try writer.number(used)
        try writer.number(dead)
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        words = try reader.list()
        tags = try reader.list()
        owners = try reader.list()
        used = try reader.number()
        dead = try reader.number()
        guard used >= 0, tags.count > used, tags.count & 15 == 0, owners.count == tags.count else {
            throw SnapshotError()
        }
    }
}

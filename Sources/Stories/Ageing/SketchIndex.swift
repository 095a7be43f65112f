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

    /// For each sketch a word with a bit for each phrase that is specific, then the phrases, ascending.
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
        var kept = 0
        for index in list.hashes.indices where kept < Self.most && list.hashes[index] & mask == 0 {
            words[start] |= UInt32(list.isSpecific(index)) << UInt32(kept)
            words.append(list.hashes[index])
            kept += 1
        }
        articles[place].phrases = start..<words.count
        articles[place].phraseShift = shift
        articles[place].isClosed = true
        if (used + Self.keys) * 5 > tags.count * 4 {
            // The table does not know its phrases: it is filled anew from the sketches, this one's among them.
            fill(tags.count * 5 / 4, articles, from: 0, sample)
        } else {
            Self.forEachKey(words, articles[place].phrases, sample) { prefetchPlace(slot($0).start) }
            Self.forEachKey(words, articles[place].phrases, sample) { insert($0, place) }
        }
    }

    /// Gives an article's sketch up.
    mutating func remove(_ article: inout KnownArticle) {
        dead += article.phrases.count
        article.phrases = 0..<0
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
        tags = Array(inLargePages: 0, count: size)
        owners = Array(inLargePages: 0, count: size)
        used = 0
        // Some way behind the memory that is asked for.
        var waiting = [(key: UInt32, place: Int)](repeating: (0, 0), count: 16)
        var count = 0
        for place in first..<articles.count where articles[place].isClosed {
            Self.forEachKey(words, articles[place].phrases, sample) { key in
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
            let range = article.phrases
            guard !range.isEmpty else {
                return body(.none)
            }
            let hashes = UnsafeBufferPointer(rebasing: words[range.lowerBound + 1..<range.upperBound])
            var list = PhraseList(hashes: hashes, specific: [UInt64(words[range.lowerBound])], shift: 0)
            list.mask = (UInt32(1) << UInt32(article.phraseShift)) - 1
            // A full sketch covers the range below its last phrase.
            if hashes.count == Self.most { list.last = hashes[Self.most - 1] &- 1 }
            list.isSketch = hashes.count == Self.most || list.mask != 0
            return body(list)
        }
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
                if holds(phrase, articles[place].phrases) { body(place) }
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
        var index = start
        while true {
            // The last ones are read from sixteen before the end on.
            let first = min(index, tags.count &- 16)
            let unseen = (UInt32(0xFFFF) &<< UInt32(truncatingIfNeeded: index &- first)) & 0xFFFF
            let answer = storyd_equal_and_empty(base + first, tag)
            let empty = answer &>> 16 & unseen
            // Nothing counts behind the first empty one.
            var equal = answer & unseen & (empty &- 1) & ~empty
            while equal != 0 {
                body(first &+ equal.trailingZeroBitCount)
                equal &= equal &- 1
            }
            if empty != 0 { return first &+ empty.trailingZeroBitCount }
            index = first &+ 16 == tags.count ? 0 : first &+ 16
        }
    }

    private func holds(_ phrase: UInt32, _ range: Range<Int>) -> Bool {
        guard !range.isEmpty else { return false }
        for index in range.lowerBound + 1..<range.upperBound where words[index] >= phrase {
            return words[index] == phrase
        }
        return false
    }

    /// Calls the body with the phrases by which an article is found.
    @inline(__always)
    private static func forEachKey(
        _ words: [UInt32], _ range: Range<Int>, _ sample: UInt32, _ body: (UInt32) -> Void
    ) {
        guard !range.isEmpty else { return }
        let range = range.lowerBound + 1..<range.upperBound
        // Those by which a long text is looked up; where they are few, others by which a short one is.
        let mask = (UInt32(1) << sample) - 1
        var count = 0
        for index in range where count < keys && words[index] & mask == 0 {
            body(words[index])
            count += 1
        }
        for index in range where count < keys && words[index] & mask != 0 {
            body(words[index])
            count += 1
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
        guard tags.count > used, tags.count >= 16, owners.count == tags.count else { throw SnapshotError() }
    }
}

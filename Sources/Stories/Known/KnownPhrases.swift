import Shingling

/// The 5-word phrases of an article whose story is open: sorted 32-bit hashes, packed into some 26 bits each.
///
/// Two runs: first the phrases by which the article is looked up, then the others. Of a hash the low 24 bits are kept as
/// they are; a row of bits tells the top 8: a one for each phrase of a run, and a zero when they go up by one (Elias 1974).
/// Behind them one bit for each phrase, both runs merged: it has a name, a figure or a rare word in it.
///
/// Nothing changes it once it is made.
final class KnownPhrases: ManagedBuffer<KnownPhrases.Shape, UInt64> {
    /// The sizes of what is kept.
    struct Shape {
        /// All phrases, and those by which the article is looked up.
        var count: UInt16
        var sampled: UInt16

        fileprivate var topWords: (Int, Int) {
            ((Int(sampled) + 256 + 63) / 64, (Int(count) - Int(sampled) + 256 + 63) / 64)
        }
        fileprivate var specificWords: Int { (Int(count) + 63) / 64 }
        /// One byte more than the phrases take, so that four can be read at the last.
        fileprivate var lowWords: Int { (Int(count) * 3 + 1 + 7) / 8 }
        fileprivate var words: Int { topWords.0 + topWords.1 + specificWords + lowWords }
    }

    /// Packs phrases.
    /// - Parameters:
    ///   - phrases: Sorted, each once, 65,535 at most.
    ///   - sample: Those among them by which the article is looked up, sorted.
    ///   - specific: One bit for each phrase.
    static func pack(_ phrases: [UInt32], sample: [UInt32], specific: [UInt64]) -> KnownPhrases {
        let shape = Shape(count: UInt16(phrases.count), sampled: UInt16(sample.count))
        let packed = make(shape)
        packed.withRows { tops, others, bits, lows in
            for word in 0..<shape.specificWords { bits[word] = word < specific.count ? specific[word] : 0 }
            // The second run; which phrases are of the first is told by numbers, not by a branch that cannot be foreseen.
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: phrases.count &+ 1) { rest in
                var (first, second) = (0, 0)
                for phrase in phrases {
                    rest[second] = phrase
                    let isSampled = first < sample.count && sample[first] == phrase
                    first &+= isSampled ? 1 : 0
                    second &+= isSampled ? 0 : 1
                }
                sample.withUnsafeBufferPointer { Self.put($0, tops, lows) }
                Self.put(UnsafeBufferPointer(rebasing: rest[..<second]), others, lows + sample.count &* 3)
            }
        }
        return packed
    }

    /// Only the phrases by which the article is looked up.
    func sample() -> KnownPhrases {
        let shape = Shape(count: header.sampled, sampled: header.sampled)
        let packed = Self.make(shape)
        withRows { tops, _, _, lows in
            packed.withRows { copiedTops, _, _, copiedLows in
                copiedTops.update(from: tops, count: shape.topWords.0)
                copiedLows.update(from: lows, count: sampleCount &* 3)
            }
        }
        return packed
    }

    private static func make(_ shape: Shape) -> KnownPhrases {
        let made = KnownPhrases.create(minimumCapacity: shape.words) { _ in shape }
        made.withUnsafeMutablePointerToElements { $0.initialize(repeating: 0, count: shape.words) }
        return unsafeDowncast(made, to: KnownPhrases.self)
    }

    /// Writes a run. Behind its low bits is a byte that is overwritten.
    @inline(__always)
    private static func put(
        _ run: UnsafeBufferPointer<UInt32>, _ tops: UnsafeMutablePointer<UInt64>, _ lows: UnsafeMutablePointer<UInt8>
    ) {
        var place = 0
        for phrase in run {
            let bit = place &+ Int(phrase &>> 24)
            tops[bit &>> 6] |= 1 &<< UInt64(bit & 63)
            UnsafeMutableRawPointer(lows + place &* 3).storeBytes(of: phrase & 0xFF_FFFF, as: UInt32.self)
            place &+= 1
        }
    }

    /// Calls the body with the top bits of the first run, of the second, the specific bits, and the low bits of both.
    @inline(__always)
    private func withRows<Result>(
        _ body: (
            UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>,
            UnsafeMutablePointer<UInt8>
        ) -> Result
    ) -> Result {
        withUnsafeMutablePointers { shape, words in
            let tops = shape.pointee.topWords
            let bits = words + tops.0 + tops.1
            let lows = UnsafeMutableRawPointer(bits + shape.pointee.specificWords)
            return body(words, words + tops.0, bits, lows.assumingMemoryBound(to: UInt8.self))
        }
    }

    /// Bytes it takes.
    var memory: Int { 16 + MemoryLayout<Shape>.stride + header.words * 8 }

    /// All phrases.
    var count: Int { Int(header.count) }

    /// Phrases by which the article is looked up.
    var sampleCount: Int { Int(header.sampled) }

    // MARK: - Unpacking

    @inline(__always)
    private static func low(_ place: Int, _ lows: UnsafeMutablePointer<UInt8>) -> UInt32 {
        UnsafeRawPointer(lows + place &* 3).loadUnaligned(as: UInt32.self) & 0xFF_FFFF
    }

    /// Calls the body with each phrase of a run and its place, ascending, until it returns false.
    @inline(__always)
    private static func forEach(
        _ count: Int, _ tops: UnsafeMutablePointer<UInt64>, _ lows: UnsafeMutablePointer<UInt8>,
        _ body: (Int, UInt32) -> Bool
    ) {
        var place = 0
        var word = 0
        while place < count {
            var bits = tops[word]
            while bits != 0 {
                let top = word &* 64 &+ bits.trailingZeroBitCount &- place
                guard body(place, UInt32(truncatingIfNeeded: top) &<< 24 | low(place, lows)) else { return }
                bits &= bits &- 1
                place &+= 1
            }
            word &+= 1
        }
    }

    /// Calls the body with each phrase by which the article is looked up, ascending, and its place among them.
    @inline(__always)
    func forEachSampled(_ body: (Int, UInt32) -> Void) {
        withRows { tops, _, _, lows in
            Self.forEach(sampleCount, tops, lows) {
                body($0, $1)
                return true
            }
        }
    }

    /// Calls the body with all phrases.
    /// - Parameter shift: The top bits that are 0 in all of them.
    func withList<Result>(shift: UInt8, _ body: (PhraseList) -> Result) -> Result {
        withSmallest(.max, shift: shift, body)
    }

    /// Calls the body with the smallest phrases: with so many of those by which the article is looked up, and all others up
    /// to the last of them. With all phrases where it is looked up by no more.
    /// - Parameter shift: The top bits that are 0 in all of them.
    func withSmallest<Result>(_ most: Int, shift: UInt8, _ body: (PhraseList) -> Result) -> Result {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count &* 2 &+ 1) { room in
            guard let sorted = room.baseAddress else { return body(.none) }
            let runs = sorted + count
            let sampled = min(sampleCount, most)
            let (end, specific) = withRows { tops, others, bits, lows in
                Self.read(sampled, tops, lows, into: runs)
                let end = Self.read(
                    count &- sampleCount, others, lows + sampleCount &* 3, into: runs + sampled,
                    upTo: sampled < sampleCount ? runs[sampled &- 1] : .max)
                return (
                    sampled &+ end,
                    Array(
                        UnsafeBufferPointer(start: bits, count: min(header.specificWords, (sampled &+ end) / 64 &+ 1)))
                )
            }
            var (first, second) = (0, sampled)
            for place in 0..<end {
                let isFirst = second == end || first < sampled && runs[first] < runs[second]
                sorted[place] = runs[isFirst ? first : second]
                first &+= isFirst ? 1 : 0
                second &+= isFirst ? 0 : 1
            }
            return body(
                PhraseList(hashes: UnsafeBufferPointer(start: sorted, count: end), specific: specific, shift: shift))
        }
    }

    /// Unpacks so many phrases of a run, or those of them that are not greater than another.
    /// - Returns: How many there are.
    @discardableResult
    @inline(__always)
    private static func read(
        _ count: Int, _ tops: UnsafeMutablePointer<UInt64>, _ lows: UnsafeMutablePointer<UInt8>,
        into phrases: UnsafeMutablePointer<UInt32>, upTo last: UInt32 = .max
    ) -> Int {
        var read = 0
        forEach(count, tops, lows) { place, phrase in
            guard place < count, phrase <= last else { return false }
            phrases[place] = phrase
            read = place &+ 1
            return true
        }
        return read
    }

    // MARK: - Asking

    /// Whether the article is looked up by a phrase.
    func isSampled(_ phrase: UInt32) -> Bool {
        withRows { tops, _, _, lows in Self.has(phrase, sampleCount, tops, lows) }
    }

    /// Whether the article has a phrase.
    func contains(_ phrase: UInt32) -> Bool {
        let sampled = sampleCount
        return withRows { tops, others, _, lows in
            Self.has(phrase, sampled, tops, lows)
                || Self.has(phrase, count &- sampled, others, lows + sampled &* 3)
        }
    }

    private static func has(
        _ phrase: UInt32, _ count: Int, _ tops: UnsafeMutablePointer<UInt64>, _ lows: UnsafeMutablePointer<UInt8>
    ) -> Bool {
        // The phrases with these top bits follow as many zeros.
        let top = Int(phrase &>> 24)
        var zeros = top
        var word = 0
        while case let inWord = 64 &- tops[word].nonzeroBitCount, inWord < zeros {
            zeros &-= inWord
            word &+= 1
        }
        var bit = word &* 64
        if zeros > 0 {
            var rest = ~tops[word]
            for _ in 1..<zeros { rest &= rest &- 1 }
            bit &+= rest.trailingZeroBitCount &+ 1
        }
        let sought = phrase & 0xFF_FFFF
        while case let place = bit &- top, place < count, tops[bit &>> 6] &>> UInt64(bit & 63) & 1 == 1 {
            let low = low(place, lows)
            if low >= sought { return low == sought }
            bit &+= 1
        }
        return false
    }

    /// Whether at least so many phrases pass a filter, which looks at their low bits.
    func passes(_ least: Int, of filter: PhraseFilter) -> Bool {
        withRows { _, _, _, lows in filter.passes(least, of: UnsafePointer(lows), count) }
    }

    /// Whether any phrase by which the article is looked up may be in a table.
    @inline(__always)
    func sampleMayMeet(_ table: TermTable.Buckets) -> Bool {
        withRows { _, _, _, lows in
            var passing = 0
            for place in 0..<sampleCount { passing &+= table.passes(Self.low(place, lows)) }
            return passing > 0
        }
    }

    /// Bytes at the beginning in which are, of most articles, the phrases by which they are looked up.
    static let compared = 640
}

extension KnownPhrases {
    static func encode(_ all: [KnownPhrases?], to writer: SnapshotWriter) throws {
        try writer.list(all.map { UInt32($0?.header.count ?? 0) << 16 | UInt32($0?.header.sampled ?? 0) })
        try writer.list(all.map { UInt8($0 == nil ? 0 : 1) })
        for case let phrases? in all {
            try phrases.withUnsafeMutablePointers { shape, words in
                try writer.bytes(UnsafeRawBufferPointer(start: words, count: shape.pointee.words * 8))
            }
        }
    }

    static func decode(from reader: inout SnapshotReader) throws(SnapshotError) -> [KnownPhrases?] {
        let shapes = try reader.list(UInt32.self)
        let known = try reader.list(UInt8.self)
        guard shapes.count == known.count else { throw SnapshotError() }
        var all: [KnownPhrases?] = []
        all.reserveCapacity(shapes.count)
        for (shape, isKnown) in zip(shapes, known) {
            guard isKnown == 1 else {
                all.append(nil)
                continue
            }
            let shape = Shape(
                count: UInt16(truncatingIfNeeded: shape >> 16), sampled: UInt16(truncatingIfNeeded: shape))
            guard shape.sampled <= shape.count else { throw SnapshotError() }
            let bytes = try reader.bytes(shape.words * 8)
            let phrases = make(shape)
            phrases.withUnsafeMutablePointerToElements {
                UnsafeMutableRawBufferPointer(start: $0, count: bytes.count).copyMemory(from: bytes)
            }
            all.append(phrases)
        }
        return all
    }
}

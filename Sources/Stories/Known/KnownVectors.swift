import Shingling

/// What stays of an article's vectors while it stands for its story: what the story model asks of them, and no more.
///
/// Of words the weights, of names and leads the rarities; of the phrases by which it is looked up, which `KnownPhrases` has,
/// the rarity that nearly all have in common, because nobody had them before, and those of the others.
///
/// Nothing changes it once it is made.
final class KnownVectors: ManagedBuffer<KnownVectors.Shape, UInt32> {
    /// Sizes and sums.
    struct Shape {
        /// Where each family ends among the terms.
        fileprivate var ends: (UInt16, UInt16, UInt16) = (0, 0, 0)
        /// Phrases with a rarity of their own.
        fileprivate var exceptions: UInt16 = 0
        /// The rarity of all other phrases.
        fileprivate var phraseRarity: UInt16 = 0
        /// As `ArticleVectors` has them.
        var masses = InlineArray<4, UInt32>(repeating: 0)
        var logLength = 0.0
        /// The article's phrases, which are compared as well; nil once its story is closed.
        fileprivate var phrases: KnownPhrases?

        fileprivate var terms: Int { Int(ends.2) }
        fileprivate var words: Int { terms + (terms + 1) / 2 + Int(exceptions) }
    }

    /// Set in a term's key: the term is among those that stay when the story closes.
    static let lasts: UInt32 = 4

    /// - Parameters:
    ///   - whole: The article's vectors.
    ///   - phraseRarities: The rarities of the phrases by which the article is looked up, in their order.
    ///   - phrases: Those phrases.
    static func pack(_ whole: ArticleVectors, phraseRarities: [UInt16], _ phrases: KnownPhrases?) -> KnownVectors {
        var shape = Shape()
        shape.ends = (
            UInt16(whole.range(of: 0).upperBound), UInt16(whole.range(of: 1).upperBound),
            UInt16(whole.range(of: 2).upperBound)
        )
        shape.masses = whole.masses
        shape.logLength = whole.logLength
        shape.phrases = phrases
        shape.phraseRarity = phraseRarities.max() ?? 0
        shape.exceptions = UInt16(phraseRarities.count { $0 != shape.phraseRarity })
        let packed = make(shape)
        packed.withRows { keys, values, exceptions in
            for family in Family.allCases {
                let terms = whole.terms[whole.range(of: family.rawValue)]
                let least = StorySummary.leastRank(of: terms, family)
                for place in terms.indices {
                    let term = terms[place]
                    keys[place] =
                        UInt32(truncatingIfNeeded: term &>> 32) | (StorySummary.rank(term) >= least ? lasts : 0)
                    values[place] = UInt16(truncatingIfNeeded: family == .words ? term : term &>> 16)
                }
            }
            var count = 0
            for (place, rarity) in phraseRarities.enumerated() where rarity != shape.phraseRarity {
                exceptions[count] = UInt32(truncatingIfNeeded: place) &<< 16 | UInt32(rarity)
                count &+= 1
            }
        }
        return packed
    }

    private static func make(_ shape: Shape) -> KnownVectors {
        let made = KnownVectors.create(minimumCapacity: shape.words) { _ in shape }
        made.withUnsafeMutablePointerToElements { $0.initialize(repeating: 0, count: shape.words) }
        return unsafeDowncast(made, to: KnownVectors.self)
    }

    /// Calls the body with the terms' keys, their values, and the phrases' exceptions.
    @inline(__always)
    private func withRows<Result>(
        _ body: (UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt16>, UnsafeMutablePointer<UInt32>) -> Result
    ) -> Result {
        withUnsafeMutablePointers { shape, keys in
            let terms = shape.pointee.terms
            let values = UnsafeMutableRawPointer(keys + terms).assumingMemoryBound(to: UInt16.self)
            return body(keys, values, keys + terms + (terms + 1) / 2)
        }
    }

    /// The range of a family's terms.
    @inline(__always)
    private static func range(of family: Int, _ shape: Shape) -> Range<Int> {
        switch family {
        case 0: 0..<Int(shape.ends.0)
        case 1: Int(shape.ends.0)..<Int(shape.ends.1)
        default: Int(shape.ends.1)..<Int(shape.ends.2)
        }
    }

    /// The rarities of the phrases, one after the other in the order of their places.
    struct PhraseRarities {
        fileprivate let common: UInt32
        fileprivate var next: UnsafeMutablePointer<UInt32>
        fileprivate let end: UnsafeMutablePointer<UInt32>

        /// The rarity of a phrase. No place is less than the one before.
        @inline(__always)
        mutating func rarity(_ place: Int) -> UInt32 {
            while next < end, Int(next.pointee &>> 16) < place { next += 1 }
            return next < end && Int(next.pointee &>> 16) == place ? next.pointee & 0xFFFF : common
        }
    }

    @inline(__always)
    private func withPhraseRarities<Result>(_ body: (inout PhraseRarities) -> Result) -> Result {
        let shape = header
        return withRows { _, _, exceptions in
            var rarities = PhraseRarities(
                common: UInt32(shape.phraseRarity), next: exceptions, end: exceptions + Int(shape.exceptions))
            return body(&rarities)
        }
    }

    /// Bytes at the beginning that are compared, of most articles; to see how many there are would be to wait for them.
    static let compared = 1280

    /// Brings the phrases into the processor's cache; the terms should have been there for a while.
    @inline(__always)
    func prefetchPhrases() {
        guard let offset = MemoryLayout<Shape>.offset(of: \.phrases) else { return }
        withUnsafeMutablePointerToHeader {
            Prefetch.object(at: UnsafeRawPointer($0) + offset, bytes: KnownPhrases.compared)
        }
    }

    /// Bytes it takes.
    var memory: Int { 16 + MemoryLayout<Shape>.stride + header.words * 4 }

    // MARK: - Comparing

    /// What an article laid out in a table shares with this one, its phrases too.
    func overlap(_ table: TermTable) -> VectorOverlap {
        var result = VectorOverlap()
        table.withBuckets { table in
            withTerms(in: table) { keys, values, hits, counts in
                var place = 0
                var product: UInt64 = 0
                while place < counts.0 {
                    let term = Int(hits[place])
                    let found = table.value(of: keys[term] & ~Self.lasts)
                    product &+= UInt64((found & 0xFFFF) &* UInt32(values[term]))
                    place &+= 1
                }
                result.product = product
                for (family, end) in [(Family.names, counts.1), (.lead, counts.2)] {
                    var shared: UInt32 = 0
                    while place < end {
                        let term = Int(hits[place])
                        shared &+= min(table.value(of: keys[term] & ~Self.lasts) &>> 16, UInt32(values[term]))
                        place &+= 1
                    }
                    result.shared[family.rawValue] = shared
                }
            }
            if let phrases = header.phrases, phrases.sampleMayMeet(table) {
                result.shared[ArticleVectors.phrases] = sharedPhrases(phrases, table)
            }
        }
        return result
    }

    /// Calls the body with the keys, the values, the places of the terms that may be in a table, and how many of these there
    /// are up to each family's end.
    @inline(__always)
    private func withTerms(
        in table: TermTable.Buckets,
        _ body: (
            UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt16>, UnsafeMutableBufferPointer<UInt16>,
            (Int, Int, Int)
        ) -> Void
    ) {
        let shape = header
        withRows { keys, values, _ in
            withUnsafeTemporaryAllocation(of: UInt16.self, capacity: shape.terms &+ 1) { hits in
                var count = 0
                var counts = (0, 0, 0)
                for family in 0...2 {
                    for place in Self.range(of: family, shape) {
                        // Written in any case, and kept by counting.
                        hits[count] = UInt16(truncatingIfNeeded: place)
                        count &+= table.passes(keys[place])
                    }
                    switch family {
                    case 0: counts.0 = count
                    case 1: counts.1 = count
                    default: counts.2 = count
                    }
                }
                body(keys, values, hits, counts)
            }
        }
    }

    private func sharedPhrases(_ phrases: KnownPhrases, _ table: TermTable.Buckets) -> UInt32 {
        withPhraseRarities { rarities in
            var shared: UInt32 = 0
            var last: UInt32 = 0
            phrases.forEachSampled { place, phrase in
                guard table.passes(phrase) == 1 else { return }
                let key = phrase & ~7 | UInt32(ArticleVectors.phrases)
                let found = table.value(of: key) &>> 16
                // Each key counts once.
                if found > 0, key != last { shared &+= min(found, rarities.rarity(place)) }
                last = key
            }
            return shared
        }
    }

    /// What two articles share: the same as when one of them is laid out in a table.
    func overlap(_ other: KnownVectors) -> VectorOverlap {
        var result = VectorOverlap()
        let (mine, its) = (header, other.header)
        withRows { left, leftValues, _ in
            other.withRows { right, rightValues, _ in
                for family in 0...2 {
                    let (mine, its) = (Self.range(of: family, mine), Self.range(of: family, its))
                    var (i, j) = (mine.lowerBound, its.lowerBound)
                    while i < mine.upperBound, j < its.upperBound {
                        let (a, b) = (left[i] & ~Self.lasts, right[j] & ~Self.lasts)
                        if a == b {
                            let (one, another) = (UInt32(leftValues[i]), UInt32(rightValues[j]))
                            if family == 0 {
                                result.product &+= UInt64(one &* another)
                            } else {
                                result.shared[family] &+= min(one, another)
                            }
                        }
                        i &+= a <= b ? 1 : 0
                        j &+= b <= a ? 1 : 0
                    }
                }
            }
        }
        if let phrases = mine.phrases, let its = its.phrases {
            result.shared[ArticleVectors.phrases] = sharedPhrases(phrases, other, its)
        }
        result.sizes(mine.masses, its.masses, mine.logLength, its.logLength)
        return result
    }

    private func sharedPhrases(_ phrases: KnownPhrases, _ other: KnownVectors, _ otherPhrases: KnownPhrases) -> UInt32 {
        withPhraseTerms(phrases) { left in
            other.withPhraseTerms(otherPhrases) { right in
                var shared: UInt32 = 0
                var (i, j) = (0, 0)
                while i < left.count, j < right.count {
                    let (a, b) = (left[i] &>> 32, right[j] &>> 32)
                    if a == b { shared &+= UInt32(truncatingIfNeeded: min(left[i] & 0xFFFF, right[j] & 0xFFFF)) }
                    i &+= a <= b ? 1 : 0
                    j &+= b <= a ? 1 : 0
                }
                return shared
            }
        }
    }

    /// Calls the body with the keys of the phrases, each once, and their rarities.
    private func withPhraseTerms<Result>(
        _ phrases: KnownPhrases, _ body: (UnsafeBufferPointer<UInt64>) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: phrases.sampleCount) { terms in
            var count = 0
            withPhraseRarities { rarities in
                phrases.forEachSampled { place, phrase in
                    let key = UInt64(phrase & ~7)
                    if count > 0, terms[count &- 1] &>> 32 == key { return }
                    terms[count] = key &<< 32 | UInt64(rarities.rarity(place))
                    count &+= 1
                }
            }
            return body(UnsafeBufferPointer(rebasing: terms[..<count]))
        }
    }

    // MARK: - Closing

    /// What is left when the story closes: the terms that last. The weights of words are raised so that a cosine is what the
    /// whole vector's is expected to be.
    func summary() -> VectorSummary {
        var summary = VectorSummary()
        summary.masses = header.masses
        summary.logLength = header.logLength
        withRows { keys, values, _ in
            for family in 0...2 {
                let range = Self.range(of: family, header)
                let lasting = range.filter { keys[$0] & Self.lasts != 0 }
                let all = family == 0 ? Self.squares(range, values) : 0
                let rest = family == 0 ? Self.squares(lasting, values) : 0
                for place in lasting {
                    let value = UInt64(values[place])
                    let raised = rest > 0 ? min(value &* all / rest, 0xFFFF) : value
                    summary.terms.append((keys[place], UInt16(raised)))
                }
                let end = UInt16(summary.terms.count)
                switch family {
                case 0: summary.ends = (end, end, end)
                case 1: (summary.ends.1, summary.ends.2) = (end, end)
                default: summary.ends.2 = end
                }
            }
        }
        return summary
    }

    /// A summary, to be compared as vectors are.
    static func pack(_ summary: VectorSummary) -> KnownVectors {
        var shape = Shape()
        shape.ends = summary.ends
        shape.masses = summary.masses
        shape.logLength = summary.logLength
        let packed = make(shape)
        packed.withRows { keys, values, _ in
            for (place, term) in summary.terms.enumerated() { (keys[place], values[place]) = term }
        }
        return packed
    }

    private static func squares(_ places: some Sequence<Int>, _ values: UnsafeMutablePointer<UInt16>) -> UInt64 {
        places.reduce(0) { $0 &+ UInt64(values[$1]) &* UInt64(values[$1]) }
    }

    /// The weight of the last of the words by which the article of a closed story is found; the greatest where it has none.
    var leastPosting: UInt16 {
        withRows { _, values, _ in
            let weights = Self.range(of: 0, header).map { values[$0] }.sorted(by: >)
            return weights.prefix(StorySummary.keys).last ?? .max
        }
    }
}

extension KnownVectors {
    static func encode(_ all: [KnownVectors?], to writer: SnapshotWriter) throws {
        let places = all.indices.filter { all[$0] != nil }
        try writer.number(all.count)
        try writer.list(places.map { UInt32($0) })
        for case let vectors? in all {
            let shape = vectors.header
            for number in [shape.ends.0, shape.ends.1, shape.ends.2, shape.exceptions, shape.phraseRarity] {
                try writer.number(Int(number))
            }
            for family in 0..<ArticleVectors.families { try writer.number(Int(shape.masses[family])) }
            try writer.number(Int(bitPattern: UInt(shape.logLength.bitPattern)))
            try vectors.withUnsafeMutablePointerToElements {
                try writer.bytes(UnsafeRawBufferPointer(start: $0, count: shape.words * 4))
            }
        }
    }

    /// - Parameter phrases: The phrases of an article, by its place.
    static func decode(
        from reader: inout SnapshotReader, phrases: (Int) -> KnownPhrases?
    ) throws(SnapshotError) -> [KnownVectors?] {
        let count = try reader.number()
        let places = try reader.list(UInt32.self)
        guard count >= 0, count <= UInt32.max, places.allSatisfy({ $0 < count }) else { throw SnapshotError() }
        var all = [KnownVectors?](repeating: nil, count: count)
        for place in places { all[Int(place)] = try one(from: &reader, phrases(Int(place))) }
        return all
    }

    private static func one(
        from reader: inout SnapshotReader, _ phrases: KnownPhrases?
    ) throws(SnapshotError) -> KnownVectors {
        var shape = Shape()
        func small(_ number: Int) -> UInt16 { UInt16(truncatingIfNeeded: number) }
        shape.ends = (small(try reader.number()), small(try reader.number()), small(try reader.number()))
        shape.exceptions = small(try reader.number())
        shape.phraseRarity = small(try reader.number())
        for family in 0..<ArticleVectors.families {
            shape.masses[family] = UInt32(truncatingIfNeeded: try reader.number())
        }
        shape.logLength = Double(bitPattern: UInt64(UInt(bitPattern: try reader.number())))
        shape.phrases = phrases
        guard shape.ends.0 <= shape.ends.1, shape.ends.1 <= shape.ends.2 else { throw SnapshotError() }
        let bytes = try reader.bytes(shape.words * 4)
        let vectors = make(shape)
        vectors.withUnsafeMutablePointerToElements { words in
            UnsafeMutableRawBufferPointer(start: words, count: bytes.count).copyMemory(from: bytes)
        }
        return vectors
    }
}

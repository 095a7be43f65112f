import Shingling

/// What stays of an article's vectors while it stands for its story: what the story model asks of them, and no more.
///
/// Of words the weights, of names and leads the rarities; of the phrases by which it is looked up, which `KnownPhrases` has,
/// the rarity that nearly all have in common, because nobody had them before, and those of the others.
///
/// Nothing changes it once it is made.
final class KnownVectors: ManagedBuffer<KnownVectors.Header, UInt32> {
    /// What comes before the terms. Never copied as a whole: that would be to count a reference to the phrases.
    struct Header {
        /// The article's phrases, which are compared as well; nil once its story is closed. First, so that its place is known.
        var phrases: KnownPhrases?
        var shape: Shape
    }

    /// Sizes and sums.
    struct Shape: BitwiseCopyable {
        /// Where each family ends among the terms.
        var ends: (UInt16, UInt16, UInt16) = (0, 0, 0)
        /// Phrases with a rarity of their own.
        var exceptions: UInt16 = 0
        /// The rarity of all other phrases.
        var phraseRarity: UInt16 = 0
        /// As `ArticleVectors` has them.
        var masses = InlineArray<4, UInt32>(repeating: 0)
        var logLength = 0.0

        var terms: Int { Int(ends.2) }
        var words: Int { terms + (terms + 1) / 2 + Int(exceptions) }
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
        shape.phraseRarity = phraseRarities.max() ?? 0
        shape.exceptions = UInt16(phraseRarities.count { $0 != shape.phraseRarity })
        let packed = make(shape, phrases)
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

    private static func make(_ shape: Shape, _ phrases: KnownPhrases?) -> KnownVectors {
        let made = KnownVectors.create(minimumCapacity: shape.words) { _ in Header(phrases: phrases, shape: shape) }
        made.withUnsafeMutablePointerToElements { $0.initialize(repeating: 0, count: shape.words) }
        return unsafeDowncast(made, to: KnownVectors.self)
    }

    /// Calls the body with the terms' keys, their values, and the phrases' exceptions.
    @inline(__always)
    func withRows<Result>(
        _ body: (UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt16>, UnsafeMutablePointer<UInt32>) -> Result
    ) -> Result {
        withUnsafeMutablePointers { header, keys in
            let terms = header.pointee.shape.terms
            let values = UnsafeMutableRawPointer(keys + terms).assumingMemoryBound(to: UInt16.self)
            return body(keys, values, keys + terms + (terms + 1) / 2)
        }
    }

    @inline(__always)
    var shape: Shape { withUnsafeMutablePointerToHeader { $0.pointee.shape } }

    /// The range of a family's terms.
    @inline(__always)
    static func range(of family: Int, _ shape: Shape) -> Range<Int> {
        switch family {
        case 0: 0..<Int(shape.ends.0)
        case 1: Int(shape.ends.0)..<Int(shape.ends.1)
        default: Int(shape.ends.1)..<Int(shape.ends.2)
        }
    }

    /// Bytes at the beginning that are compared, of most articles; to see how many there are would be to wait for them.
    static let compared = 1280

    /// Brings the phrases into the processor's cache; the terms should have been there for a while.
    @inline(__always)
    func prefetchPhrases() {
        withUnsafeMutablePointerToHeader {
            Prefetch.object(at: $0, bytes: KnownPhrases.compared)
        }
    }

    /// Calls the body with the phrases where there are any, without counting a reference to them.
    @inline(__always)
    func withPhrases<Result>(_ body: (KnownPhrases) -> Result) -> Result? {
        withUnsafeMutablePointerToHeader {
            Borrowed.with(at: $0, body)
        }
    }

    /// Bytes it takes.
    var memory: Int { 16 + MemoryLayout<Header>.stride + shape.words * 4 }

    // MARK: - Closing

    /// Calls the body with what is left when the story closes: the terms that last. The weights of words are raised so that a
    /// cosine is what the whole vector's is expected to be.
    func withSummary(_ body: (VectorSummary) -> Void) {
        let shape = shape
        var summary = VectorSummary(masses: shape.masses, logLength: shape.logLength)
        var (lastingKeys, lastingValues): ([UInt32], [UInt16]) = ([], [])
        withRows { keys, values, _ in
            for family in 0...2 {
                let range = Self.range(of: family, shape)
                let lasting = range.filter { keys[$0] & Self.lasts != 0 }
                let all = family == 0 ? Self.squares(range, values) : 0
                let rest = family == 0 ? Self.squares(lasting, values) : 0
                for place in lasting {
                    let value = UInt64(values[place])
                    lastingKeys.append(keys[place])
                    lastingValues.append(UInt16(rest > 0 ? min(value &* all / rest, 0xFFFF) : value))
                }
                let end = UInt16(lastingKeys.count)
                switch family {
                case 0: summary.ends = (end, end, end)
                case 1: (summary.ends.1, summary.ends.2) = (end, end)
                default: summary.ends.2 = end
                }
            }
        }
        lastingKeys.withUnsafeBufferPointer { keys in
            lastingValues.withUnsafeBufferPointer { values in
                (summary.keys, summary.values) = (keys, values)
                body(summary)
            }
        }
    }

    /// A summary, to be compared as vectors are.
    static func pack(_ summary: VectorSummary) -> KnownVectors {
        var shape = Shape()
        shape.ends = summary.ends
        shape.masses = summary.masses
        shape.logLength = summary.logLength
        let packed = make(shape, nil)
        packed.withRows { keys, values, _ in
            for place in summary.keys.indices {
                (keys[place], values[place]) = (summary.keys[place], summary.values[place])
            }
        }
        return packed
    }

    private static func squares(_ places: some Sequence<Int>, _ values: UnsafeMutablePointer<UInt16>) -> UInt64 {
        places.reduce(0) { $0 &+ UInt64(values[$1]) &* UInt64(values[$1]) }
    }

    /// The weight of the last of the words by which the article of a closed story is found; the greatest where it has none.
    var leastPosting: UInt16 {
        withRows { _, values, _ in
            let weights = Self.range(of: 0, shape).map { values[$0] }.sorted(by: >)
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
            let shape = vectors.shape
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
        guard shape.ends.0 <= shape.ends.1, shape.ends.1 <= shape.ends.2 else { throw SnapshotError() }
        let bytes = try reader.bytes(shape.words * 4)
        let vectors = make(shape, phrases)
        vectors.withUnsafeMutablePointerToElements { words in
            UnsafeMutableRawBufferPointer(start: words, count: bytes.count).copyMemory(from: bytes)
        }
        return vectors
    }
}

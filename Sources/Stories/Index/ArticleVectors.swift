import Shingling

/// An article's weighed shingles, family after family, as they are when it comes: each family's vector has length 1.
///
/// After the families of `Family`, of which some may be empty, come the phrases; they have no weight, only a rarity. What
/// stays of them is in `KnownVectors`.
struct ArticleVectors: Sendable {
    /// Families, the phrases included.
    static let families = 4
    /// The place of the phrases among the families.
    static let phrases = 3

    /// From above: the shingle's key (32 bits: its hash, the last three bits replaced by the family), its rarity and its
    /// weight (16 each, see `Weighting`). Sorted by key within a family, each key once, those without rarity left out.
    private(set) var terms: [UInt64] = []
    /// Where each family ends in `terms`.
    private var ends = InlineArray<4, Int>(repeating: 0)
    /// The rarities of each family, summed.
    private(set) var masses = InlineArray<4, UInt32>(repeating: 0)

    /// ln of the article's words.
    private(set) var logLength: Double

    /// Makes vectors of at most so many terms.
    init(terms: Int, logLength: Double, _ fill: (inout Filling) -> Void) {
        self.logLength = logLength
        var (ends, masses) = (ends, masses)
        self.terms = Array(unsafeUninitializedCapacity: terms) { terms, count in
            var filling = Filling(terms: terms)
            fill(&filling)
            (count, ends, masses) = (filling.count, filling.ends, filling.masses)
        }
        (self.ends, self.masses) = (ends, masses)
    }

    /// Vectors that are being made, family after family.
    struct Filling {
        fileprivate let terms: UnsafeMutableBufferPointer<UInt64>
        fileprivate var count = 0
        fileprivate var last: UInt32?
        fileprivate var ends = InlineArray<4, Int>(repeating: 0)
        fileprivate var masses = InlineArray<4, UInt32>(repeating: 0)

        fileprivate init(terms: UnsafeMutableBufferPointer<UInt64>) { self.terms = terms }

        /// Adds a term to the family that is being added. Its hash is not less than the one before.
        @inline(__always)
        mutating func append(_ family: Int, hash: UInt32, rarity: UInt32, weight: UInt32) {
            let key = hash & ~7 | UInt32(truncatingIfNeeded: family)
            guard rarity > 0, last != key else { return }
            last = key
            terms[count] = UInt64(key) << 32 | UInt64(min(rarity, 0xFFFF)) << 16 | UInt64(min(weight, 0xFFFF))
            count &+= 1
            masses[family] &+= min(rarity, 0xFFFF)
        }

        /// Ends a family; a later one follows, those in between are empty.
        mutating func end(_ family: Int) {
            for later in family..<ArticleVectors.families { ends[later] = count }
        }
    }

    /// The range of a family in `terms`.
    func range(of family: Int) -> Range<Int> { (family == 0 ? 0 : ends[family - 1])..<ends[family] }
}

/// What two articles share, family by family.
struct VectorOverlap {
    /// Products of the words' weights, 30 fractional bits: the cosine.
    var product: UInt64 = 0
    /// Of every family but the words: the rarities of what both have, the lesser of the two where they differ.
    var shared = InlineArray<4, UInt32>(repeating: 0)
    /// The lesser of both articles' sums of rarities, and what both come to.
    private(set) var least = InlineArray<4, UInt32>(repeating: 0)
    private(set) var total = InlineArray<4, UInt32>(repeating: 0)
    /// ln of the shorter one's words.
    private(set) var logLength = 0.0

    @inline(__always)
    mutating func sizes(
        _ left: InlineArray<4, UInt32>, _ right: InlineArray<4, UInt32>, _ leftLength: Double, _ rightLength: Double
    ) {
        for family in 0..<ArticleVectors.families {
            least[family] = min(left[family], right[family])
            total[family] = left[family] &+ right[family]
        }
        logLength = min(leftLength, rightLength)
    }

    /// Raises what is shared with a summary to what is expected of all that it stands for.
    mutating func raise(for summary: VectorSummary) {
        for family in [Family.names, .lead] {
            let kept = summary.range(of: family).reduce(UInt64(0)) { $0 &+ UInt64(summary.values[$1]) }
            guard kept > 0 else { continue }
            let place = family.rawValue
            let raised = UInt64(shared[place]) * UInt64(summary.masses[place]) / kept
            shared[place] = UInt32(truncatingIfNeeded: min(raised, UInt64(least[place])))
        }
    }

    /// The cosine of the words' vectors, 0–1.
    var wordCosine: Double { Double(product) / Double(Weighting.one) }

    /// The share, 0–1, of one family's rarity in the poorer article that the other has as well.
    func containment(_ family: Int) -> Double {
        least[family] > 0 ? Double(shared[family]) / Double(least[family]) : 0
    }

    /// The rarity that one family of both articles shares, as a share, 0–1, of all that either has (weighted Jaccard).
    func jaccard(_ family: Family) -> Double {
        let (shared, total) = (shared[family.rawValue], total[family.rawValue])
        return total > shared ? Double(shared) / Double(total - shared) : 0
    }
}

/// One article's vectors, laid out to be compared with many others.
struct VectorProbe {
    let weighed: WeighedArticle
    private let table: TermTable?

    /// - Parameter table: What it is laid out in, whatever was there before; others may have it as well.
    init(_ weighed: WeighedArticle, in table: inout TermTable) {
        self.weighed = weighed
        self.table = table.lay(weighed.vectors.terms) ? table : nil
    }

    /// What the article shares with another one.
    func overlap(_ other: KnownVectors) -> VectorOverlap {
        guard let table else { return known.overlap(other) }
        var result = other.overlap(table)
        let (mine, its) = (weighed.vectors, other.shape)
        result.sizes(mine.masses, its.masses, mine.logLength, its.logLength)
        return result
    }

    /// What the article shares with one of a closed story, raised to what is expected of all that is left of that one.
    func overlap(_ summary: VectorSummary) -> VectorOverlap {
        var result = table.map(summary.overlap) ?? known.overlap(KnownVectors.pack(summary))
        result.sizes(weighed.vectors.masses, summary.masses, weighed.vectors.logLength, summary.logLength)
        result.raise(for: summary)
        return result
    }

    /// The article's vectors as they are kept, where they cannot be laid out.
    private var known: KnownVectors {
        let phrases = KnownPhrases.pack(weighed.phrases, sample: weighed.phrases, specific: [])
        return KnownVectors.pack(weighed.vectors, phraseRarities: weighed.phraseRarities, phrases)
    }
}

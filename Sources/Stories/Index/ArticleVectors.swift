internal import CPrefetch
import Shingling

/// An article's weighed shingles, family after family, as they were when it came: each family's vector has length 1.
///
/// After the families of `Family`, of which some may be empty, come the phrases; they have no weight, only a rarity.
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
    var logLength = 0.0

    /// Takes over the sizes of the vectors of which these are the weightiest terms.
    mutating func standFor(_ whole: ArticleVectors) {
        masses = whole.masses
        logLength = whole.logLength
    }

    /// Adds a term to the family that is being added. Its hash is not less than the one before.
    mutating func append(_ family: Int, hash: UInt32, rarity: UInt32, weight: UInt32) {
        let key = hash & ~7 | UInt32(truncatingIfNeeded: family)
        guard rarity > 0, terms.isEmpty || UInt32(truncatingIfNeeded: terms[terms.count - 1] >> 32) != key else {
            return
        }
        terms.append(UInt64(key) << 32 | UInt64(min(rarity, 0xFFFF)) << 16 | UInt64(min(weight, 0xFFFF)))
        masses[family] &+= min(rarity, 0xFFFF)
    }

    /// Ends a family; a later one follows, those in between are empty.
    mutating func end(_ family: Int) {
        for later in family..<Self.families { ends[later] = terms.count }
    }

    /// Brings the terms into the processor's cache.
    func prefetch() {
        terms.withUnsafeBufferPointer { terms in
            guard let base = terms.baseAddress else { return }
            for line in stride(from: 0, to: terms.count, by: 8) { storyd_prefetch(base + line) }
        }
    }

    /// The range of a family in `terms`.
    func range(of family: Int) -> Range<Int> { (family == 0 ? 0 : ends[family - 1])..<ends[family] }

    /// What two articles share: the same as a `VectorProbe` finds.
    func overlap(_ other: ArticleVectors) -> VectorOverlap {
        var result = VectorOverlap()
        terms.withUnsafeBufferPointer { left in
            other.terms.withUnsafeBufferPointer { right in
                for family in 0..<Self.families {
                    let (mine, its) = (range(of: family), other.range(of: family))
                    var (i, j) = (mine.lowerBound, its.lowerBound)
                    while i < mine.upperBound, j < its.upperBound {
                        let (a, b) = (left[i] >> 32, right[j] >> 32)
                        if a == b { result.add(left[i], right[j], family) }
                        i &+= a <= b ? 1 : 0
                        j &+= b <= a ? 1 : 0
                    }
                }
            }
        }
        result.sizes(masses, other.masses, logLength, other.logLength)
        return result
    }
}

/// What two articles share, family by family.
struct VectorOverlap {
    /// Products of the weights, 30 fractional bits: the cosine.
    private(set) var products = InlineArray<4, UInt64>(repeating: 0)
    /// The rarities of what both have, the lesser of the two where they differ.
    private(set) var shared = InlineArray<4, UInt32>(repeating: 0)
    /// The lesser of both articles' sums of rarities, and what both come to.
    private(set) var least = InlineArray<4, UInt32>(repeating: 0)
    private(set) var total = InlineArray<4, UInt32>(repeating: 0)
    /// ln of the shorter one's words.
    private(set) var logLength = 0.0

    @inline(__always)
    mutating func add(_ left: UInt64, _ right: UInt64, _ family: Int) {
        products[family] &+= (left & 0xFFFF) &* (right & 0xFFFF)
        shared[family] &+= UInt32(truncatingIfNeeded: min(left >> 16 & 0xFFFF, right >> 16 & 0xFFFF))
    }

    @inline(__always)
    mutating func add(product: UInt64, shared: UInt32, _ family: Int) {
        products[family] &+= product
        self.shared[family] &+= shared
    }

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
    mutating func raise(for summary: ArticleVectors) {
        for family in Family.allCases.map(\.rawValue) {
            let kept = summary.terms[summary.range(of: family)].reduce(UInt64(0)) { $0 + ($1 >> 16 & 0xFFFF) }
            guard kept > 0 else { continue }
            let raised = UInt64(shared[family]) * UInt64(summary.masses[family]) / kept
            shared[family] = UInt32(truncatingIfNeeded: min(raised, UInt64(least[family])))
        }
    }

    /// The cosine of one family's vectors, 0–1.
    func cosine(_ family: Family) -> Double { Double(products[family.rawValue]) / Double(Weighting.one) }

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
    private let vectors: ArticleVectors
    private let table: TermTable?

    init(_ vectors: ArticleVectors) {
        self.vectors = vectors
        table = TermTable(vectors.terms)
    }

    /// What the article shares with another one.
    func overlap(_ other: ArticleVectors) -> VectorOverlap {
        guard let table else { return vectors.overlap(other) }
        var result = VectorOverlap()
        other.terms.withUnsafeBufferPointer { terms in
            for family in 0..<ArticleVectors.families {
                let (product, shared) = table.overlap(terms, other.range(of: family))
                result.add(product: product, shared: shared, family)
            }
        }
        result.sizes(vectors.masses, other.masses, vectors.logLength, other.logLength)
        return result
    }
}

extension ArticleVectors: Snapshotted {
    func encode(to writer: SnapshotWriter) throws {
        try writer.list(terms)
        for family in 0..<Self.families {
            try writer.number(ends[family])
            try writer.number(Int(masses[family]))
        }
        try writer.number(Int(bitPattern: UInt(logLength.bitPattern)))
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        terms = try reader.list()
        for family in 0..<Self.families {
            ends[family] = try reader.number()
            masses[family] = UInt32(truncatingIfNeeded: try reader.number())
        }
        logLength = Double(bitPattern: UInt64(UInt(bitPattern: try reader.number())))
    }
}

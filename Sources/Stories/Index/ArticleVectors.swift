import Shingling

/// An article's weighed shingles, family after family, as they were when it came: each family's vector has length 1.
struct ArticleVectors: Sendable {
    /// The shingle's hash above, its weight below; sorted by hash within a family, those without weight left out.
    private(set) var terms: [UInt64] = []
    /// Where each family ends in `terms`.
    private var ends: InlineArray<4, Int> = [0, 0, 0, 0]

    /// Adds the next family's terms.
    mutating func append(_ family: Family, _ weights: some Sequence<(hash: UInt32, weight: UInt32)>) {
        for (hash, weight) in weights where weight > 0 { terms.append(UInt64(hash) << 32 | UInt64(weight)) }
        for later in family.rawValue..<4 { ends[later] = terms.count }
    }

    /// The range of a family in `terms`.
    func range(of family: Family) -> Range<Int> {
        (family.rawValue == 0 ? 0 : ends[family.rawValue - 1])..<ends[family.rawValue]
    }

    /// The product of two articles' word vectors, 30 fractional bits.
    func wordProduct(_ other: ArticleVectors) -> UInt64 {
        terms.withUnsafeBufferPointer { left in
            other.terms.withUnsafeBufferPointer { right in
                let (leftEnd, rightEnd) = (ends[0], other.ends[0])
                var (i, j, sum) = (0, 0, UInt64(0))
                while i < leftEnd && j < rightEnd {
                    let (a, b) = (left[i] >> 32, right[j] >> 32)
                    if a == b { sum &+= (left[i] & 0xFFFF_FFFF) &* (right[j] & 0xFFFF_FFFF) }
                    i &+= a <= b ? 1 : 0
                    j &+= b <= a ? 1 : 0
                }
                return sum
            }
        }
    }
}

/// One article's vectors, laid out to be multiplied with many others: an open table over all families' hashes.
struct VectorProbe {
    private var slots: [UInt64]
    private let mask: Int

    init(_ vectors: ArticleVectors) {
        var size = 64
        while size < vectors.terms.count * 4 { size *= 2 }
        mask = size - 1
        slots = Array(repeating: 0, count: size)
        for term in vectors.terms {
            var place = Int(truncatingIfNeeded: term >> 32) & mask
            // The families' hashes are salted; should two agree all the same, both stay and the first is found.
            while slots[place] != 0 { place = (place &+ 1) & mask }
            slots[place] = term
        }
    }

    /// The products with another article's vectors, in the order of `Family`, 30 fractional bits.
    func products(_ other: ArticleVectors) -> InlineArray<4, UInt64> {
        var result: InlineArray<4, UInt64> = [0, 0, 0, 0]
        slots.withUnsafeBufferPointer { slots in
            other.terms.withUnsafeBufferPointer { terms in
                for family in Family.allCases {
                    var sum: UInt64 = 0
                    for index in other.range(of: family) {
                        let term = terms[index]
                        var place = Int(truncatingIfNeeded: term >> 32) & mask
                        while slots[place] != 0 {
                            if slots[place] >> 32 == term >> 32 {
                                sum &+= (slots[place] & 0xFFFF_FFFF) &* (term & 0xFFFF_FFFF)
                                break
                            }
                            place = (place &+ 1) & mask
                        }
                    }
                    result[family.rawValue] = sum
                }
            }
        }
        return result
    }
}

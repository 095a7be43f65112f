import Shingling

/// What is left of the vectors of an article that stands for a closed story: of each family the weightiest terms.
///
/// What is shared with them is raised when they are compared (`VectorOverlap.raise(for:)`); the phrases go, since two reports
/// of one event share few.
enum StorySummary {
    /// Terms kept in each family of `Family`.
    private static let most = [24, 12, 12]
    /// Words by which the article is found.
    static let keys = 12

    /// By weight, then by rarity, then by hash: no two terms of a family are equal.
    @inline(__always)
    static func rank(_ term: UInt64) -> UInt64 {
        (term & 0xFFFF) << 48 | (term >> 16 & 0xFFFF) << 32 | term >> 32
    }

    /// The rank from which a family's terms are kept.
    static func leastRank(of terms: ArraySlice<UInt64>, _ family: Family) -> UInt64 {
        let most = most[family.rawValue]
        guard terms.count > most else { return 0 }
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: terms.count) { ranks in
            for (place, term) in terms.enumerated() { ranks[place] = rank(term) }
            // Selection (Hoare 1961), the greatest first.
            var (low, high) = (0, ranks.count - 1)
            while low < high {
                let pivot = ranks[(low + high) / 2]
                var (i, j) = (low, high)
                while i <= j {
                    while ranks[i] > pivot { i += 1 }
                    while ranks[j] < pivot { j -= 1 }
                    if i <= j {
                        ranks.swapAt(i, j)
                        i += 1
                        j -= 1
                    }
                }
                if most - 1 <= j { high = j } else if most - 1 >= i { low = i } else { break }
            }
            return ranks[most - 1]
        }
    }
}

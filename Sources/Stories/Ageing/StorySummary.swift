import Shingling

/// What is left of the vectors of an article that stands for a closed story: of each family the weightiest terms.
///
/// The kept weights are raised so that a cosine with them is what the whole vector's is expected to be, and what is shared
/// is raised when they are compared (`VectorOverlap.raise(for:)`); the phrases go, since two reports of one event share few.
struct StorySummary {
    /// Terms kept in each family of `Family`.
    private static let most = [24, 12, 12]
    /// Words by which the article is found.
    private static let keys = 12

    /// The kept terms.
    private(set) var vectors = ArticleVectors()
    /// The weight, as the index has it, of the last of the words by which the article is found.
    private(set) var leastPosting: UInt16 = .max

    /// Summarises an article's vectors.
    init(_ whole: ArticleVectors) {
        for family in Family.allCases {
            let terms = whole.terms[whole.range(of: family.rawValue)]
            // By weight, then by rarity, then by hash: no two terms of a family are equal.
            let ranked = terms.sorted { Self.rank($0) > Self.rank($1) }
            let kept = ranked.prefix(Self.most[family.rawValue])
            if family == .words, let last = kept.prefix(Self.keys).last { leastPosting = UInt16(last & 0xFFFF) }
            let (all, rest) = (Self.squares(terms), Self.squares(kept[...]))
            for term in kept.sorted() {
                let weight = rest > 0 ? min((term & 0xFFFF) &* all / rest, 0xFFFF) : 0
                vectors.append(
                    family.rawValue, hash: UInt32(truncatingIfNeeded: term >> 32),
                    rarity: UInt32(truncatingIfNeeded: term >> 16 & 0xFFFF),
                    weight: UInt32(truncatingIfNeeded: weight))
            }
            vectors.end(family.rawValue)
        }
        vectors.end(ArticleVectors.phrases)
        vectors.standFor(whole)
    }

    private static func rank(_ term: UInt64) -> UInt64 {
        (term & 0xFFFF) << 48 | (term >> 16 & 0xFFFF) << 32 | term >> 32
    }

    private static func squares(_ terms: ArraySlice<UInt64>) -> UInt64 {
        terms.reduce(0) { $0 + ($1 & 0xFFFF) * ($1 & 0xFFFF) }
    }
}

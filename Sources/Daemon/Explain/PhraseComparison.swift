import Shingling
import Stories

/// How many 5-word shingles two articles share.
struct PhraseComparison {
    /// Jaccard similarity, 0–1; exact unless a text has more shingles than are kept.
    let similarity: Double
    /// Share of the shorter one's shingles found in the longer, 0–1.
    let containment: Double

    init(_ left: ArticleFeatures, _ right: ArticleFeatures) {
        // Both within the range that the longer text's were kept from.
        let shift = max(left.phraseShift, right.phraseShift)
        let range = shift == 0 ? UInt32.max : (UInt32(1) << (32 - UInt32(shift))) - 1
        let (first, second) = (left.phrases.prefix { $0 <= range }, right.phrases.prefix { $0 <= range })
        let known = Set(second)
        let shared = Double(first.count { known.contains($0) })
        similarity = shared / max(1, Double(first.count + second.count) - shared)
        containment = shared / Double(max(1, min(first.count, second.count)))
    }

    /// Whether that makes one a copy of the other.
    /// - Parameter words: Words of the shorter one.
    func qualifies(words: Int) -> Bool {
        similarity >= Engine.Threshold.similarity
            || words >= Engine.Threshold.words && containment >= Engine.Threshold.containment
    }
}

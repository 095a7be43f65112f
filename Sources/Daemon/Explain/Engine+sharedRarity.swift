import Shingling
import Stories

extension Engine {
    /// How much two articles share: the rarity of all words and names in both, summed.
    func sharedRarity(_ left: ArticleFeatures, _ right: ArticleFeatures) -> Double {
        [Family.words, .names].reduce(0) { sum, family in
            let known = Set(right.features(of: family).map(\.hash))
            return left.features(of: family).reduce(sum) {
                known.contains($1.hash) ? $0 + rarity(of: $1, family).idf : $0
            }
        }
    }
}

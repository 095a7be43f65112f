import Journal
import Shingling
import Stories

/// What two articles have in common, in words: what the hashes that were compared stand for.
struct CommonGround: Sendable {
    /// A shared word or name.
    struct Term: Sendable {
        /// As the first of the two articles writes it.
        let spelling: String
        /// Articles known to have it, about.
        let articles: Int
        /// Its idf among them.
        let rarity: Double
    }

    /// A run of words in both.
    struct Passage: Sendable {
        /// As the first of the two articles has it, cut to `longestPassage`.
        let text: String
        /// Words it has.
        let words: Int
        /// It stands between quotation marks.
        let isQuote: Bool
    }

    /// Scalars of a passage that are shown.
    private static let longestPassage = 160
    /// Below this idf a word is too common to tell anything: one in twenty articles has it.
    private static let leastRarity = 3.0

    /// Shared names and other words, the rarest first.
    private(set) var names: [Term] = []
    private(set) var words: [Term] = []
    /// How many of each are shared, those beyond the shown ones too.
    private(set) var nameCount = 0
    private(set) var wordCount = 0
    /// Runs of at least five shared words, the longest first.
    private(set) var passages: [Passage] = []

    /// Compares two articles.
    /// - Parameters:
    ///   - engine: What rarity is measured by.
    ///   - most: Terms and passages of each kind to keep.
    init(_ left: ReadText, _ right: ReadText, engine: Engine, most: Int) {
        let names = Self.terms(.names, left, right, engine, without: [])
        let words = Self.terms(.words, left, right, engine, without: names.map(\.spelling))
        nameCount = names.count
        wordCount = words.count
        self.names = Array(names.prefix(most))
        self.words = Array(words.prefix(most))
        passages = SharedRuns.find(left.spelled, right.spelled).prefix(most).map { run in
            Passage(
                text: left.spelled.passage(run).cleaned(limit: Self.longestPassage), words: run.count,
                isQuote: left.spelled.isQuoted(run))
        }
    }

    private static func terms(
        _ family: Family, _ left: ReadText, _ right: ReadText, _ engine: Engine, without: [String]
    ) -> [Term] {
        let known = Set(right.features.features(of: family).map(\.hash))
        let shared = left.features.features(of: family).filter { known.contains($0.hash) }
        let spellings = left.spelled.spellings(of: Set(shared.map(\.hash)), family)
        let shown = Set(without.map { $0.lowercased() })
        return shared.compactMap { feature -> Term? in
            let (articles, rarity) = engine.rarity(of: feature, family)
            guard rarity >= leastRarity, let spelling = spellings[feature.hash]?.cleaned(limit: 60), !spelling.isEmpty,
                !shown.contains(spelling.lowercased())
            else { return nil }
            return Term(spelling: spelling, articles: articles, rarity: rarity)
        }
        .sorted { $0.rarity != $1.rarity ? $0.rarity > $1.rarity : $0.spelling < $1.spelling }
    }
}

/// An article's text, cut into tokens, with its features.
struct ReadText: Sendable {
    let spelled: SpelledText
    let features: ArticleFeatures

    init(title: String, text: String, features: ArticleFeatures) {
        spelled = SpelledText(title: title, text: text)
        self.features = features
    }
}

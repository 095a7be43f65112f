// What `storyd explain` answers. As JSON the names are a promise: they are only added to.

/// An article that is explained, or that explains another.
public struct ArticleSubject: Sendable, Encodable {
    /// Its number in the ledger; nil for a file.
    public let article: Int64?
    /// The file it came in.
    public let file: String
    /// Its headline.
    public let title: String
    /// Its language (ISO 639), where known.
    public let language: String?
    /// Words in title and text.
    public let words: Int
    /// Whether its text is at hand; without it no shared word can be shown.
    public let hasText: Bool
}

/// What two articles share, in words.
public struct SharedWords: Sendable, Encodable {
    /// A word or a name, with what makes it telling.
    public struct Term: Sendable, Encodable {
        /// As the first article writes it.
        public let text: String
        /// Known articles that have it, about.
        public let articles: Int
        /// ln of how many times rarer it is than a word that every article has.
        public let rarity: Double
    }

    /// A run of at least five words in both.
    public struct Passage: Sendable, Encodable {
        /// The words, cut when there are many.
        public let text: String
        /// How many.
        public let words: Int
        /// Between quotation marks.
        public let isQuote: Bool
    }

    /// The rarest names in both.
    public let names: [Term]
    /// The rarest other words in both.
    public let words: [Term]
    /// All rare names and words in both.
    public let nameCount, wordCount: Int
    /// The longest runs in both.
    public let passages: [Passage]

    init(_ ground: CommonGround) {
        func terms(_ terms: [CommonGround.Term]) -> [Term] {
            terms.map { Term(text: $0.spelling, articles: $0.articles, rarity: $0.rarity) }
        }
        names = terms(ground.names)
        words = terms(ground.words)
        nameCount = ground.nameCount
        wordCount = ground.wordCount
        passages = ground.passages.map { Passage(text: $0.text, words: $0.words, isQuote: $0.isQuote) }
    }
}

/// How a score comes about.
public struct ScoreBreakdown: Sendable, Encodable {
    /// What one signal adds.
    public struct Part: Sendable, Encodable {
        /// What is looked at.
        public let signal: String
        /// How much of it there is; similarities are 0–1.
        public let value: Double
        /// What the model multiplies it with.
        public let weight: Double
        /// The product: what it adds to the log-odds.
        public let logOdds: Double
    }

    /// Calibrated probability, 0–1: what the journal calls `STORY_SCORE`.
    public let score: Double
    /// The sum of the constant and of all parts.
    public let logOdds: Double
    /// The log-odds of an article that shares nothing.
    public let constant: Double
    /// In the model's order.
    public let parts: [Part]
}

/// A known article that could be the original of a copy.
public struct CopyFinding: Sendable, Encodable {
    /// The article.
    public let of: ArticleSubject
    /// Jaccard similarity, 0–1, of the two articles' 5-word shingles.
    public let similarity: Double
    /// Share, 0–1, of the shorter article's 5-word shingles that the longer one has.
    public let containment: Double
    /// Whether that makes a copy.
    public let isCopy: Bool
    /// In words: which measure decides.
    public let reason: String
}

/// A story an article was compared with.
public struct CandidateStory: Sendable, Encodable {
    /// `STORY_ID`.
    public let story: String
    /// Its headline.
    public let title: String
    /// How sure it is that the article belongs there.
    public let breakdown: ScoreBreakdown
    /// The article of the story that shares most with it.
    public let nearest: ArticleSubject?
    /// What those two share.
    public let shared: SharedWords?
}

/// What a ledger recorded of an article.
public struct RecordedDecision: Sendable, Encodable {
    /// What it was.
    public let outcome: String
    /// The `STORY_ID` it is in now, and that story's headline.
    public let story, storyTitle: String
    /// The `ASSIGNMENT_SEQ` of the decision.
    public let sequence: Int64
    /// How sure, 0–1.
    public let score: Double?
    /// The article it copies.
    public let duplicateOf: Int64?
}

/// Why an article is where it is.
public struct ArticleExplanation: Sendable, Encodable {
    /// The article.
    public let subject: ArticleSubject
    /// The decision as it was recorded; nil for a file.
    public let recorded: RecordedDecision?
    /// Articles and stories that were known; everything below was computed again by what was known then (for a file:
    /// by what is known now).
    public let knownArticles, knownStories: Int
    /// What is decided by that.
    public let outcome: String
    /// The nearest article by its 5-word shingles, where any are shared.
    public let copy: CopyFinding?
    /// The stories it was compared with, the likeliest first.
    public let candidates: [CandidateStory]
    /// Probabilities from which an article joins a story, and from which others are merged.
    public let joinAt, mergeAt: Double
    /// What would have led to another decision, in words.
    public let changes: [String]
}

/// How two articles compare when nothing else is known.
public struct PairExplanation: Sendable, Encodable {
    /// The articles; the second is compared with a story of the first alone.
    public let first, second: ArticleSubject
    /// Whether they are in one story now; nil unless both are in the ledger.
    public let inOneStory: Bool?
    /// Whether one is a copy of the other, and by what.
    public let copy: CopyFinding
    /// How sure it is that they are on one story.
    public let breakdown: ScoreBreakdown
    /// The probability from which they would be.
    public let joinAt: Double
    /// What they share.
    public let shared: SharedWords
    /// What would change the answer, in words.
    public let changes: [String]
}

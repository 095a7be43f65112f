/// How much a ledger holds, at one moment.
public struct LedgerCounts: Sendable, Equatable {
    /// Articles.
    public var articles: Int
    /// Stories that are not merged into another.
    public var stories: Int
    /// Claimed files that are not put away.
    public var openClaims: Int
    /// Journal entries not seen in the journal.
    public var unconfirmed: Int
    /// The highest `ASSIGNMENT_SEQ` given or skipped; 0 when there is none.
    public var lastSequence: Int64
    /// The highest article number; 0 when there is none.
    public var lastArticle: Int64
    /// The highest story number; 0 when there is none.
    public var lastStory: Int64
    /// The highest claim number; 0 when there is none.
    public var lastClaim: Int64

    /// Counts of these values.
    public init(
        articles: Int, stories: Int, openClaims: Int, unconfirmed: Int, lastSequence: Int64, lastArticle: Int64,
        lastStory: Int64, lastClaim: Int64
    ) {
        self.articles = articles
        self.stories = stories
        self.openClaims = openClaims
        self.unconfirmed = unconfirmed
        self.lastSequence = lastSequence
        self.lastArticle = lastArticle
        self.lastStory = lastStory
        self.lastClaim = lastClaim
    }
}

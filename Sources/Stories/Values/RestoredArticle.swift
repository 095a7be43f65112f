/// An article as the ledger remembers it, to build the engine's state anew.
public struct RestoredArticle: Sendable {
    /// The article's number.
    public var article: Int64
    /// The number of the story it is in now, after all merges.
    public var story: Int64
    /// What was submitted when it came.
    public var submission: Submission
    /// What was decided when it came.
    public var outcome: Outcome
    /// The article it is a copy or a revision of.
    public var duplicateOf: Int64?
    /// The article at whose arrival it was closed with its story; its own number when it came to a closed story.
    public var closedBy: Int64?
    /// Whether a closed story is remembered by it.
    public var isStanding: Bool

    /// Describes one remembered article.
    public init(
        article: Int64, story: Int64, submission: Submission, outcome: Outcome, duplicateOf: Int64?,
        closedBy: Int64? = nil, isStanding: Bool = false
    ) {
        self.closedBy = closedBy
        self.isStanding = isStanding
        self.article = article
        self.story = story
        self.submission = submission
        self.outcome = outcome
        self.duplicateOf = duplicateOf
    }
}

/// A story as the ledger remembers it, retired ones included.
public struct RestoredStory: Sendable {
    /// The story's number.
    public var number: Int64
    /// Its name.
    public var id: StoryID
    /// How many earlier stories its founding text founded.
    public var generation: Int
    /// The story that absorbed it.
    public var mergedInto: Int64?
    /// The article that founded it.
    public var founder: Int64
    /// When something came to it, or left it, for the last time, in seconds since 1970; nil where that is not known: then
    /// its articles tell.
    public var lastArrival: Int64?
    /// The article at whose arrival it was closed.
    public var closedBy: Int64?

    /// Describes one remembered story.
    public init(
        number: Int64, id: StoryID, generation: Int, mergedInto: Int64?, founder: Int64, lastArrival: Int64? = nil,
        closedBy: Int64? = nil
    ) {
        self.lastArrival = lastArrival
        self.closedBy = closedBy
        self.number = number
        self.id = id
        self.generation = generation
        self.mergedInto = mergedInto
        self.founder = founder
    }
}

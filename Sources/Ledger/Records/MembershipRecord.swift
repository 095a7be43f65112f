/// The story an article is in, and why.
public struct MembershipRecord: Codable, Sendable, Equatable {
    /// The article; an article is in one story.
    public var article: Int64
    /// Number of the story.
    public var story: Int64
    /// The decision's outcome, as the journal names it.
    public var outcome: String
    /// How sure, 0–1.
    public var score: Double?
    /// The article it is a copy of.
    public var duplicateOf: Int64?
    /// Jaccard similarity with that article, 0–1.
    public var similarity: Double?
    /// Share of the shorter text found in the longer, 0–1.
    public var containment: Double?
    /// The `ASSIGNMENT_SEQ` that put it there.
    public var sequence: Int64
    /// The article at whose arrival its story was closed; its own number when it came to a closed story.
    public var closedBy: Int64?
    /// Whether it stands for its closed story when later articles are compared with that.
    public var isStanding: Bool

    /// A membership of these values.
    public init(
        article: Int64, story: Int64, outcome: String, score: Double?, duplicateOf: Int64?, similarity: Double?,
        containment: Double?, sequence: Int64, closedBy: Int64? = nil, isStanding: Bool = false
    ) {
        self.closedBy = closedBy
        self.isStanding = isStanding
        self.article = article
        self.story = story
        self.outcome = outcome
        self.score = score
        self.duplicateOf = duplicateOf
        self.similarity = similarity
        self.containment = containment
        self.sequence = sequence
    }
}

/// An article that changes its story, as by a merge; its outcome and scores stay those of its own decision.
public struct MoveRecord: Sendable, Equatable {
    /// The article; it must be in the ledger, or in the same batch.
    public var article: Int64
    /// Number of the story it is in from now on.
    public var story: Int64
    /// The `ASSIGNMENT_SEQ` of the move.
    public var sequence: Int64

    /// A move of these values.
    public init(article: Int64, story: Int64, sequence: Int64) {
        self.article = article
        self.story = story
        self.sequence = sequence
    }
}

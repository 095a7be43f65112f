/// One decision. No two decisions have the same claim and position, where both are given.
public struct DecisionRecord: Codable, Sendable, Equatable {
    /// `ASSIGNMENT_SEQ`; unique.
    public var sequence: Int64
    /// What was decided, as the journal names it.
    public var kind: String
    /// The claimed file it is about.
    public var claim: Int64?
    /// Position in that file.
    public var position: Int?
    /// The article it is about.
    public var article: Int64?
    /// The story it ends in.
    public var story: Int64?
    /// The story that was absorbed or left.
    public var otherStory: Int64?
    /// Seconds since 1970.
    public var decidedAt: Int64
    /// Why something was refused; of a person's move, that the article opened the story (``openedStory``).
    public var reason: String?
    /// Who decided it, where that was a person: a user's name. Nil where storyd did.
    public var correctedBy: String?

    /// The reason of a move for which a story was opened.
    public static let openedStory = "new-story"

    /// A decision of these values.
    public init(
        sequence: Int64, kind: String, claim: Int64?, position: Int?, article: Int64?, story: Int64?,
        otherStory: Int64?, decidedAt: Int64, reason: String?, correctedBy: String? = nil
    ) {
        self.sequence = sequence
        self.kind = kind
        self.claim = claim
        self.position = position
        self.article = article
        self.story = story
        self.otherStory = otherStory
        self.decidedAt = decidedAt
        self.reason = reason
        self.correctedBy = correctedBy
    }
}

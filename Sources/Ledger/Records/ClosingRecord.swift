/// A story that is closed, since nothing came to it for too long, or is open again.
public struct StoryClosing: Sendable, Equatable {
    /// The story.
    public var number: Int64
    /// The article at whose arrival it was closed; nil opens it again.
    public var closedBy: Int64?

    /// A closing of these values.
    public init(number: Int64, closedBy: Int64?) {
        self.number = number
        self.closedBy = closedBy
    }
}

/// An article whose story is closed, or open again.
public struct ArticleClosing: Sendable, Equatable {
    /// The article; it must be in the ledger, or in the same batch.
    public var article: Int64
    /// The article at whose arrival the story was closed; nil for a story that is open again.
    public var closedBy: Int64?
    /// Whether it stands for the story when later articles are compared with that.
    public var isStanding: Bool

    /// A closing of these values.
    public init(article: Int64, closedBy: Int64?, isStanding: Bool) {
        self.article = article
        self.closedBy = closedBy
        self.isStanding = isStanding
    }
}

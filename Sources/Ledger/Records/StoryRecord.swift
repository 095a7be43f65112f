/// A story: a news event and the articles on it.
public struct StoryRecord: Codable, Sendable, Equatable {
    /// Dense number from 1.
    public var number: Int64
    /// The public id, 13 characters; unique.
    public var id: String
    /// Headline of the founding article.
    public var title: String
    /// The founding article's number.
    public var founder: Int64
    /// How many earlier stories the founder's text opened.
    public var generation: Int
    /// Number of articles; 0 once it is merged into another.
    public var size: Int
    /// The story that absorbed it.
    public var mergedInto: Int64?
    /// Seconds since 1970.
    public var openedAt: Int64
    /// Arrival of its latest article, seconds since 1970.
    public var lastArrival: Int64
    /// The closed story it continues.
    public var follows: Int64?
    /// The article at whose arrival it was closed; nil while it is open.
    public var closedBy: Int64?

    /// A story of these values.
    public init(
        number: Int64, id: String, title: String, founder: Int64, generation: Int, size: Int, mergedInto: Int64?,
        openedAt: Int64, lastArrival: Int64, follows: Int64?, closedBy: Int64? = nil
    ) {
        self.closedBy = closedBy
        self.number = number
        self.id = id
        self.title = title
        self.founder = founder
        self.generation = generation
        self.size = size
        self.mergedInto = mergedInto
        self.openedAt = openedAt
        self.lastArrival = lastArrival
        self.follows = follows
    }
}

/// What a decision changes in a story that is in the ledger, or earlier in the same batch.
public struct StoryUpdate: Sendable, Equatable {
    /// The story.
    public var number: Int64
    /// Its new number of articles.
    public var size: Int
    /// Arrival of its latest article, seconds since 1970.
    public var lastArrival: Int64
    /// The story that absorbs it; nil leaves what is recorded, so a merge is never undone.
    public var mergedInto: Int64?

    /// A change of these values.
    public init(number: Int64, size: Int, lastArrival: Int64, mergedInto: Int64? = nil) {
        self.number = number
        self.size = size
        self.lastArrival = lastArrival
        self.mergedInto = mergedInto
    }
}

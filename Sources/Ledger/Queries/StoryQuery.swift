/// Which stories are asked for.
public struct StoryQuery: Codable, Sendable, Equatable {
    /// What comes first.
    public enum Order: String, Codable, Sendable, CaseIterable {
        /// The story with the latest article.
        case recent
        /// The story with the most articles.
        case size
    }

    /// Only stories with an article that arrived at this time or later, seconds since 1970.
    public var since: Int64?
    /// Only stories of at least so many articles.
    public var minimumSize: Int
    /// What comes first; the older story among equals.
    public var order: Order
    /// At most so many.
    public var limit: Int

    /// A query of these values.
    public init(since: Int64? = nil, minimumSize: Int = 1, order: Order = .recent, limit: Int = 50) {
        self.since = since
        self.minimumSize = minimumSize
        self.order = order
        self.limit = limit
    }
}

public import Shingling

/// An article as the engine sees it: its features and what is known of where and when it appeared.
public struct Submission: Sendable, Equatable {
    /// The features of its title and text.
    public var features: ArticleFeatures
    /// When it arrived, in seconds since 1970.
    public var arrivedAt: Int64
    /// When it says it was published, in seconds since 1970; compared only with other stated dates.
    public var publishedAt: Int64?
    /// Its address. Two articles with one address are versions of each other when their texts are near.
    public var url: String?
    /// Its publisher's identifier (`guid`, `uri`), with the meaning of an address.
    public var guid: String?
    /// The outlet it came from.
    public var source: String?

    /// Describes one article.
    public init(
        features: ArticleFeatures, arrivedAt: Int64, publishedAt: Int64? = nil, url: String? = nil,
        guid: String? = nil, source: String? = nil
    ) {
        self.features = features
        self.arrivedAt = arrivedAt
        self.publishedAt = publishedAt
        self.url = url
        self.guid = guid
        self.source = source
    }
}

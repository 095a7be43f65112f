/// An article with its place in a story, as ``Ledger/forEachArticle(_:)`` gives it.
public struct StoredArticle: Sendable, Equatable {
    /// The article, with its features and without its text.
    public var article: ArticleRecord
    /// The story it is in.
    public var membership: MembershipRecord

    /// An article of these values.
    public init(article: ArticleRecord, membership: MembershipRecord) {
        self.article = article
        self.membership = membership
    }
}

import GRDB

/// An article as a list shows it: without its text and features, with the story it is in.
public struct ArticleListing: Codable, Sendable, Equatable {
    /// The article; `text` is nil and `features` is empty.
    public var article: ArticleRecord
    /// Its place in a story.
    public var membership: MembershipRecord
    /// `STORY_ID` of that story.
    public var storyID: String

    static let columns = "\(ArticleRecord.columns), \(MembershipRecord.columns), stories.id"
    static let columnCount = ArticleRecord.columnCount + MembershipRecord.columnCount + 1
    static let source = """
        articles JOIN memberships ON memberships.article = articles.id
        JOIN stories ON stories.number = memberships.story
        """

    init(_ row: Row) throws {
        article = try ArticleRecord(row)
        membership = try MembershipRecord(row, from: ArticleRecord.columnCount)
        storyID = try row.get(ArticleRecord.columnCount + MembershipRecord.columnCount)
    }
}

public import Ledger

/// What people ask about stories and articles: of a ledger, or of a daemon that has one.
public enum Question: Codable, Sendable, Equatable {
    /// Which stories fit.
    case stories(StoryQuery)
    /// One story, by its id or the beginning of it.
    case story(id: String)
    /// One article by its number, or those of a file by its name, the latest first.
    case article(String, limit: Int, withText: Bool)
    /// Articles that hold all the words of a text, the latest first. `since`: arrival, seconds since 1970.
    case search(words: String, since: Int64, limit: Int)
    /// Copies, the latest first. `since`: arrival, seconds since 1970.
    case copies(since: Int64, limit: Int)
}

/// The answer to a ``Question``.
public enum Finding: Codable, Sendable, Equatable {
    /// To ``Question/stories(_:)``.
    case stories([StoryRecord])
    /// To ``Question/story(id:)``; nil where there is none.
    case story(FoundStory?)
    /// To ``Question/article(_:limit:withText:)``.
    case articles([FoundArticle])
    /// To ``Question/search(words:since:limit:)``.
    case listings([ArticleListing])
    /// To ``Question/copies(since:limit:)``.
    case copies([FoundCopy])
}

/// A story with its articles.
public struct FoundStory: Codable, Sendable, Equatable {
    /// The story.
    public var story: StoryRecord
    /// Its articles in the order of their arrival.
    public var members: [ArticleListing]
    /// Id of the closed story that it continues.
    public var follows: String?
    /// Ids of the stories that continue it.
    public var followedBy: [String]
}

/// An article with what was decided about it.
public struct FoundArticle: Codable, Sendable, Equatable {
    /// The article and its place.
    public var listing: ArticleListing
    /// Every decision about it, in order.
    public var decisions: [DecisionRecord]
    /// Its text, where that was asked for and is kept.
    public var text: String?
}

/// A copy with the file of its original.
public struct FoundCopy: Codable, Sendable, Equatable {
    /// The copy.
    public var listing: ArticleListing
    /// File of the article that it is a copy of.
    public var originalFile: String?
}

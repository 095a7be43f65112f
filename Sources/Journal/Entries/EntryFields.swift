/// What an entry says about an article.
public struct ArticleFields: Sendable, Equatable {
    /// The ledger's number of the article (`ARTICLE_ID`); nil when the file never became one.
    public var id: Int64?
    /// The file's name as shown (`ARTICLE_FILE`), bytes that are not UTF-8 escaped.
    public var file: String
    /// The file's name byte for byte (`ARTICLE_FILE_RAW`); nil when `file` already is the name.
    public var rawFile: [UInt8]?
    /// The headline (`ARTICLE_TITLE`); empty when there is none. Cleaned and cut when the entry is encoded.
    public var title: String
    /// Where the article says it was published (`ARTICLE_URL`).
    public var url: String?
    /// Who published it (`ARTICLE_SOURCE`).
    public var source: String?
    /// When it says it was published (`ARTICLE_DATE`), ISO 8601.
    public var date: String?
    /// Its language (`ARTICLE_LANGUAGE`), BCP 47.
    public var language: String?

    /// Creates the fields of one article; only the file's name is always known.
    public init(
        id: Int64? = nil, file: String, rawFile: [UInt8]? = nil, title: String = "", url: String? = nil,
        source: String? = nil, date: String? = nil, language: String? = nil
    ) {
        self.id = id
        self.file = file
        self.rawFile = rawFile
        self.title = title
        self.url = url
        self.source = source
        self.date = date
        self.language = language
    }
}

/// What an entry says about a story.
public struct StoryFields: Sendable, Equatable {
    /// The whole id, 13 characters of Crockford base 32 (`STORY_ID`); a message shows the first 8.
    public var id: String
    /// The headline of its founding article (`STORY_TITLE`). Cleaned and cut when the entry is encoded.
    public var title: String
    /// The number of its articles, this decision included (`STORY_SIZE`).
    public var size: Int

    /// Creates the fields of one story.
    public init(id: String, title: String, size: Int) {
        self.id = id
        self.title = title
        self.size = size
    }
}

/// What an entry says about the article that another one copies or revises.
public struct DuplicateFields: Sendable, Equatable {
    /// The ledger's number of the earlier article (`DUPLICATE_OF`).
    public var articleID: Int64
    /// The earlier article's file as shown (`DUPLICATE_FILE`).
    public var file: String
    /// Jaccard similarity of both shingle sets, 0–1 (`SIMILARITY`).
    public var similarity: Double
    /// Share of the shorter text found in the longer, 0–1 (`CONTAINMENT`).
    public var containment: Double

    /// Creates the fields of the earlier article.
    public init(articleID: Int64, file: String, similarity: Double, containment: Double) {
        self.articleID = articleID
        self.file = file
        self.similarity = similarity
        self.containment = containment
    }
}

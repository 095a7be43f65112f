/// An article as it was decided.
///
/// The strings are kept as they are, except that a NUL character comes back as U+FFFD: SQLite ends a string there.
public struct ArticleRecord: Codable, Sendable, Equatable {
    /// Dense number from 1; `ARTICLE_ID`.
    public var id: Int64
    /// The claimed file it came in; nil when it came otherwise.
    public var claim: Int64?
    /// Position in the file, from 1.
    public var position: Int
    /// Seconds since 1970.
    public var arrivedAt: Int64
    /// Seconds since 1970, as the article states it.
    public var publishedAt: Int64?
    /// Headline.
    public var title: String
    /// Address, as the article states it.
    public var url: String?
    /// The publisher's own identifier.
    public var guid: String?
    /// Publisher.
    public var source: String?
    /// Language code.
    public var language: String?
    /// The file's name, as it is shown.
    public var file: String
    /// Cleaned text, stored compressed; nil when it is not kept. A text beyond ``Ledger/largestText`` is not kept.
    public var text: String?
    /// The text as ``TextPacker`` packed it, where that was done already; nil has it done when it is written.
    public var packedText: [UInt8]?
    /// 16-byte hash of the normalised text.
    public var textHash: [UInt8]
    /// The engine's features of the text; opaque here.
    public var features: [UInt8]

    /// An article of these values.
    public init(
        id: Int64, claim: Int64?, position: Int, arrivedAt: Int64, publishedAt: Int64?, title: String, url: String?,
        guid: String?, source: String?, language: String?, file: String, text: String?, packedText: [UInt8]? = nil,
        textHash: [UInt8], features: [UInt8]
    ) {
        self.id = id
        self.claim = claim
        self.position = position
        self.arrivedAt = arrivedAt
        self.publishedAt = publishedAt
        self.title = title
        self.url = url
        self.guid = guid
        self.source = source
        self.language = language
        self.file = file
        self.text = text
        self.packedText = packedText
        self.textHash = textHash
        self.features = features
    }
}

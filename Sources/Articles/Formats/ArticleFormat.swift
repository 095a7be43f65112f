/// One kind of file. To add one: a new file with a type of this protocol, and its line in ``formats``.
protocol ArticleFormat: Sendable {
    /// The name shown to people.
    static var name: String { get }

    /// The format again where it can be read as a stream: asking the runtime for it takes longer than much of the reading.
    static var stream: (any StreamFormat.Type)? { get }

    /// Whether the content is of this kind. Sees the bytes before they are decoded; must be quick.
    static func matches(_ input: FormatInput) -> Bool

    /// Hands each article, or its refusal, to `emit` in order; throws on only what `emit` throws, or a ``Refusal``
    /// before the first article.
    /// - Returns: the character set the text was read in.
    static func read(_ input: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void) throws -> String
}

extension ArticleFormat {
    static var stream: (any StreamFormat.Type)? { nil }
}

/// A format of records that are read one after the other, however many a file unpacks to.
protocol StreamFormat: ArticleFormat {
    /// Hands each article, or its refusal, to `emit` in order; throws what `emit` throws, or a ``Refusal`` that ends the
    /// reading.
    /// - Parameter head: the beginning of the stream, none of which has been read.
    static func read(
        _ stream: ByteStream, head: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void
    ) throws -> StreamSummary
}

/// What a stream turned out to be.
struct StreamSummary {
    /// The character set the text was read in.
    var charset = "UTF-8"
    /// Records that are no articles by their kind.
    var skipped = 0
}

extension StreamFormat {
    static var stream: (any StreamFormat.Type)? { self }

    static func read(_ input: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void) throws -> String {
        try read(ByteStream(input.bytes, limits: input.limits), head: input, emit).charset
    }
}

/// Every format, the most telling first; the first that matches reads the file.
let formats: [any ArticleFormat.Type] = [
    NinjsFormat.self,
    JSONFormat.self,
    RSSFormat.self,
    AtomFormat.self,
    NITFFormat.self,
    NewsMLFormat.self,
    WARCFormat.self,
    MailboxFormat.self,
    MailFormat.self,
    HTMLFormat.self,
    FrontMatterFormat.self,
    PlainTextFormat.self,
]

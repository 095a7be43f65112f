/// One kind of file. To add one: a new file with a type of this protocol, and its line in ``formats``.
protocol ArticleFormat: Sendable {
    /// The name shown to people.
    static var name: String { get }

    /// Whether the content is of this kind. Sees the bytes before they are decoded; must be quick.
    static func matches(_ input: FormatInput) -> Bool

    /// Hands each article, or its refusal, to `emit` in order; throws on only what `emit` throws, or a ``Refusal``
    /// before the first article.
    /// - Returns: the character set the text was read in.
    static func read(_ input: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void) throws -> String
}

/// Every format, the most telling first; the first that matches reads the file.
let formats: [any ArticleFormat.Type] = [
    NinjsFormat.self,
    JSONFormat.self,
    RSSFormat.self,
    AtomFormat.self,
    NITFFormat.self,
    NewsMLFormat.self,
    HTMLFormat.self,
    FrontMatterFormat.self,
    PlainTextFormat.self,
]

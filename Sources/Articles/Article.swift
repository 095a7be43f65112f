/// One article as storyd knows it: plain text without boilerplate, and what the input said about it.
public struct Article: Sendable, Equatable {
    /// The headline; empty when the input has none and no line of the text reads as one.
    public var title: String
    /// The cleaned body, paragraphs joined by "\n"; empty only in a retraction.
    public var text: String
    /// Who wrote it, as printed; several names joined by ", ".
    public var byline: String?
    /// When it was published, by its own account. Impossible and future dates are left out.
    public var published: Timestamp?
    /// When this version of it was made, where the input tells that apart from ``published``.
    public var updated: Timestamp?
    /// The language as the input names it, for example `en` or `pt-BR`.
    public var language: String?
    /// Where it can be read.
    public var url: String?
    /// The publisher's lasting name for the article (`guid`, `uri`, `id`), the same in each revision.
    public var guid: String?
    /// The revision, where the input numbers them.
    public var version: String?
    /// Whether its publisher stands by it.
    public var status: PublicationStatus
    /// The outlet: a site's name or host.
    public var source: String?
    /// The input's own `id` just as given; a number is rendered as it was written.
    public var identifier: String?
    /// Top-level strings and numbers that no other property took, by their name in the input. Filled only when
    /// ``ReaderOptions/keepExtra`` is set.
    public var extra: [String: String]
    /// What the input states and was not taken as it stands.
    public var notes: [ArticleNote]
    /// What was left out of the text, in the order it was found. Filled only when ``ReaderOptions/keepRemoved`` is set.
    public var removed: [RemovedText]

    /// Whether it takes an earlier article back, by its ``guid``, and is none itself.
    public var isRetraction: Bool { status != .usable }

    /// An article with a title and text, all else absent.
    public init(title: String, text: String) {
        self.title = title
        self.text = text
        status = .usable
        extra = [:]
        notes = []
        removed = []
    }
}

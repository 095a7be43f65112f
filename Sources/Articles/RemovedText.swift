/// A piece of the input that was left out of an article's text.
public struct RemovedText: Sendable, Equatable {
    /// The piece, white space runs as one blank.
    public var text: String
    /// Why it is no part of the article.
    public var reason: RemovalReason

    /// A piece that was left out, and why.
    public init(_ text: String, _ reason: RemovalReason) {
        self.text = text
        self.reason = reason
    }

    init(_ bytes: some Collection<UInt8>, _ reason: RemovalReason) {
        self.init(String(decoding: bytes, as: UTF8.self), reason)
    }
}

/// Why a piece of the input is no part of the article. Raw values are what `storyd inspect` prints.
public enum RemovalReason: String, Sendable, CaseIterable {
    /// A known boilerplate phrase, copyright line, "READ MORE" insert or list of names.
    case boilerplate
    /// Asks the reader for something: to subscribe, share, comment, pay.
    case prompt
    /// A menu, or a part of the page that serves finding one's way.
    case navigation
    /// Mostly links.
    case linkList = "link-list"
    /// What follows an article: related links, comments, topics.
    case relatedTail = "related-tail"
    /// The headline once more.
    case repeatedHeadline = "repeated-headline"
    /// A date on a line of its own; it is the article's date.
    case dateLine = "date-line"
    /// Not shown by a browser.
    case hidden
    /// In a part of the page that names itself something else: an advertisement, sharing, a form, a caption.
    case aside
    /// Apart from the paragraphs that are the article.
    case outside
    /// A message that this one answers or forwards.
    case quotedMessage = "quoted-message"
    /// A sender's signature.
    case signature
    /// What a mailing list adds: how to unsubscribe, why one gets this.
    case mailFooter = "mail-footer"
    /// A file that came with the message.
    case attachment
}

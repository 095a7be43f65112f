/// A message on its way to an article.
struct MailArticle {
    /// A plain text shorter than this may only say where the real one is.
    private static let shortText = 600

    private let input: FormatInput
    private let headers: HeaderFields
    /// The range of the message in the input's bytes.
    private let message: Range<Int>
    private(set) var charset = "UTF-8"

    init(_ headers: HeaderFields, _ message: Range<Int>, input: FormatInput) {
        self.input = input
        self.headers = headers
        self.message = message
    }

    /// The article, or why it is none.
    mutating func article() -> Result<Article, Refusal> {
        let title = input.cut(headers["subject"].map(EncodedWords.decode) ?? "")
        let body = headers.bodyStart..<message.upperBound
        guard var article = text(headers, body, title: title, depth: input.limits.containerDepth) else {
            return .failure(.noText)
        }
        if let from = headers["from"].map(MailAddress.init) {
            article.byline = (from.name ?? (from.address.isEmpty ? nil : from.address)).map(input.cut)
            article.source = from.domain.flatMap(input.whole)
        }
        if let date = headers["date"] {
            // The zone's name may follow in brackets.
            let stated = date.prefix { $0 != 0x28 }
            article.published =
                Timestamp(parsing: Array(HeaderFields.trimmed(stated)), now: input.options.now) ?? article.published
        }
        article.language = input.whole(headers.text("content-language")) ?? article.language
        article.guid = input.whole(headers.text("message-id").map(Self.withoutBrackets))
        article.url = input.whole(headers.text("archived-at").map(Self.withoutBrackets)) ?? article.url
        return .success(article)
    }

    private static func withoutBrackets(_ text: String) -> String {
        text.hasPrefix("<") && text.hasSuffix(">") ? String(text.dropFirst().dropLast()) : text
    }

    /// Title and text: of the plain parts, else of the HTML ones, else of a message within.
    private mutating func text(_ headers: HeaderFields, _ body: Range<Int>, title: String, depth: Int) -> Article? {
        let parts = MailParts(input.bytes, headers, body: body, depth: 16)
        var article = plainText(parts.plain, title: title)
        if !parts.html.isEmpty, (article?.text.utf8.count ?? 0) < Self.shortText {
            let other = htmlText(parts.html, title: title)
            if (other?.text.utf8.count ?? 0) > 4 * (article?.text.utf8.count ?? 0) { article = other }
        }
        if article == nil, depth > 1, let forwarded = parts.forwarded,
            let inner = HeaderFields(input.bytes, forwarded)
        {
            article = text(inner, inner.bodyStart..<forwarded.upperBound, title: title, depth: depth - 1)
        }
        if input.options.keepRemoved {
            article?.removed += parts.attachments.map { RemovedText($0, .attachment) }
        }
        return article
    }

    private mutating func plainText(_ parts: [MailParts.Text], title: String) -> Article? {
        var bytes: [UInt8] = []
        for part in parts {
            var decoded = Charset.decode(part.bytes, declared: part.charset)
            charset = decoded.charset
            if part.isFlowed { decoded.bytes = FlowedText.unwrapped(decoded.bytes, deletesSpace: part.deletesSpace) }
            bytes += decoded.bytes + [0x0A, 0x0A]
            guard bytes.count <= input.limits.articleBytes else { return nil }
        }
        let text = MailText(bytes, keepRemoved: input.options.keepRemoved)
        let cleaned = TextCleaner.clean(text.bytes, title: title, style: .field, options: input.options)
        guard !cleaned.text.isEmpty else { return nil }
        var article = Article(title: input.cut(cleaned.title), text: cleaned.text)
        article.published = cleaned.published
        if input.options.keepRemoved { article.removed = text.removed + cleaned.removed }
        return article
    }

    private mutating func htmlText(_ parts: [MailParts.Text], title: String) -> Article? {
        guard let part = parts.max(by: { $0.bytes.count < $1.bytes.count }),
            part.bytes.count <= input.limits.articleBytes
        else { return nil }
        let decoded = Charset.decode(part.bytes, declared: part.charset ?? HTMLCharset.declared(part.bytes))
        guard let page = try? HTMLArticle(decoded.bytes, input: input).article().get() else { return nil }
        charset = decoded.charset
        let text = MailText(Array(page.text.utf8), keepRemoved: input.options.keepRemoved)
        let kept = TextCleaner.clean(text.bytes, title: title, style: .field, options: input.options)
        guard !kept.text.isEmpty else { return nil }
        var article = Article(title: title.isEmpty ? page.title : title, text: kept.text)
        article.language = page.language
        article.published = page.published
        if input.options.keepRemoved { article.removed = page.removed + text.removed + kept.removed }
        return article
    }
}

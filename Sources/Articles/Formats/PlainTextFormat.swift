/// Plain text, which is what remains when nothing else matches.
enum PlainTextFormat: ArticleFormat {
    static let name = "text"

    static func matches(_ input: FormatInput) -> Bool { true }

    static func read(_ input: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void) throws -> String {
        if input.head(5).elementsEqual("<?xml".utf8) {
            throw Refusal(.unsupported, "not an article (XML of an unknown kind)")
        }
        guard input.bytes.count <= input.limits.articleBytes else {
            throw Refusal.over("articleBytes", input.limits.articleBytes)
        }
        let decoded =
            input.charsetIsSettled
            ? DecodedText(bytes: Charset.decode(input.bytes).bytes, charset: input.charset)
            : Charset.decode(input.bytes, declared: input.declaredCharset)
        let cleaned = TextCleaner.clean(decoded.bytes, title: "", style: .file, options: input.options)
        guard !cleaned.text.isEmpty else {
            throw Refusal(.noText, "no article text")
        }
        var article = Article(title: input.cut(cleaned.title), text: cleaned.text)
        article.published = cleaned.published
        article.removed = cleaned.removed
        try emit(.success(article))
        return decoded.charset
    }
}

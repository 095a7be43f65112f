/// HTML pages, one article each.
enum HTMLFormat: ArticleFormat {
    static let name = "HTML"

    /// Tags that begin a page or a piece of one.
    private static let openings: [StaticString] = [
        "<!doctype html", "<html", "<head", "<body", "<title", "<meta", "<article", "<main", "<section", "<div", "<p>",
        "<p ",
        "<h1", "<h2", "<table", "<script", "<link",
    ]

    static func matches(_ input: FormatInput) -> Bool {
        guard input.bytes[input.start] == 0x3C else { return false }
        let head = input.head(4096)
        if openings.contains(where: { ASCII.has($0, in: head, at: 0) }) { return true }
        // A declaration or comment may stand first; then the root tells XHTML from other XML.
        guard head.count > 1, head[1] == 0x21 || head[1] == 0x3F else { return false }
        return head.indices.contains { ASCII.has("<html", in: head, at: $0) }
    }

    static func read(_ input: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void) throws -> String {
        guard input.bytes.count <= input.limits.articleBytes else {
            throw Refusal.over("articleBytes", input.limits.articleBytes)
        }
        let declared = input.charsetIsSettled ? nil : input.declaredCharset ?? HTMLCharset.declared(input.bytes)
        let decoded = Charset.decode(input.bytes, declared: declared)
        try emit(HTMLArticle(decoded.bytes, input: input).article())
        return input.charsetIsSettled ? input.charset : decoded.charset
    }
}

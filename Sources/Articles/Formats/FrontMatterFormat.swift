/// Text or Markdown under YAML front matter: what trafilatura writes with metadata, and what static site generators keep.
enum FrontMatterFormat: ArticleFormat {
    static let name = "front matter"

    static func matches(_ input: FormatInput) -> Bool { FrontMatter(input.bytes, from: input.start) != nil }

    static func read(_ input: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void) throws -> String {
        guard input.bytes.count <= input.limits.articleBytes else {
            throw Refusal.over("articleBytes", input.limits.articleBytes)
        }
        let decoded =
            input.charsetIsSettled
            ? DecodedText(bytes: Charset.decode(input.bytes).bytes, charset: input.charset)
            : Charset.decode(input.bytes)
        guard let start = decoded.bytes.firstIndex(of: 0x2D), let matter = FrontMatter(decoded.bytes, from: start)
        else {
            throw Refusal.noText
        }
        var draft = ArticleDraft()
        draft.title = matter.first(.title)
        draft.byline = matter.first(.byline)
        draft.published = matter.values(.published)
        draft.updated = matter.values(.updated)
        draft.language = matter.first(.language)
        draft.guid = matter.first(.guid)
        draft.version = matter.first(.version)
        draft.status = PublicationStatus(stated: matter.first(.status))
        draft.url = matter.first(.url)
        for value in matter.values(.source) {
            if value.hasPrefix("http://") || value.hasPrefix("https://") {
                draft.url = draft.url ?? value
            } else if draft.source == nil {
                draft.source = value
            }
        }
        let text = Markdown.plain(decoded.bytes[matter.end...])
        try emit(draft.article([DraftText(bytes: text, markup: .unknown)], input))
        return decoded.charset
    }
}

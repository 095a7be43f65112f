/// RSS 2.0 and its forebears, RSS 1.0 (RDF) among them; an article an item.
enum RSSFormat: ArticleFormat {
    static let name = "RSS"

    static func matches(_ input: FormatInput) -> Bool {
        ["rss", "rdf"].contains(XMLFile.root(input) ?? "")
    }

    static func read(_ input: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void) throws -> String {
        var file = XMLFile(input, items: ["item"])
        let channel = file.head.flatMap { head in head.findAnywhere("channel").map { (head, $0) } }
        let title = channel.flatMap { $0.line(firstOf: ["title"], of: $1) }
        let language = channel.flatMap { $0.line(firstOf: ["language", "dc:language"], of: $1) }
        while let item = file.next() {
            try emit(item.flatMap { article($0, channelTitle: title, language: language, input) })
        }
        return file.charset
    }

    private static func article(
        _ item: XMLTree, channelTitle: String?, language: String?, _ input: FormatInput
    ) -> Result<Article, Refusal> {
        var draft = ArticleDraft()
        draft.title = item.line(firstOf: ["title", "dc:title", "media:title"])
        let creators = item.lines(["dc:creator"])
        draft.byline = creators.isEmpty ? item.line(firstOf: ["author"]).map(person) : creators.joined(separator: "; ")
        draft.published = item.lines(["pubdate", "dc:date", "dcterms:issued", "atom:published"])
        draft.updated = item.lines(["atom:updated", "dcterms:modified"])
        draft.language = item.line(firstOf: ["dc:language"]) ?? item.attribute("xml:lang", of: 0) ?? language
        let guid = item.find("guid")
        draft.guid = item.line(guid) ?? item.attribute("about", of: 0)
        draft.url = item.line(firstOf: ["link"]) ?? link(item)
        // A guid is the address where nothing says otherwise.
        if draft.url == nil, item.attribute("ispermalink", of: guid)?.lowercased() != "false", let address = draft.guid,
            address.hasPrefix("http")
        {
            draft.url = address
        }
        draft.source = item.line(firstOf: ["source", "dc:publisher"]) ?? channelTitle
        let texts = ["content:encoded", "atom:content", "description", "atom:summary", "media:description"].lazy
            .flatMap { item.children($0) }
            .map { DraftText(bytes: item.content(of: $0), markup: .html) }
        return draft.article(texts, input)
    }

    private static func link(_ item: XMLTree) -> String? {
        let links = item.children("atom:link")
        let alternate = links.first { item.attribute("rel", of: $0) ?? "alternate" == "alternate" }
        return item.attribute("href", of: alternate)
    }

    /// The name of an `author`, which RSS has as `address (name)`.
    private static func person(_ author: String) -> String {
        guard author.contains("@"), let open = author.firstIndex(of: "("), let close = author.lastIndex(of: ")"),
            open < close
        else { return author }
        return String(author[author.index(after: open)..<close])
    }
}

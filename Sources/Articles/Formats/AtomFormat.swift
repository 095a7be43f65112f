/// Atom feeds (RFC 4287), a single entry too; an article an entry. An entry's tombstone (RFC 6721) is a retraction.
enum AtomFormat: ArticleFormat {
    static let name = "Atom"

    static func matches(_ input: FormatInput) -> Bool {
        ["feed", "entry"].contains(XMLFile.root(input) ?? "")
    }

    static func read(_ input: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void) throws -> String {
        var file = XMLFile(input, items: ["entry", "deleted-entry"])
        let feed = AtomFeed(file.head)
        while let item = file.next() {
            try emit(item.flatMap { AtomEntry(tree: $0, feed: feed).article(input) })
        }
        return file.charset
    }
}

/// What a feed says for all of its entries.
private struct AtomFeed {
    var title: String?
    var author: String?
    var language: String?
    var base: String?

    init(_ head: XMLTree?) {
        guard let head, !head.nodes.isEmpty else { return }
        title = head.line(firstOf: ["title"])
        author = AtomEntry.authors(head, of: 0)
        language = head.attribute("xml:lang", of: 0)
        base = head.attribute("xml:base", of: 0)
    }
}

/// One entry on its way to an article.
private struct AtomEntry {
    let tree: XMLTree
    let feed: AtomFeed

    func article(_ input: FormatInput) -> Result<Article, Refusal> {
        var draft = ArticleDraft()
        if tree.nodes[0].name.hasSuffix("deleted-entry") {
            draft.status = .canceled
            draft.guid = tree.attribute("ref", of: 0)
            draft.updated = [tree.attribute("when", of: 0) ?? ""]
            return draft.article([], input)
        }
        draft.title = tree.line(firstOf: ["title"])
        draft.byline = AtomEntry.authors(tree, of: 0) ?? feed.author
        draft.published = tree.lines(["published", "issued", "dc:date", "updated", "modified"])
        draft.updated = tree.lines(["updated", "modified"])
        draft.language =
            tree.attribute("xml:lang", of: 0) ?? tree.attribute("xml:lang", of: tree.find("content")) ?? feed.language
        draft.guid = tree.line(firstOf: ["id"])
        draft.url = link()
        draft.source = tree.line(tree.find("source", "title")) ?? feed.title
        let texts = ["content", "summary", "media:description"].lazy.flatMap { tree.children($0) }.map(body)
        return draft.article(texts, input)
    }

    /// A text construct: `text`, `html` that is escaped, or `xhtml` that is elements.
    private func body(_ node: Int) -> DraftText {
        switch tree.attribute("type", of: node)?.lowercased() ?? "text" {
        case "xhtml", "application/xhtml+xml": DraftText(bytes: tree.html(within: node), markup: .html)
        case "html", "text/html": DraftText(bytes: tree.content(of: node), markup: .html)
        case "text", "text/plain": DraftText(bytes: tree.content(of: node), markup: .unknown)
        default:
            // Other XML is elements, as it is in XHTML.
            DraftText(
                bytes: tree.children(of: node).isEmpty ? tree.content(of: node) : tree.html(within: node),
                markup: .html)
        }
    }

    /// The address of the page: the link that is not to the feed, an enclosure or replies; relative to `xml:base`.
    private func link() -> String? {
        let links = tree.children("link").filter { tree.attribute("rel", of: $0) ?? "alternate" == "alternate" }
        let page = links.first { tree.attribute("type", of: $0)?.contains("html") ?? true } ?? links.first
        guard let page, let address = tree.attribute("href", of: page) else { return nil }
        let base = tree.attribute("xml:base", of: page) ?? tree.attribute("xml:base", of: 0) ?? feed.base
        return AtomEntry.resolve(address, base: base)
    }

    /// A relative address against its base (RFC 3986, section 5.2, without dot segments).
    private static func resolve(_ address: String, base: String?) -> String {
        guard !address.contains("://"), let base, let scheme = base.firstRange(of: "://") else { return address }
        let path = base[scheme.upperBound...].firstIndex(of: "/") ?? base.endIndex
        if address.hasPrefix("//") { return base[..<scheme.lowerBound] + ":" + address }
        if address.hasPrefix("/") { return base[..<path] + address }
        let folder = base[path...].lastIndex(of: "/").map { base[...$0] } ?? base + "/"
        return folder + address
    }

    static func authors(_ tree: XMLTree, of node: Int) -> String? {
        let names = tree.children("author", of: node).compactMap { tree.line(tree.find("name", from: $0)) }
        return names.isEmpty ? nil : names.joined(separator: "; ")
    }
}

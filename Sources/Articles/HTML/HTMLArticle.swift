/// A page on its way to an article: its text, and what its head, linked data and headings say.
struct HTMLArticle {
    private let input: FormatInput
    private let tree: HTMLTree
    private let metadata: HTMLMetadata
    private let linked: LinkedData

    /// - Throws: more elements or attributes than allowed, or markup nothing can be made of.
    init(_ html: [UInt8], input: FormatInput) throws(Refusal) {
        let scan = try HTMLPrescan(html, limits: input.limits)
        guard let tree = HTMLTree(scan.markup) else { throw .noText }
        self.input = input
        self.tree = tree
        metadata = tree.metadata
        linked = LinkedData(scan.linkedData, limits: input.limits)
    }

    /// The article, or why it is none.
    func article() -> Result<Article, Refusal> {
        let title = title()
        let shown = MainText(tree, title: title)
        let text = shown.text
        let stated = linked(longerThan: text)
        let cleaned = TextCleaner.clean(stated ?? text, title: title, style: .page, options: input.options)
        guard !cleaned.text.isEmpty else { return .failure(.noText) }
        var article = Article(title: input.cut(cleaned.title), text: cleaned.text)
        if input.options.keepRemoved { article.removed = (stated == nil ? shown.removed() : []) + cleaned.removed }
        article.byline = byline().map(input.cut)
        article.published =
            StatedDates.first(of: statedDates, now: input.options.now, notes: &article.notes) ?? cleaned.published
        article.language = input.whole(
            metadata.language ?? linked.language ?? metadata.first(["og:locale", "language"]))
        article.url = input.whole(metadata.canonical ?? metadata.first(["og:url"]) ?? linked.url)
        article.source = (metadata.first(["og:site_name", "application-name"]) ?? linked.publisher).map(input.cut)
        return .success(article)
    }

    /// The text of the linked data where it is clearly longer than what the page shows, as on pages that scripts fill.
    private func linked(longerThan shown: [UInt8]) -> [UInt8]? {
        guard var body = linked.body else { return nil }
        // Twice, for markup that was escaped once more.
        for _ in 0..<2 where HTMLFragment.isLikely(body) || HTMLFragment.isEscaped(body) {
            guard let plain = HTMLFragment.text(body, limits: input.limits) else { return nil }
            body = plain
        }
        return body.count > shown.count + shown.count / 4 ? body : nil
    }

    private func title() -> String {
        let site = metadata.first(["og:site_name"]) ?? linked.publisher
        for title in [metadata.first(["og:title"]), linked.headline] {
            if let title { return HTMLTitle.withoutSite(title, site: site) }
        }
        let headings = metadata.headings.map(text).filter { !$0.isEmpty }
        let head = metadata.title.map(text) ?? ""
        // Of several headings the one that the page's title repeats.
        if let heading = headings.first(where: { head.contains($0) }) ?? (headings.count == 1 ? headings[0] : nil) {
            return heading
        }
        return HTMLTitle.withoutSuffix(head, site: site)
    }

    private func text(of node: Int) -> String {
        var bytes: [UInt8] = []
        for inner in tree.nodes[node..<tree.nodes[node].end].indices {
            bytes.append(contentsOf: tree.text[tree.nodes[inner].text])
        }
        return JSONValue.oneLine(bytes)
    }

    private func byline() -> String? {
        for name in metadata.all(["author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl"])
            + [linked.byline ?? ""]
        where !name.isEmpty && !name.contains("://") {
            return name.lowercased().hasPrefix("by ") ? String(name.dropFirst(3)) : name
        }
        return nil
    }

    /// What the page says of its date, the most trusted first.
    private var statedDates: [String] {
        metadata.all([
            "article:published_time", "og:published_time", "datepublished", "parsely-pub-date", "sailthru.date",
            "dc.date",
            "dc.date.issued", "dcterms.created", "date", "pubdate", "publishdate", "publish-date",
        ]) + linked.published + metadata.times
    }
}

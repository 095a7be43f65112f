/// A NITF document (News Industry Text Format, IPTC), by itself or within a NewsML-G2 item, on its way to an article.
struct NITFArticle {
    let tree: XMLTree
    /// The `nitf` element.
    let root: Int

    /// Elements of the text that are no part of it: pictures with their captions, and what is for editors.
    private static let around: Set<String> = [
        "media", "media-caption", "media-producer", "media-metadata", "body.head", "body.end", "note", "fn", "object",
    ]

    func draft() -> ArticleDraft {
        var draft = ArticleDraft()
        let docdata = tree.find("head", "docdata", from: root)
        let pubdata = tree.find("head", "pubdata", from: root)
        let heading = tree.find("body", "body.head", from: root)
        let headline = heading.flatMap { tree.find("hedline", from: $0) }
        draft.title =
            headline.flatMap { tree.line(tree.find("hl1", from: $0)) ?? tree.line($0) }
            ?? tree.line(tree.find("head", "title", from: root))
        if let heading {
            let bylines = tree.children("byline", of: heading).compactMap(byline)
            draft.byline = bylines.isEmpty ? nil : bylines.joined(separator: "; ")
        }
        func stated(_ element: String, _ attribute: String) -> String? {
            guard let docdata else { return nil }
            return tree.children(element, of: docdata).lazy.compactMap { tree.attribute(attribute, of: $0) }.first
        }
        draft.published = [
            stated("date.issue", "norm"), tree.attribute("date.publication", of: pubdata),
            stated("date.release", "norm"),
            heading.flatMap { tree.find("dateline", "story.date", from: $0) }.flatMap {
                tree.attribute("norm", of: $0)
            },
        ].compactMap { $0 }
        draft.language =
            tree.attribute("xml:lang", of: root) ?? tree.attribute("xml:lang", of: tree.find("body", from: root))
        draft.guid = stated("doc-id", "id-string")
        draft.url = tree.attribute("ex-ref", of: pubdata).flatMap { $0.hasPrefix("http") ? $0 : nil }
        draft.version = stated("du-key", "version")
        draft.status = PublicationStatus(stated: tree.attribute("management-status", of: docdata))
        draft.source =
            stated("doc.copyright", "holder") ?? tree.attribute("name", of: pubdata)
            ?? heading.flatMap { tree.line(firstOf: ["distributor"], of: $0) }
        return draft
    }

    /// The author without the title that follows the name.
    private func byline(_ node: Int) -> String? {
        tree.line(tree.find("person", from: node)) ?? tree.line(node)
    }

    func texts() -> [DraftText] {
        guard let body = tree.find("body", from: root),
            let content = tree.find("body.content", from: body) ?? tree.findAnywhere("body.content", in: body)
        else { return [] }
        // Some archives give the lead a second time in a block of its own.
        let whole = tree.children("block", of: content).first { tree.attribute("class", of: $0) == "full_text" }
        let html = tree.html(within: whole ?? content) { NITFArticle.around.contains($0) }
        return [DraftText(bytes: html, markup: .html)]
    }
}

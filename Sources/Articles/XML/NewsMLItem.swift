/// A NewsML-G2 `newsItem` on its way to an article.
struct NewsMLItem {
    let tree: XMLTree
    /// The sender of the message it came in.
    let sender: String?

    /// What kind of item it is when it is no text: `packageItem`, or the item class of a picture, `picture`.
    var kindWithoutText: String? {
        let name = tree.nodes[0].name
        guard name == "newsitem" else { return name.replacingSuffix("item", by: "Item") }
        let qcode = tree.find("itemmeta", "itemclass").flatMap {
            tree.attribute("qcode", of: $0) ?? tree.attribute("uri", of: $0)
        }
        let kind = qcode?.split(whereSeparator: { $0 == ":" || $0 == "/" }).last?.lowercased()
        guard let kind, ["picture", "graphic", "video", "audio", "animation", "composite"].contains(kind) else {
            return nil
        }
        return kind
    }

    func article(_ input: FormatInput) -> Result<Article, Refusal> {
        let nitf = tree.findAnywhere("nitf").map { NITFArticle(tree: tree, root: $0) }
        var draft = nitf?.draft() ?? ArticleDraft()
        let status = tree.find("itemmeta", "pubstatus").flatMap {
            tree.attribute("qcode", of: $0) ?? tree.attribute("uri", of: $0) ?? tree.line($0)
        }
        if status != nil { draft.status = PublicationStatus(stated: status) }
        if let meta = tree.find("contentmeta") { add(meta, to: &draft) }
        draft.published = tree.lines(["contentcreated"], of: tree.find("contentmeta") ?? 0) + draft.published
        if let meta = tree.find("itemmeta") {
            draft.published += tree.lines(["versioncreated", "firstcreated"], of: meta)
            draft.updated = tree.lines(["versioncreated"], of: meta)
            draft.title = draft.title ?? tree.line(firstOf: ["title"], of: meta)
        }
        draft.guid = tree.attribute("guid", of: 0) ?? draft.guid
        draft.version = tree.attribute("version", of: 0) ?? draft.version
        draft.language = draft.language ?? tree.attribute("xml:lang", of: 0)
        draft.source =
            name(tree.find("contentmeta", "infosource")) ?? name(tree.find("itemmeta", "provider")) ?? draft.source
            ?? sender
        draft.url = draft.url ?? draft.guid.flatMap { $0.hasPrefix("http") ? $0 : nil }
        return draft.article(nitf?.texts() ?? texts(), input)
    }

    private func add(_ meta: Int, to draft: inout ArticleDraft) {
        let headlines = tree.children("headline", of: meta)
        let main = headlines.first { tree.attribute("role", of: $0)?.lowercased().hasSuffix("main") ?? false }
        draft.title = tree.line(main ?? headlines.first) ?? draft.title
        let creators = tree.children("creator", of: meta).compactMap(name)
        draft.byline =
            tree.line(firstOf: ["by"], of: meta) ?? draft.byline
            ?? (creators.isEmpty ? nil : creators.joined(separator: "; "))
        draft.language = tree.attribute("tag", of: tree.find("language", from: meta)) ?? draft.language
    }

    /// What a party is called: its `name`, else the literal or code it is given by.
    private func name(_ node: Int?) -> String? {
        guard let node else { return nil }
        return tree.line(firstOf: ["name"], of: node) ?? tree.attribute("literal", of: node)
            ?? tree.attribute("qcode", of: node)?.split(separator: ":").last.map(String.init)
    }

    private func texts() -> [DraftText] {
        guard let content = tree.find("contentset") else { return [] }
        return tree.children(of: content).compactMap { node in
            let type = tree.attribute("contenttype", of: node)?.lowercased() ?? ""
            switch tree.nodes[node].name {
            case "inlinexml":
                let body = tree.findAnywhere("body", in: node) ?? node
                return DraftText(bytes: tree.html(within: body), markup: .html)
            case "inlinedata":
                let markup: DraftText.Markup =
                    type.contains("html") || type.contains("xml") ? .html : type == "text/plain" ? .none : .unknown
                return DraftText(bytes: tree.content(of: node), markup: markup)
            default: return nil
            }
        }
    }
}

extension String {
    fileprivate func replacingSuffix(_ suffix: String, by other: String) -> String {
        hasSuffix(suffix) ? dropLast(suffix.count) + other : self
    }
}

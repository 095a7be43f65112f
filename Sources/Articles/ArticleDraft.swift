/// A text an input gives for an article, and whether it is markup.
struct DraftText {
    enum Markup {
        /// Text as it is to be read.
        case none
        /// HTML or XHTML, whole or a fragment.
        case html
        /// Nothing says so; it is asked for tags and character references.
        case unknown
    }

    /// Valid UTF-8.
    var bytes: [UInt8]
    var markup: Markup

    /// The text without markup, a paragraph a line; nil when it cannot be parsed.
    func plain(_ limits: ReaderLimits) -> [UInt8]? {
        if markup == .none { return bytes }
        if hasTags(bytes) { return HTMLFragment.text(bytes, limits: limits) }
        guard let text = CharacterReferences.decoded(bytes) else { return bytes }
        // Markup that was escaped once too often shows itself only now.
        return HTMLFragment.isLikely(text) ? HTMLFragment.text(text, limits: limits) : text
    }

    private func hasTags(_ bytes: [UInt8]) -> Bool {
        markup == .html ? CharacterReferences.hasTags(bytes) : HTMLFragment.isLikely(bytes)
    }
}

/// What an input states of one article, in the input's own words, before any of it is believed.
struct ArticleDraft {
    var title: String?
    var byline: String?
    /// Dates of publication, the most trusted first.
    var published: [String] = []
    /// Dates of this version.
    var updated: [String] = []
    var language: String?
    var url: String?
    var guid: String?
    var version: String?
    var status = PublicationStatus.usable
    var source: String?
    var identifier: String?

    /// The article, or why it is none.
    /// - Parameter texts: candidates for its text; the first that has anything left when it is cleaned is taken.
    func article(_ texts: some Sequence<DraftText>, _ input: FormatInput) -> Result<Article, Refusal> {
        let title = title.map { input.cut(ArticleDraft.line($0, input.limits)) } ?? ""
        var found: Article?
        for text in texts {
            guard let plain = text.plain(input.limits) else { continue }
            let cleaned = TextCleaner.clean(plain, title: title, style: .field, options: input.options)
            if cleaned.text.isEmpty { continue }
            var article = Article(title: input.cut(cleaned.title), text: cleaned.text)
            article.published = cleaned.published
            article.removed = cleaned.removed
            found = article
            break
        }
        // A retraction often says nothing but what it takes back.
        guard var article = found ?? (status == .usable ? nil : Article(title: title, text: "")) else {
            return .failure(.noText)
        }
        article.byline = byline.flatMap { ArticleDraft.byline($0, input) }
        if let moment = StatedDates.first(of: published, now: input.options.now, notes: &article.notes) {
            article.published = moment
        }
        article.updated = StatedDates.first(of: updated, now: input.options.now, notes: &article.notes)
        article.language = input.whole(language)
        article.url = input.whole(url)
        article.guid = input.whole(guid)
        article.version = input.whole(version)
        article.status = status
        article.source = source.map { input.cut(ArticleDraft.line($0, input.limits)) }
        article.identifier = input.whole(identifier)
        return .success(article)
    }

    /// A field that is one line, without the markup and character references some writers leave in it.
    private static func line(_ field: String, _ limits: ReaderLimits) -> String {
        guard field.utf8.contains(where: { $0 == 0x3C || $0 == 0x26 }) else { return field }
        let text = DraftText(bytes: Array(field.utf8), markup: .html).plain(limits) ?? Array(field.utf8)
        return JSONValue.oneLine(text)
    }

    /// The names without the word before them, joined by ", " where the input joins them by semicolons.
    private static func byline(_ field: String, _ input: FormatInput) -> String? {
        var name = Substring(line(field, input.limits))
        if name.utf8.count > 3, name.prefix(3).lowercased() == "by " { name = name.dropFirst(3) }
        let names = name.split(separator: ";").map { $0.trimmingBlanks }.filter { !$0.isEmpty }
        return names.isEmpty ? nil : input.cut(names.joined(separator: ", "))
    }
}

extension Substring {
    /// Without blanks at both ends.
    fileprivate var trimmingBlanks: Substring {
        var trimmed = drop { $0 == " " }
        while trimmed.last == " " { trimmed.removeLast() }
        return trimmed
    }
}

/// One JSON object on its way to an article: its members sorted by what they say.
struct JSONArticle {
    private let input: FormatInput
    private let members: [JSONMember]
    private var candidates: [[(rank: Int, value: JSONValue)]]

    init(_ members: [JSONMember], input: FormatInput) {
        self.input = input
        self.members = members
        candidates = Array(repeating: [], count: JSONArticleFields.Role.allCases.count)
        for member in members {
            guard let place = JSONArticleFields.place(member.name, input.bytes) else { continue }
            // Kept in order of trust, equals in the order they came: of duplicate names the first that says something.
            var list = candidates[place.role.rawValue]
            guard list.count < 64 else { continue }
            list.insert((place.rank, member.value), at: list.firstIndex { $0.rank > place.rank } ?? list.count)
            candidates[place.role.rawValue] = list
        }
    }

    /// The article, or why it is none.
    func article() -> Result<Article, Refusal> {
        let title = first(.title).map(input.cut) ?? ""
        guard var article = body(title: title) else { return .failure(.noText) }
        article.byline = first(.byline).map(input.cut)
        if let published = published() { article.published = published }
        article.language = input.whole(first(.language))
        article.guid = input.whole(first(.guid))
        article.version = input.whole(first(.version))
        for candidate in candidates[JSONArticleFields.Role.source.rawValue] {
            guard let value = plain(candidate.value) else { continue }
            // Some scrapers call the address "source" and have the outlet elsewhere.
            if value.hasPrefix("http://") || value.hasPrefix("https://") {
                article.url = article.url ?? input.whole(value)
            } else if article.source == nil {
                article.source = input.cut(value)
            }
        }
        if let url = first(.url) { article.url = input.whole(url) ?? article.url }
        if let id = members.first(where: { $0.name.range.count == 2 && $0.name.string(input.bytes) == "id" }) {
            article.identifier = input.whole(plain(id.value))
        }
        if input.options.keepExtra { article.extra = extra() }
        return .success(article)
    }

    /// Title and text, from the first text that has anything left when it is cleaned.
    private func body(title: String) -> Article? {
        for candidate in candidates[JSONArticleFields.Role.text.rawValue] {
            guard var bytes = text(candidate.value) else { continue }
            if HTMLFragment.isLikely(bytes) {
                guard let plain = HTMLFragment.text(bytes, limits: input.limits) else { continue }
                bytes = plain
            }
            let cleaned = TextCleaner.clean(bytes, title: title, style: .field, options: input.options)
            if cleaned.text.isEmpty { continue }
            var article = Article(title: input.cut(cleaned.title), text: cleaned.text)
            article.published = cleaned.published
            return article
        }
        return nil
    }

    /// A text: a string, or an array of paragraphs.
    private func text(_ value: JSONValue) -> [UInt8]? {
        switch value {
        case .string(let string):
            let bytes = string.decoded(input.bytes)
            return bytes.elementsEqual("None".utf8) ? nil : bytes
        case .array(let elements):
            var joined: [UInt8] = []
            for case .string(let string) in elements {
                joined.append(contentsOf: string.decoded(input.bytes))
                joined.append(contentsOf: [0x0A, 0x0A])
            }
            return joined
        default: return plain(value).map { Array($0.utf8) }
        }
    }

    private func published() -> Timestamp? {
        for candidate in candidates[JSONArticleFields.Role.published.rawValue] {
            if case .number(let range) = candidate.value {
                let digits = String(decoding: input.bytes[range].prefix { ASCII.isDigit($0) }, as: UTF8.self)
                if let number = Int64(digits), let moment = Timestamp(unix: number, now: input.options.now) {
                    return moment
                }
            } else if let text = plain(candidate.value),
                let moment = Timestamp(parsing: text, now: input.options.now)
            {
                return moment
            }
        }
        return nil
    }

    private func first(_ role: JSONArticleFields.Role) -> String? {
        for candidate in candidates[role.rawValue] {
            if let value = plain(candidate.value) { return value }
        }
        return nil
    }

    private func plain(_ value: JSONValue) -> String? {
        value.plain(input.bytes, longest: input.limits.fieldBytes &* 4)
    }

    private func extra() -> [String: String] {
        var extra: [String: String] = [:]
        for member in members where JSONArticleFields.place(member.name, input.bytes) == nil {
            switch member.value {
            case .string, .number:
                let name = member.name.string(input.bytes)
                if extra[name] == nil {
                    extra[name] = member.value.plain(input.bytes, longest: input.limits.articleBytes)
                }
            default: break
            }
        }
        return extra
    }
}

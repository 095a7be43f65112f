/// One JSON object on its way to an article: its members sorted by what they say.
struct JSONArticle {
    private let input: FormatInput
    private let members: [JSONMember]
    /// In order of their roles, of one role in order of trust, equals in the order they came: of duplicate names the first
    /// that says something.
    private var candidates: [(role: JSONArticleFields.Role, rank: Int, value: JSONValue)] = []

    init(_ members: [JSONMember], input: FormatInput) {
        self.input = input
        self.members = members
        candidates.reserveCapacity(min(members.count, 64))
        var counts: InlineArray<16, UInt8> = .init(repeating: 0)
        for member in members {
            guard let place = JSONArticleFields.place(member.name, input.bytes) else { continue }
            let role = place.role.rawValue
            guard counts[role] < 64 else { continue }
            counts[role] &+= 1
            let index = candidates.lastIndex { ($0.role.rawValue, $0.rank) <= (role, place.rank) }
            candidates.insert((place.role, place.rank, member.value), at: index.map { $0 + 1 } ?? 0)
        }
    }

    /// The article, or why it is none.
    func article() -> Result<Article, Refusal> {
        if let kind = Ninjs.kindWithoutText(members, input.bytes) {
            return .failure(Refusal(.noText, "not an article (ninjs \(kind))"))
        }
        var draft = ArticleDraft()
        draft.title = first(.title)
        draft.byline = first(.byline)
        draft.published = dates(.published)
        draft.updated = dates(.updated)
        draft.language = first(.language)
        draft.guid = first(.guid)
        draft.version = first(.version)
        draft.status = PublicationStatus(stated: first(.status))
        for candidate in candidates where candidate.role == .source {
            guard let value = plain(candidate.value) else { continue }
            // Some scrapers call the address "source" and have the outlet elsewhere.
            if JSONArticle.isAddress(value) {
                draft.url = draft.url ?? input.whole(value)
            } else if draft.source == nil {
                draft.source = value
            }
        }
        draft.url = input.whole(first(.url)) ?? draft.url ?? draft.guid.flatMap { JSONArticle.isAddress($0) ? $0 : nil }
        if let id = members.first(where: { $0.name.is("id", input.bytes) }) {
            draft.identifier = plain(id.value)
        }
        let bodies = candidates.lazy.filter { $0.role == .text }.flatMap { texts($0.value) }
        var article = draft.article(bodies, input)
        if input.options.keepExtra, case .success(var full) = article {
            full.extra = extra()
            article = .success(full)
        }
        return article
    }

    private static func isAddress(_ value: String) -> Bool {
        value.hasPrefix("http://") || value.hasPrefix("https://")
    }

    /// The texts a value gives: a string, an array of paragraphs, or the bodies of ninjs, the best first.
    private func texts(_ value: JSONValue) -> [DraftText] {
        switch value {
        case .string(let string):
            let bytes = string.decoded(input.bytes)
            return bytes.elementsEqual("None".utf8) ? [] : [DraftText(bytes: bytes, markup: .unknown)]
        case .array(let elements):
            if case .object = elements.first {
                return Ninjs.bodies(elements, language: first(.language), input.bytes)
            }
            var joined: [UInt8] = []
            for case .string(let string) in elements {
                joined.append(contentsOf: string.decoded(input.bytes))
                joined.append(contentsOf: [0x0A, 0x0A])
            }
            return [DraftText(bytes: joined, markup: .unknown)]
        default: return plain(value).map { [DraftText(bytes: Array($0.utf8), markup: .unknown)] } ?? []
        }
    }

    private func dates(_ role: JSONArticleFields.Role) -> [String] {
        var dates: [String] = []
        for candidate in candidates where candidate.role == role {
            if let date = plain(candidate.value) { dates.append(date) }
        }
        return dates
    }

    private func first(_ role: JSONArticleFields.Role) -> String? {
        for candidate in candidates where candidate.role == role {
            let value = role == .title ? Ninjs.mainHeadline(candidate.value, input.bytes) : candidate.value
            if let value = plain(value) { return value }
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

public import Ledger
import Shingling

/// How much one answer may hold, where many ask.
struct AnswerBounds: Sendable {
    /// Stories or articles.
    var rows = 10_000
    /// Bytes of UTF-8 of all texts together.
    var textBytes = 16 << 20
    /// Bytes of UTF-8 of a name, an id or the words that are looked for.
    var questionBytes = 64 << 10

    /// None: for who reads the ledger in a process of their own.
    static let none = AnswerBounds(rows: .max, textBytes: .max, questionBytes: .max)
}

/// Why a question is not answered, as a person is told.
struct QuestionError: Error, CustomStringConvertible {
    let description: String
}

extension Ledger {
    /// Answers a question, however large the answer.
    /// - Throws: ``LedgerError``; an error with a description for a person where the question has no meaning.
    public func answer(_ question: Question) throws -> Finding { try answer(question, within: .none) }

    /// Answers a question where the answer stays within bounds.
    /// - Throws: ``LedgerError``, ``QuestionError``.
    func answer(_ question: Question, within bounds: AnswerBounds) throws -> Finding {
        switch question {
        case .stories(let query):
            try bounds.check(limit: query.limit)
            return .stories(try stories(query))
        case .story(let id):
            try bounds.check(text: id)
            return .story(try foundStory(id, bounds))
        case .article(let name, let limit, let withText):
            try bounds.check(limit: limit)
            try bounds.check(text: name)
            return .articles(try foundArticles(name, limit, withText: withText, bounds))
        case .search(let words, let since, let limit):
            try bounds.check(limit: limit)
            try bounds.check(text: words)
            return .listings(try articles(holding: words, since: since, limit: limit))
        case .copies(let since, let limit):
            try bounds.check(limit: limit)
            return .copies(
                try copies(since: since, limit: limit).map { copy in
                    let original = try copy.membership.duplicateOf.flatMap { try heading(ofArticle: $0) }
                    return FoundCopy(listing: copy, originalFile: original?.file)
                })
        }
    }

    private func foundStory(_ id: String, _ bounds: AnswerBounds) throws -> FoundStory? {
        guard let story = try story(id: id.lowercased()) else { return nil }
        guard story.size <= bounds.rows else {
            throw QuestionError(
                description: "the story has \(story.size) articles, the daemon tells of at most \(bounds.rows)")
        }
        return FoundStory(
            story: story, members: try listing(ofStory: story.number),
            follows: try story.follows.flatMap { try self.story(number: $0)?.id },
            followedBy: try stories(following: story.number).map(\.id))
    }

    private func foundArticles(
        _ name: String, _ limit: Int, withText: Bool, _ bounds: AnswerBounds
    ) throws -> [FoundArticle] {
        var listings: [ArticleListing] = []
        if let number = Int64(name), let listing = try listing(ofArticle: number) {
            listings = [listing]
        } else {
            listings = try self.listings(inFile: name, limit: limit)
        }
        var bytesLeft = bounds.textBytes
        return try listings.map { listing in
            let text = withText ? try article(listing.article.id)?.0.text : nil
            bytesLeft -= text?.utf8.count ?? 0
            guard bytesLeft >= 0 else {
                throw QuestionError(
                    description: "the texts are longer than the \(bounds.textBytes >> 20) MiB the daemon tells of")
            }
            return FoundArticle(
                listing: listing, decisions: try decisions(ofArticle: listing.article.id), text: text)
        }
    }

    private func articles(holding words: String, since: Int64, limit: Int) throws -> [ArticleListing] {
        let wanted = WordSet(words)
        guard !wanted.isEmpty else { throw QuestionError(description: "give at least one word") }
        var found: [ArticleListing] = []
        try forEachText(since: since) { listing, text in
            if wanted.isSubset(ofTitle: listing.article.title, text: text ?? "") { found.append(listing) }
            return found.count < limit
        }
        return found
    }
}

extension AnswerBounds {
    fileprivate func check(limit: Int) throws(QuestionError) {
        guard limit <= rows else {
            throw QuestionError(description: "the daemon tells of at most \(rows) at once: --limit \(rows)")
        }
    }

    fileprivate func check(text: String) throws(QuestionError) {
        guard text.utf8.count <= questionBytes else {
            throw QuestionError(description: "the question is longer than \(questionBytes >> 10) KiB")
        }
    }
}

import Ledger

/// A correction as a person writes it.
public enum CorrectionRequest: Codable, Sendable, Equatable {
    /// Two stories, by their ids or the beginnings of them.
    case merge(one: String, other: String)
    /// An article, by its number or its file, and the story it belongs to: an id, or ``newStory``.
    case move(article: String, story: String)

    /// In place of a story's id: the article is a story of its own.
    public static let newStory = "new"
}

/// Why a request is not carried out, for the one who made it.
struct Unfulfilled: Error, CustomStringConvertible {
    var description: String
}

extension CorrectionRequest {
    /// The same by the ledger's numbers.
    /// - Throws: ``Unfulfilled`` when a name stands for nothing, or for several things; `LedgerError`.
    func resolved(_ ledger: Ledger, user: String, at time: Int64) throws -> Correction {
        let change: Correction.Change =
            switch self {
            case .merge(let one, let other):
                .merge(try Self.story(one, ledger), try Self.story(other, ledger))
            case .move(let article, Self.newStory):
                .move(article: try Self.article(article, ledger), story: nil)
            case .move(let article, let story):
                .move(article: try Self.article(article, ledger), story: try Self.story(story, ledger))
            }
        return Correction(change: change, user: user, at: time)
    }

    private static func story(_ id: String, _ ledger: Ledger) throws -> Int64 {
        do {
            guard let story = try ledger.story(id: id.lowercased()) else {
                throw Unfulfilled(description: "there is no story \(id)")
            }
            return story.number
        } catch LedgerError.ambiguousStory(let prefix) {
            throw Unfulfilled(description: "several stories begin with \(prefix): give more of the id")
        }
    }

    private static func article(_ name: String, _ ledger: Ledger) throws -> Int64 {
        if let number = Int64(name), try ledger.heading(ofArticle: number) != nil { return number }
        let found = try ledger.listings(inFile: name, limit: 6).map(\.article.id)
        guard let first = found.first else { throw Unfulfilled(description: "there is no article \(name)") }
        guard found.count == 1 else {
            let shown = found.prefix(5).map(String.init).joined(separator: ", ") + (found.count > 5 ? ", …" : "")
            throw Unfulfilled(description: "\(name) stands for several articles: give one of the numbers \(shown)")
        }
        return first
    }
}

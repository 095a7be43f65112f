import Shingling

/// How a copy relates to what it copies, when both are versions of one article.
enum VersionOrder {
    /// It replaces the version that was current.
    case newer
    /// It came late: the current version is a later one.
    case older
}

extension Engine {
    /// The number of the article that holds the current text of an article: its own, unless revisions of it came.
    /// Nil for a number never given.
    public func currentVersion(of article: Int64) -> Int64? {
        guard article >= 1, article <= Int64(articles.count) else { return nil }
        return Int64(versions.current(Int(article) - 1) + 1)
    }

    /// Two copies are versions of one article when they have the same address or identifier, or the same outlet and
    /// different dates. The dates tell which is newer; without them, at one address, what comes later is.
    func versionOrder(_ submission: Submission, _ known: Int) -> VersionOrder? {
        let stated = articles[versions.current(known)].publishedAt ?? articles[known].publishedAt
        let dates = submission.publishedAt.flatMap { new in stated.map { (new: new, old: $0) } }
        if hasSameAddress(submission, articles[known]) {
            return dates.map { $0.new >= $0.old ? .newer : .older } ?? .newer
        }
        guard Self.isSame(submission.source, articles[known].source), let dates, dates.new != dates.old else {
            return nil
        }
        return dates.new > dates.old ? .newer : .older
    }

    /// Notes the place of a copy among the versions of what it copies.
    /// - Returns: The version that was current before it.
    @discardableResult
    mutating func recordVersion(_ article: Int, _ order: VersionOrder, of original: Int) -> Int {
        let current = versions.current(original)
        switch order {
        case .newer: versions.replace(current, by: article)
        case .older: versions.replace(article, by: current)
        }
        return current
    }

    /// Same address, or same publisher's identifier.
    func hasSameAddress(_ submission: Submission, _ known: KnownArticle) -> Bool {
        Self.isSame(submission.url, known.url) || Self.isSame(submission.guid, known.guid)
    }

    private static func isSame(_ name: String?, _ hash: UInt32) -> Bool { hash != 0 && nameHash(name) == hash }

    /// The hash of an address, an identifier or an outlet; 0 when there is none.
    static func nameHash(_ name: String?) -> UInt32 {
        guard let name, !name.isEmpty else { return 0 }
        return UInt32(truncatingIfNeeded: Mixing.bytes(name) >> 32) | 1
    }
}

import Ledger
import Shingling
import Stories

extension Engine {
    /// The engine as it was after the ledger's last commit.
    /// - Parameter progress: Called now and then, so that a long restoration can be told from a hang. Ends it by throwing.
    /// - Throws: `LedgerError`, or what `progress` throws, or `FeatureError` when stored shingles cannot be read.
    static func restored(from ledger: Ledger, settings: EngineSettings, progress: (Int) throws -> Void) throws -> Engine
    {
        try restored(from: ledger, settings: settings, before: .max, past: nil, progress: progress)
    }

    /// The engine as it was when an article came.
    /// - Parameters:
    ///   - article: The article's number; nothing is known of it and of later ones.
    ///   - sequence: The number of the decision about it.
    static func restored(
        from ledger: Ledger, settings: EngineSettings, before article: Int64, sequence: Int64,
        progress: (Int) throws -> Void
    ) throws -> Engine {
        let past = try ledger.memberships(before: sequence)
        return try restored(from: ledger, settings: settings, before: article, past: past, progress: progress)
    }

    private static func restored(
        from ledger: Ledger, settings: EngineSettings, before end: Int64, past: PastMemberships?,
        progress: (Int) throws -> Void
    ) throws -> Engine {
        var engine = Engine(settings: settings)
        try ledger.forEachStory { story in
            guard story.founder < end, story.number <= past?.lastStory ?? .max else { return }
            guard let id = StoryID(story.id) else {
                throw LedgerError.damaged("story \(story.number) has the name “\(story.id)”")
            }
            let isRestored = engine.restore(
                RestoredStory(
                    number: story.number, id: id, generation: story.generation,
                    mergedInto: past.map { $0.mergedInto[story.number] } ?? story.mergedInto,
                    founder: story.founder, lastArrival: past == nil ? story.lastArrival : nil,
                    closedBy: story.closedBy.flatMap { $0 < end ? $0 : nil }))
            guard isRestored else { throw LedgerError.damaged("story \(story.number) does not follow the one before") }
        }
        var count = 0
        try ledger.forEachArticle { stored in
            guard stored.article.id < end else { return }
            guard let outcome = Outcome(rawValue: stored.membership.outcome) else {
                throw LedgerError.damaged(
                    "article \(stored.article.id) has the unknown outcome “\(stored.membership.outcome)”")
            }
            let isRestored = engine.restore(
                RestoredArticle(
                    article: stored.article.id,
                    story: past?.stories[stored.article.id] ?? stored.membership.story,
                    submission: Submission(
                        features: try ArticleFeatures(decoding: stored.article.features),
                        arrivedAt: stored.article.arrivedAt, publishedAt: stored.article.publishedAt,
                        url: stored.article.url, guid: stored.article.guid, source: stored.article.source),
                    outcome: outcome, duplicateOf: stored.membership.duplicateOf,
                    closedBy: stored.membership.closedBy.flatMap { $0 < end ? $0 : nil },
                    isStanding: stored.membership.isStanding))
            guard isRestored else {
                throw LedgerError.damaged(
                    "article \(stored.article.id) or its story does not follow from the rows before")
            }
            count += 1
            if count % 1000 == 0 { try progress(count) }
        }
        for correction in try past?.corrections ?? ledger.corrections() {
            guard let article = correction.article, let to = correction.story, let from = correction.otherStory else {
                continue
            }
            engine.restoreCorrection(article: article, from: from, to: to)
        }
        return engine
    }
}

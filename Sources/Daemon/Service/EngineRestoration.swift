import Ledger
import Shingling
import Stories

extension Engine {
    /// The engine as it was after the ledger's last commit.
    /// - Parameter progress: Called now and then, so that a long restoration can be told from a hang.
    /// - Throws: `LedgerError`, or `FeatureError` when stored shingles cannot be read.
    static func restored(from ledger: Ledger, settings: EngineSettings, progress: (Int) -> Void) throws -> Engine {
        var engine = Engine(settings: settings)
        try ledger.forEachStory { story in
            guard let id = StoryID(story.id) else {
                throw LedgerError.damaged("story \(story.number) has the name “\(story.id)”")
            }
            let isRestored = engine.restore(
                RestoredStory(
                    number: story.number, id: id, generation: story.generation, mergedInto: story.mergedInto,
                    founder: story.founder))
            guard isRestored else { throw LedgerError.damaged("story \(story.number) does not follow the one before") }
        }
        var count = 0
        try ledger.forEachArticle { stored in
            guard let outcome = Outcome(rawValue: stored.membership.outcome) else {
                throw LedgerError.damaged(
                    "article \(stored.article.id) has the unknown outcome “\(stored.membership.outcome)”")
            }
            let isRestored = engine.restore(
                RestoredArticle(
                    article: stored.article.id, story: stored.membership.story,
                    submission: Submission(
                        features: try ArticleFeatures(decoding: stored.article.features),
                        arrivedAt: stored.article.arrivedAt, publishedAt: stored.article.publishedAt,
                        url: stored.article.url, guid: stored.article.guid, source: stored.article.source),
                    outcome: outcome, duplicateOf: stored.membership.duplicateOf))
            guard isRestored else {
                throw LedgerError.damaged(
                    "article \(stored.article.id) or its story does not follow from the rows before")
            }
            count += 1
            if count % 1000 == 0 { progress(count) }
        }
        return engine
    }
}

import Ledger
import Shingling
import Stories
import SystemPackage

/// Makes an engine that knows what a ledger tells: from the snapshot beside it and what was decided since, or, where there is
/// none of use, from all of the ledger.
struct EngineRestoration: Sendable {
    let ledger: Ledger
    /// The ledger's file.
    let path: FilePath
    let settings: EngineSettings

    /// How it went.
    struct Outcome: Equatable {
        /// Articles that were read from the ledger, which the next start would read again.
        var read = 0
        /// Why the snapshot was of no use; nil where it was, or where there was none.
        var refusal: String?
    }

    /// To decide an article once more costs as much as to read so many.
    private static let costOfDeciding: Int64 = 4

    /// An engine that knows all the ledger tells, without a word about how.
    static func engine(
        of ledger: Ledger, at path: FilePath, settings: EngineSettings, progress: (Int) throws -> Void = { _ in }
    ) throws -> Engine {
        var engine = Engine(settings: settings)
        _ = try EngineRestoration(ledger: ledger, path: path, settings: settings).run(into: &engine) { done, _ in
            try progress(done)
        }
        return engine
    }

    /// Whether the ledger can be read by this version, as far as one article tells.
    /// - Throws: `LedgerError`, `FeatureError`.
    func probe() throws {
        let last = try ledger.counts().lastArticle
        try ledger.forEachArticle(after: last - 1) { _ = try ArticleFeatures(decoding: $0.article.features) }
    }

    /// - Parameters:
    ///   - engine: Knows nothing yet, and all afterwards.
    ///   - progress: Called now and then with the articles that are known, and those that will be. Ends it by throwing.
    /// - Throws: `LedgerError`, what `progress` throws, `FeatureError` when stored shingles cannot be read.
    func run(into engine: inout Engine, progress: (_ done: Int, _ total: Int) throws -> Void) throws -> Outcome {
        let total = Int(try ledger.counts().lastArticle)
        try progress(0, total)
        var outcome = Outcome()
        let snapshot = EngineSnapshot.path(of: path)
        switch try EngineSnapshot.read(of: ledger, at: snapshot, settings: settings, into: &engine) {
        case .absent: break
        case .unusable(let reason): outcome.refusal = reason
        case .known(let article, let sequence):
            do {
                let later = Int64(total) - article
                guard later * Self.costOfDeciding <= Int64(total) || later < Int64(EngineSnapshot.leastArticles) else {
                    throw LaterDecisions.Differs(description: "too much was decided since")
                }
                try progress(Int(article), total)
                var decisions = try LaterDecisions(ledger, after: sequence)
                try decisions.make(in: &engine, after: article) { try progress(Int(article) + $0, total) }
                outcome.read = Int(later)
                return outcome
            } catch let error as LaterDecisions.Differs {
                outcome.refusal = error.description
            }
        }
        // First: two of them may be more than there is memory for.
        engine = Engine(settings: settings)
        engine = try Engine.restored(from: ledger, settings: settings) { try progress($0, total) }
        outcome.read = total
        return outcome
    }
}

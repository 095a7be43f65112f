import Ledger
import Shingling
import Stories

/// What was decided after a snapshot, decided once more: decisions are a pure function of what was known and of the articles in
/// their order, so the engine is then what it was when the last of them was committed. Each is compared with what the ledger
/// says of it.
struct LaterDecisions {
    /// The ledger says something else, or what cannot be made again.
    struct Differs: Error, CustomStringConvertible {
        let description: String
    }

    private let ledger: Ledger
    /// The rows that are still to come, in order.
    private var rows: ArraySlice<DecisionRecord>

    /// - Parameter sequence: The last `ASSIGNMENT_SEQ` before them.
    init(_ ledger: Ledger, after sequence: Int64) throws(LedgerError) {
        self.ledger = ledger
        rows = try ledger.decisions(after: sequence)[...]
    }

    /// Makes all of them.
    /// - Parameters:
    ///   - engine: What was known before.
    ///   - article: The last article before them.
    ///   - progress: Called now and then with the number of articles.
    /// - Throws: `Differs`, and the engine is of no use; `LedgerError`, `FeatureError`; what `progress` throws.
    mutating func make(in engine: inout Engine, after article: Int64, progress: (Int) throws -> Void) throws {
        var count = 0
        try ledger.forEachArticle(after: article) { stored in
            try correct(&engine)
            try decide(stored, &engine)
            count += 1
            if count % 100 == 0 { try progress(count) }
        }
        try correct(&engine)
        guard let row = rows.first else { return }
        throw Differs(description: "decision \(row.sequence) does not follow from it")
    }

    private mutating func decide(_ stored: StoredArticle, _ engine: inout Engine) throws {
        let (article, membership) = (stored.article, stored.membership)
        let made = engine.assign(
            Submission(
                features: try ArticleFeatures(decoding: article.features), arrivedAt: article.arrivedAt,
                publishedAt: article.publishedAt, url: article.url, guid: article.guid, source: article.source))
        guard let row = rows.popFirst(), row.correctedBy == nil, row.article == article.id, made.article == article.id,
            row.kind == made.outcome.rawValue, row.story == made.story, membership.duplicateOf == made.duplicateOf,
            membership.score == made.score, membership.similarity == made.similarity,
            membership.containment == made.containment
        else { throw Differs(description: "article \(article.id) would be decided differently") }
        for merge in made.merges { try expect(merge) }
        for move in made.moves { try expect(move) }
    }

    /// Makes the corrections that come next.
    private mutating func correct(_ engine: inout Engine) throws {
        while let row = rows.first, row.correctedBy != nil {
            do {
                guard try correct(row, &engine) else { throw Differs(description: "a large story was corrected since") }
            } catch is CorrectionError {
                throw Differs(description: "correction \(row.sequence) cannot be made again")
            }
        }
    }

    /// - Returns: False where only all of the ledger tells what is known afterwards.
    private mutating func correct(_ row: DecisionRecord, _ engine: inout Engine) throws -> Bool {
        guard let story = row.story, let other = row.otherStory else {
            throw Differs(description: "correction \(row.sequence) names no stories")
        }
        guard row.article != nil else {
            try expect(engine.merge(byHand: story, other).merge)
            return true
        }
        // An original takes its copies along, each in a row of its own.
        let group = rows.prefix {
            $0.article != nil && $0.story == story && $0.otherStory == other && $0.correctedBy == row.correctedBy
                && $0.decidedAt == row.decidedAt
        }.compactMap(\.article)
        let first = row.article ?? 0
        let original = engine.original(ofArticle: first)
        let article = original.flatMap { group.contains($0) ? $0 : nil } ?? first
        let opens = row.reason == DecisionRecord.openedStory
        let corrected = try engine.move(byHand: article, to: opens ? nil : story)
        guard let move = corrected.move else {
            throw Differs(description: "correction \(row.sequence) cannot be made again")
        }
        try expect(move)
        return !corrected.needsRestoring
    }

    private mutating func expect(_ merge: Merge?) throws {
        guard let row = rows.popFirst(), let merge, row.kind == "merged", row.story == merge.survivor,
            row.otherStory == merge.absorbed
        else { throw Differs(description: "a merge would come out differently") }
        for article in merge.moved { try expect(article, merge.survivor, merge.absorbed) }
    }

    private mutating func expect(_ move: Move) throws {
        for article in move.articles { try expect(article, move.to, move.from) }
    }

    private mutating func expect(_ article: Int64, _ to: Int64, _ from: Int64) throws {
        guard let row = rows.popFirst(), row.kind == "moved", row.article == article, row.story == to,
            row.otherStory == from
        else { throw Differs(description: "a move would come out differently") }
    }
}

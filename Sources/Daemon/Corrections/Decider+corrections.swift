import Journal
import Ledger
import Stories

extension Decider {
    /// Makes a person's correction and adds it to the batch, as the decisions it is.
    /// - Returns: What it did, and whether the engine is to be restored once the batch is committed.
    /// - Throws: `CorrectionError`, and nothing has changed; `LedgerError`.
    mutating func correct(
        _ correction: Correction, into batch: inout DecidedBatch
    ) throws -> (report: CorrectionReport, needsRestoring: Bool) {
        let corrected: Corrected
        switch correction.change {
        case .merge(let one, let other): corrected = try engine.merge(byHand: one, other)
        case .move(let article, let story): corrected = try engine.move(byHand: article, to: story)
        }
        let first = batch.rows.outbox.count
        let sequence = lastSequence + 1
        var report: CorrectionReport
        if let merge = corrected.merge {
            report = CorrectionReport(
                outcome: "merged", story: merge.survivorID.description, previousStory: merge.absorbedID.description,
                articles: merge.moved, size: merge.survivorSize, sequence: sequence, messages: [])
            try record(merge, correction, into: &batch)
        } else if let move = corrected.move {
            report = CorrectionReport(
                outcome: "moved", story: move.toID.description, previousStory: move.fromID.description,
                articles: move.articles, size: move.toSize, sequence: sequence, messages: [])
            try record(move, openedAs: corrected.generation, correction, into: &batch)
        } else {
            throw LedgerError.unexpected("a correction without effect")
        }
        report.messages = batch.rows.outbox[first...].compactMap { try? EncodedEntry(decoding: $0.entry).message }
        return (report, corrected.needsRestoring)
    }

    /// Makes a noted correction again, and commits it; everything before it is committed. One that took copies along is
    /// noted with each of them, and made once.
    mutating func correctAgain(_ line: CorrectionNote.Line, in ledger: Ledger) throws {
        guard line.sequence > lastSequence, let correction = try line.resolved(ledger) else { return }
        resume(after: line.sequence - 1)
        var batch = DecidedBatch()
        do {
            let (_, needsRestoring) = try correct(correction, into: &batch)
            batch.seal()
            try ledger.commit(batch.rows)
            if needsRestoring { try restoreEngine { _ in } }
        } catch is CorrectionError {
            // With files missing, what was corrected may not have come about.
        }
    }

    /// Builds the engine anew from the ledger, which holds all that was decided.
    mutating func restoreEngine(progress: (Int) -> Void) throws {
        guard let ledger else {
            throw LedgerError.unexpected("a correction of a large story can only be made again with a ledger")
        }
        engine = try Engine.restored(from: ledger, settings: engine.settings, progress: progress)
    }

    private mutating func record(
        _ merge: Merge, _ correction: Correction, into batch: inout DecidedBatch
    ) throws(LedgerError) {
        guard let ledger else { return }
        let title = try ledger.story(number: merge.survivor)?.title ?? ""
        try record(merge, title, at: correction.at, by: correction.user, into: &batch)
    }

    private mutating func record(
        _ move: Move, openedAs generation: Int?, _ correction: Correction, into batch: inout DecidedBatch
    ) throws(LedgerError) {
        guard let ledger, let first = move.articles.first else { return }
        guard let founder = try ledger.heading(ofArticle: first) else {
            throw .damaged("article \(first) is in the engine but not in the ledger")
        }
        // As of every decision: the time of the latest arrival.
        let arrival = engine.lastArrival ?? correction.at
        var title = founder.title
        if let generation {
            batch.rows.stories.append(
                StoryRecord(
                    number: move.to, id: move.toID.description, title: title, founder: first, generation: generation,
                    size: move.toSize, mergedInto: nil, openedAt: founder.arrivedAt, lastArrival: arrival,
                    follows: nil))
        } else {
            title = try ledger.story(number: move.to)?.title ?? ""
            batch.rows.storyUpdates.append(
                StoryUpdate(number: move.to, size: move.toSize, lastArrival: arrival, mergedInto: nil))
        }
        batch.rows.storyUpdates.append(
            StoryUpdate(number: move.from, size: move.fromSize, lastArrival: arrival, mergedInto: nil))
        let target = StoryFields(id: move.toID.description, title: title, size: move.toSize)
        for article in move.articles {
            try moved(
                article, to: target, move.to, from: move.fromID.description, move.from, at: correction.at,
                by: correction.user, reason: generation == nil ? nil : DecisionRecord.openedStory, into: &batch)
        }
    }
}

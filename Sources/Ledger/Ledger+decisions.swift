import GRDB
import Synchronization

extension Ledger {
    /// Writes a batch of decisions, whole or not at all. A batch that failed can be given again as it is.
    /// - Throws: ``LedgerError/unknownClaim(_:)`` when it has progress of a claim that is not there; a constraint error
    ///   of SQLite (code 19) when a number, a story id or a claim's position is taken, or when an article has no
    ///   membership.
    public func commit(_ batch: Batch) throws(LedgerError) {
        // Before the transaction, so that other writers need not wait for it.
        let texts = try encode(batch.articles)
        let sketches = batch.articles.map { SketchRow(article: $0.id, features: $0.features) }
        try write { db in
            try db.write(batch.claims)
            try db.write(batch.articles)
            try db.write(texts)
            try db.write(sketches)
            try db.write(batch.stories)
            try db.write(batch.storyUpdates)
            try db.write(batch.memberships)
            try db.write(batch.moves)
            try db.write(batch.storyClosings)
            try db.write(batch.articleClosings)
            try db.write(batch.decisions)
            try db.write(batch.outbox)
            try db.record(batch.progress)
        }
    }

    /// Which articles of these files were decided under which numbers, by position; those that
    /// were refused or only take an article back are left out.
    /// - Returns: The runs of each claim, in order.
    public func decidedRuns(ofClaims claims: [Int64]) throws(LedgerError) -> [[DecidedRun]] {
        try read { db in try claims.map { try db.decidedRuns(ofClaim: $0) } }
    }

    private func encode(_ articles: [ArticleRecord]) throws(LedgerError) -> [TextRow] {
        try encoder.withLock { encoder throws(LedgerError) in
            var rows: [TextRow] = []
            rows.reserveCapacity(articles.count)
            for article in articles {
                guard let text = article.text, text.utf8.count <= Self.largestText else { continue }
                let packed = if let packed = article.packedText { packed } else { try encoder.pack(text) }
                rows.append(TextRow(article: article.id, zstd: packed))
            }
            return rows
        }
    }
}

extension Database {
    /// As `Ledger.decidedRuns(ofClaims:)`, of one claim.
    func decidedRuns(ofClaim claim: Int64) throws -> [DecidedRun] {
        let sql = """
            SELECT position, sequence FROM decisions
            WHERE claim = ? AND kind NOT IN ('rejected', 'retraction') ORDER BY position
            """
        var runs: [DecidedRun] = []
        let rows = try Row.fetchCursor(cachedStatement(sql: sql), arguments: [claim])
        while let row = try rows.next() {
            let (position, sequence): (Int, Int64) = (try row.get(0), try row.get(1))
            if let last = runs.last, last.position + last.count == position,
                last.sequence + Int64(last.count) == sequence
            {
                runs[runs.count - 1].count += 1
            } else {
                runs.append(DecidedRun(position: position, sequence: sequence, count: 1))
            }
        }
        return runs
    }

    fileprivate func record(_ progress: [ClaimProgress]) throws {
        guard !progress.isEmpty else { return }
        let sql = """
            UPDATE claims SET progress = ?, state = max(state, ?), first_sequence = coalesce(first_sequence, ?),
                disposition = coalesce(?, disposition), reason = coalesce(?, reason),
                content_hash = coalesce(?, content_hash)
            WHERE id = ?
            """
        try execute(
            sql, forEach: progress,
            bind: { progress, values in
                let state: ClaimState = progress.complete ? .decided : .open
                values.add(progress.decided)
                values.add(state.rawValue)
                values.add(progress.firstSequence)
                values.add(progress.disposition)
                values.add(progress.reason)
                values.add(progress.contentHash.map { Int64(bitPattern: $0) })
                values.add(progress.claim)
            },
            check: { (progress) throws(LedgerError) in
                guard changesCount == 1 else { throw .unknownClaim(progress.claim) }
            })
    }
}

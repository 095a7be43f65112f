import Articles
import DropFolder
import Ledger
import Shingling
import Stories
import SystemPackage

/// Makes a ledger anew in the place of one that was set aside.
///
/// What can be read of the old one says how far the files have come that are on their way or stay in place; the archive's
/// notes say it of the others. All of them are read and decided again in the order of their `ASSIGNMENT_SEQ`, which gives
/// each the number, story and outcome it had. The new ledger has the old one's identity, and lies beside its place until
/// it is complete: one that was cut short goes on from where it came to.
struct LedgerRebuild {
    /// What came of it.
    struct Outcome: Equatable {
        var articles = 0
        var stories = 0
        /// Articles that were decided, and whose files are gone.
        var missing = 0
    }

    let settings: Settings
    let spool: Spool
    /// The highest `ASSIGNMENT_SEQ` of a ledger that the journal holds; nil where the journal cannot be read.
    let lastInJournal: (_ identity: String) -> Int64?
    /// Runs what takes a while and tells nothing meanwhile.
    let waiting: (_ body: () throws -> Void) throws -> Void
    /// Called now and then with how many articles are done and how many there are. Ends the work by throwing.
    let progress: (_ done: Int, _ total: Int) throws -> Void

    /// Keys of the unfinished ledger: claims of archived files are numbered from here on by their first sequence.
    private static let baseKey = "rebuild.base"
    /// Numbers that are passed over where nothing tells the highest that was given.
    private static let unknownGap: Int64 = 1_000_000

    /// Where the new ledger lies until it is complete. Its presence without a ledger says that one is to be made.
    static func draft(of path: FilePath) -> FilePath { FilePath(path.string + ".rebuild") }

    /// Makes the ledger and puts it in its place.
    /// - Throws: `LedgerError`, `FolderError` when a folder cannot be read; what `progress` throws.
    func run() throws -> Outcome {
        let path = settings.ledger.path
        var salvage = Salvage()
        var archived: [(file: ArchivedFile, isRejected: Bool)] = []
        try waiting {
            if let damaged = Ledger.setAsideLedgers(of: path).last { salvage = Salvage(of: damaged) }
            archived = try ArchivedFile.all(below: settings.folder.archive).map { ($0, false) }
            archived += try ArchivedFile.all(below: settings.folder.rejected).map { ($0, true) }
        }
        let identity = salvage.identity ?? ArchiveReplay.latestLedger(archived.map(\.file))
        let outcome = try fill(identity, salvage, archived)
        KillPoint.reached(.rebuilt)
        try Ledger.putInPlace(Self.draft(of: path), as: path)
        return outcome
    }

    private func fill(
        _ identity: String?, _ salvage: Salvage, _ archived: [(file: ArchivedFile, isRejected: Bool)]
    ) throws -> Outcome {
        let ledger = try openDraft(identity)
        let kept = salvage.files.compactMap { known($0) }
        let base = try begin(ledger, kept)
        let done = try ledger.counts()
        let files = files(kept, archived.filter { $0.file.note.ledger == ledger.identity }, base: base)
        var replay = ArchiveReplay(
            files: files, after: done.lastSequence, limits: ReaderLimits(settings.limits), skipsMissing: true)
        let corrections = try CorrectionNote.read(in: settings.folder.archive, ledger: ledger.identity)
        try decide(&replay, corrections, ledger)
        try finish(
            ledger, salvage, kept, lastArchived: files.flatMap(\.runs).map { $0.sequence + Int64($0.count) - 1 }.max())
        let counts = try ledger.counts()
        ledger.close()
        return Outcome(articles: counts.articles, stories: counts.stories, missing: replay.missing)
    }

    private func openDraft(_ identity: String?) throws -> Ledger {
        let draft = Self.draft(of: settings.ledger.path)
        if let ledger = try usable(draft, identity) { return ledger }
        _ = try Ledger.setAside(path: draft, time: Clocks.unixSeconds())
        return try Ledger(path: draft, identity: identity)
    }

    /// Nil for a draft that is damaged itself, or was made of another ledger.
    private func usable(_ draft: FilePath, _ identity: String?) throws -> Ledger? {
        do {
            let ledger = try Ledger(path: draft, identity: identity)
            return identity == nil || ledger.identity == identity ? ledger : nil
        } catch {
            if case .damaged = error { return nil }
            throw error
        }
    }

    /// What is taken over of a claim. Where nobody knows any more what was decided of it, its file is read anew.
    private func known(_ file: Salvage.File) -> Salvage.File? {
        guard file.claim.progress > 0, file.runs == nil else { return file }
        guard !file.claim.inPlace else { return nil }
        var file = file
        (file.claim.progress, file.claim.state, file.claim.firstSequence) = (0, .open, nil)
        (file.claim.disposition, file.claim.reason) = (nil, nil)
        return file
    }

    /// Records the claims of the old ledger. Files in `work/` that it does not tell of are taken up as strays later.
    /// - Returns: The highest number that a claim or a file in `work/` has.
    private func begin(_ ledger: Ledger, _ kept: [Salvage.File]) throws -> Int64 {
        if let stored = try ledger.value(Self.baseKey), let base = Int64(stored) {
            if try ledger.counts().lastClaim == 0 { try ledger.insertClaims(kept.map(\.claim)) }
            return base
        }
        let base = max(try spool.claimsInWork().last ?? 0, kept.map(\.claim.id).max() ?? 0)
        try ledger.setValue(Self.baseKey, String(base))
        try ledger.insertClaims(kept.map(\.claim))
        return base
    }

    private func files(
        _ kept: [Salvage.File], _ archived: [(file: ArchivedFile, isRejected: Bool)], base: Int64
    ) -> [ArchiveReplay.File] {
        var files: [ArchiveReplay.File] = []
        // A file may be put away already, and its claim not know it.
        var placed: [Int64: FilePath] = [:]
        let claimed = Set(kept.compactMap { $0.runs?.first?.sequence })
        for (file, isRejected) in archived {
            guard let first = file.note.runs.map(\.sequence).min() else { continue }
            if claimed.contains(first) {
                placed[first] = file.path
                continue
            }
            let claim = claim(of: file, id: base + first, first: first, isRejected: isRejected)
            var replayed = ArchiveReplay.File(file)
            (replayed.claim, replayed.newClaim) = (claim.id, claim)
            files.append(replayed)
        }
        for file in kept {
            guard let runs = file.runs, let first = runs.first?.sequence else { continue }
            let claim = file.claim
            let path =
                placed[first]
                ?? (claim.inPlace
                    ? claim.folderPath.pushing(claim.path) : settings.folder.work.appending(String(claim.id)))
            files.append(
                ArchiveReplay.File(
                    path: path, name: claim.path, arrived: claim.claimedAt,
                    runs: runs.map { SequenceNote.Run(position: $0.position, sequence: $0.sequence, count: $0.count) },
                    contentHash: claim.inPlace ? claim.contentHash : nil, claim: claim.id))
        }
        return files
    }

    private func claim(of file: ArchivedFile, id: Int64, first: Int64, isRejected: Bool) -> ClaimRecord {
        var destination = file.path
        _ = destination.removePrefix(isRejected ? settings.folder.rejected : settings.folder.archive)
        return ClaimRecord(
            id: id, folder: [], name: file.name.rawBytes, device: 0, inode: 0, size: 0, modified: 0, changed: 0,
            kind: FoundFile.Kind.regular.rawValue, claimedAt: file.note.arrived, attempts: 0,
            progress: file.note.runs.reduce(0) { $0 + $1.count }, state: .finished, firstSequence: first,
            disposition: isRejected ? "rejected" : "finished", destination: destination.rawBytes)
    }

    private func decide(
        _ replay: inout ArchiveReplay, _ corrections: [CorrectionNote.Line], _ ledger: Ledger
    ) throws {
        var corrections = corrections[...]
        let counts = try ledger.counts()
        let engine = try Engine.restored(from: ledger, settings: settings.engine) { _ in try progress(0, 0) }
        var decider = Decider(
            engine: engine, ledger: ledger, lastSequence: counts.lastSequence, keepText: settings.ledger.keepText,
            announces: false)
        let shingler = Shingler()
        var batch = DecidedBatch()
        let total = counts.articles + replay.left
        var done = counts.articles
        while let step = try replay.next() {
            while let next = corrections.first, next.sequence < step.sequence {
                try correct(next, &decider, &batch, ledger)
                corrections.removeFirst()
            }
            decider.resume(after: step.sequence - 1)
            if let claim = step.newClaim { batch.rows.claims.append(claim) }
            let decision = batch.rows.decisions.count
            let article = step.article
            try decider.decide(
                ReadArticle(
                    claim: nil, position: step.position, file: step.name, rawFile: nil, article: article,
                    features: shingler.features(title: article.title, text: article.text, language: article.language),
                    arrivedAt: step.arrivedAt),
                into: &batch)
            // The claim is recorded as it was, so these decisions do not move it on.
            batch.rows.articles[batch.rows.articles.count - 1].claim = step.claim
            batch.rows.decisions[decision].claim = step.claim
            batch.rows.decisions[decision].position = step.claim == nil ? nil : step.position
            done += 1
            guard batch.rows.articles.count >= Sequencer.batchLimit else { continue }
            try ledger.commit(batch.rows)
            KillPoint.reached(.rebuilding)
            batch = DecidedBatch()
            try progress(done, total)
        }
        try ledger.commit(batch.rows)
        batch = DecidedBatch()
        for correction in corrections { try correct(correction, &decider, &batch, ledger) }
    }

    /// Makes a person's correction again, after all that was decided before it.
    private func correct(
        _ line: CorrectionNote.Line, _ decider: inout Decider, _ batch: inout DecidedBatch, _ ledger: Ledger
    ) throws {
        // One that took copies along is noted with each of them, and made once.
        guard line.sequence > decider.lastSequence else { return }
        try ledger.commit(batch.rows)
        batch = DecidedBatch()
        guard let correction = try line.resolved(ledger) else { return }
        decider.resume(after: line.sequence - 1)
        do {
            let (_, needsRestoring) = try decider.correct(correction, into: &batch)
            try ledger.commit(batch.rows)
            batch = DecidedBatch()
            if needsRestoring { try decider.restoreEngine { _ in } }
        } catch is CorrectionError {
            // With files missing, what was corrected may not have come about.
        }
    }

    /// The refusals that the new ledger has not yet.
    private func refusals(_ salvage: Salvage, _ kept: [Salvage.File], _ ledger: Ledger) throws -> [DecisionRecord] {
        let claims = Set(kept.map(\.claim.id))
        let known = try ledger.known(salvage.refusals.map(\.sequence))
        return salvage.refusals.compactMap { refusal in
            guard !known.contains(refusal.sequence) else { return nil }
            var refusal = refusal
            if let claim = refusal.claim, !claims.contains(claim) { (refusal.claim, refusal.position) = (nil, nil) }
            return refusal
        }
    }

    /// Takes over what was refused and what is still to be told, and has new numbers begin beyond all that were given.
    private func finish(
        _ ledger: Ledger, _ salvage: Salvage, _ kept: [Salvage.File], lastArchived: Int64?
    ) throws {
        let decided = max(try ledger.counts().lastSequence, lastArchived ?? 0)
        // Nothing was ever given where there is nothing at all.
        let unknown = decided == 0 ? 0 : decided + Self.unknownGap
        let last = salvage.lastSequence ?? lastInJournal(ledger.identity) ?? unknown
        try ledger.skipSequences(to: max(decided, last))
        var salvage = salvage
        let progress = Dictionary(kept.map { ($0.claim.id, $0.claim.progress) }) { first, _ in first }
        func isReadAnew(_ claim: Int64?) -> Bool {
            claim.map { progress[$0] ?? 0 == 0 && spool.contains(claim: $0) } ?? false
        }
        // What was decided of a file that is read anew is decided and told again.
        salvage.refusals.removeAll { isReadAnew($0.claim) }
        salvage.unconfirmed.removeAll { isReadAnew($0.claim) }
        let present = Set(try ledger.outbox(sequences: salvage.unconfirmed.map(\.sequence)).map(\.sequence))
        let entries = salvage.unconfirmed.filter { !present.contains($0.sequence) }.map { entry in
            var entry = entry
            // Nobody knows whether it went out.
            entry.sends = max(1, entry.sends)
            return entry
        }
        try ledger.commit(Batch(decisions: try refusals(salvage, kept, ledger), outbox: entries))
    }
}

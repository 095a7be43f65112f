import Articles
import Journal
import Ledger
import Shingling
import Stories
import SystemPackage

/// The decisions of one transaction, with what is to be said of them.
struct DecidedBatch: Sendable {
    var rows = Batch()
    var announcements: [Announcement] = []
    /// How far each file of the batch has come; becomes `rows.progress` once the batch is complete.
    fileprivate var progress: [Int64: ClaimProgress] = [:]

    /// Closes the batch: nothing more is added.
    mutating func seal() {
        rows.progress = progress.values.sorted { $0.claim < $1.claim }
    }
}

/// Turns articles into decisions: asks the engine, numbers the answer, and writes it down as ledger rows and journal
/// entries that belong together. Single owner of the engine and of `ASSIGNMENT_SEQ`.
struct Decider: Sendable {
    var engine: Engine
    /// Nil where nothing is kept.
    let ledger: Ledger?
    private let keepText: Bool
    private let announces: Bool
    private(set) var lastSequence: Int64
    /// A file of which something is decided, and not all of it.
    private struct FileInProgress {
        /// Its first `ASSIGNMENT_SEQ`.
        var first: Int64
        /// How many decisions were made of it.
        var decided: Int
        /// Its latest article.
        var article: DecidedRun?
    }
    private var filesInProgress: [Int64: FileInProgress] = [:]
    /// Titles of stories, which never change, and articles without text and features: what is added to is mostly recent.
    private var titles = RecentValues<String>(capacity: 4096)
    private var headings = RecentValues<ArticleRecord>(capacity: 4096)

    /// - Parameters:
    ///   - engine: Restored from the same ledger.
    ///   - ledger: Where decisions are kept; nil keeps nothing, and then batches hold no rows.
    ///   - lastSequence: The ledger's last `ASSIGNMENT_SEQ`.
    ///   - announces: Whether decisions make journal entries.
    init(engine: Engine, ledger: Ledger?, lastSequence: Int64 = 0, keepText: Bool = true, announces: Bool = true) {
        self.engine = engine
        self.announces = announces
        self.ledger = ledger
        self.lastSequence = lastSequence
        self.keepText = keepText
    }

    /// Articles the engine knows.
    var articleCount: Int { engine.articleCount }
    /// Stories the engine knows, merged ones not counted.
    var storyCount: Int { engine.storyCount }

    /// Writes what the engine knows beside the ledger. All that was decided is to be committed.
    func saveSnapshot(at path: FilePath) throws {
        guard let ledger else { return }
        try EngineSnapshot.write(engine, of: ledger, at: path)
    }

    /// Begins to, as `EngineSnapshot.draft`.
    func draftSnapshot(at path: FilePath, while isWanted: @escaping () -> Bool) throws -> EngineSnapshot.Draft? {
        try ledger.flatMap { try EngineSnapshot.draft(of: engine, $0, at: path, while: isWanted) }
    }

    /// Adds what follows from one read result to the batch.
    mutating func decide(_ result: ReadResult, into batch: inout DecidedBatch) throws(LedgerError) {
        switch result {
        case .article(let article):
            try decide(article, into: &batch)
        case .retraction(let retraction):
            try retract(retraction, into: &batch)
        case .refusedArticle(let claim, let position, let reason):
            let file = ArticleFields(file: claim.displayName(position: position), rawFile: claim.rawNameUnlessUTF8)
            refuse(claim, position: position, file: file, reason: reason, errno: nil, into: &batch)
        case .refusedFile(let claim, let reason, let errno):
            let file = ArticleFields(file: claim.displayName, rawFile: claim.rawNameUnlessUTF8)
            refuse(claim, position: 0, file: file, reason: reason, errno: errno, into: &batch)
            finish(claim, rejection: reason, into: &batch)
        case .checkpoint, .correction:
            break
        case .end(let claim, let rejection):
            finish(claim, rejection: rejection, into: &batch)
        }
    }

    /// Numbers a decision and, in the same batch, notes how far its file has come by it: a decision committed without
    /// its progress would be made a second time after a crash.
    mutating func nextSequence(for claim: ClaimRecord?, in batch: inout DecidedBatch) -> Int64 {
        lastSequence += 1
        if let claim {
            var progress =
                filesInProgress[claim.id]
                ?? FileInProgress(first: claim.firstSequence ?? lastSequence, decided: claim.progress)
            progress.decided += 1
            filesInProgress[claim.id] = progress
            batch.progress[claim.id] = ClaimProgress(
                claim: claim.id, decided: progress.decided, complete: false, firstSequence: progress.first,
                disposition: nil, reason: nil)
        }
        return lastSequence
    }

    /// Goes on numbering after `sequence`, when decisions that were numbered once are made again.
    mutating func resume(after sequence: Int64) {
        lastSequence = max(lastSequence, sequence)
    }

    private mutating func refuse(
        _ claim: ClaimRecord, position: Int, file: ArticleFields, reason: String, errno: Int32?,
        into batch: inout DecidedBatch
    ) {
        let sequence = nextSequence(for: claim, in: &batch)
        batch.rows.decisions.append(
            DecisionRecord(
                sequence: sequence, kind: "rejected", claim: claim.id, position: position, article: nil, story: nil,
                otherStory: nil, decidedAt: Clocks.unixSeconds(), reason: reason))
        announce(.rejected(file: file, reason: reason, errno: errno), sequence, claim.id, into: &batch)
    }

    /// Records that a publisher takes an article back. The article stays in its story; the notice is no article, and the
    /// engine never sees it.
    private mutating func retract(
        _ retraction: ReadRetraction, into batch: inout DecidedBatch
    ) throws(LedgerError) {
        let (claim, notice) = (retraction.claim, retraction.article)
        let known = try latestArticle(guid: notice.guid, batch)
        let number = known.map { engine.survivor(of: $0.story) ?? $0.story }
        let sequence = nextSequence(for: claim, in: &batch)
        let reason = notice.status.rawValue
        batch.rows.decisions.append(
            DecisionRecord(
                sequence: sequence, kind: EntryKind.retraction.rawValue, claim: claim.id,
                position: retraction.position, article: known?.article.id, story: number, otherStory: nil,
                decidedAt: Clocks.unixSeconds(), reason: reason))
        let fields = ArticleFields(
            id: known?.article.id, file: retraction.file, rawFile: claim.rawNameUnlessUTF8, title: notice.title,
            url: notice.url, source: notice.source, date: (notice.updated ?? notice.published)?.description,
            language: notice.language)
        let story = try storyFields(number, batch)
        announce(
            .retraction(notice: fields, of: known?.article.file, story: story, reason: reason), sequence, claim.id,
            into: &batch)
    }

    /// The last article with an identifier, in the batch or the ledger, with the number of the story it was put in.
    private func latestArticle(
        guid: String?, _ batch: DecidedBatch
    ) throws(LedgerError) -> (article: ArticleRecord, story: Int64)? {
        guard let guid else { return nil }
        if let article = batch.rows.articles.last(where: { $0.guid == guid }),
            let membership = batch.rows.memberships.last(where: { $0.article == article.id })
        {
            return (article, membership.story)
        }
        return try ledger?.latestArticle(guid: guid)
    }

    /// A story as it is after the decisions of the batch so far.
    private func storyFields(_ number: Int64?, _ batch: DecidedBatch) throws(LedgerError) -> StoryFields? {
        guard let number else { return nil }
        var story = batch.rows.stories.last { $0.number == number }
        if story == nil { story = try ledger?.story(number: number) }
        guard let story else { return nil }
        let size = batch.rows.storyUpdates.last { $0.number == number }?.size ?? story.size
        return StoryFields(id: story.id, title: story.title, size: size)
    }

    private mutating func finish(_ claim: ClaimRecord, rejection: String?, into batch: inout DecidedBatch) {
        let progress =
            filesInProgress.removeValue(forKey: claim.id)
            ?? FileInProgress(first: claim.firstSequence ?? lastSequence, decided: claim.progress)
        batch.progress[claim.id] = ClaimProgress(
            claim: claim.id, decided: progress.decided, complete: true, firstSequence: progress.first,
            disposition: rejection == nil ? "finished" : "rejected", reason: rejection,
            contentHash: claim.contentHash)
        batch.announcements.append(
            .putAway(
                PutAwayOrder(
                    claim: claim, sequence: progress.first, runs: runs(of: claim, progress), rejection: rejection)))
    }

    /// Most files are one article, which needs no look into the ledger.
    private func runs(of claim: ClaimRecord, _ progress: FileInProgress) -> [DecidedRun]? {
        guard progress.decided == 1, claim.progress == 0 else { return nil }
        return progress.article.map { [$0] } ?? []
    }

    func announce(
        _ entry: Entry, _ sequence: Int64, _ claim: Int64?, into batch: inout DecidedBatch
    ) {
        guard announces, let ledger else { return }
        let encoded = entry.encoded(sequence: sequence, ledger: ledger.identity)
        batch.rows.outbox.append(
            OutboxRecord(
                sequence: sequence, entry: encoded.encoded(), claim: claim, sentAt: nil, sends: 0, confirmed: false))
        batch.announcements.append(.entry(sequence: sequence, encoded))
    }

    // MARK: - One article

    /// Decides one article and adds the decision, and the merges and moves it causes, to the batch.
    /// - Returns: The engine's answer.
    @discardableResult
    mutating func decide(_ read: ReadArticle, into batch: inout DecidedBatch) throws(LedgerError) -> Assignment {
        let article = read.article
        let assignment = engine.assign(
            Submission(
                features: read.features, arrivedAt: read.arrivedAt,
                publishedAt: article.published?.seconds, url: article.url, guid: article.guid,
                source: article.source))
        guard let ledger else { return assignment }
        let sequence = nextSequence(for: read.claim, in: &batch)
        if let claim = read.claim {
            filesInProgress[claim.id]?.article = DecidedRun(position: read.position, sequence: sequence, count: 1)
        }
        let language = article.language ?? read.features.language
        batch.rows.articles.append(
            ArticleRecord(
                id: assignment.article, claim: read.claim?.id, position: read.position, arrivedAt: read.arrivedAt,
                publishedAt: article.published?.seconds, title: article.title, url: article.url, guid: article.guid,
                source: article.source, language: language, file: read.file, text: keepText ? article.text : nil,
                packedText: read.packedText, textHash: read.features.textHash.bytes,
                features: read.encodedFeatures ?? read.features.encoded()))
        if announces, var heading = batch.rows.articles.last {
            (heading.text, heading.packedText, heading.features) = (nil, nil, [])
            headings.set(assignment.article, heading)
        }
        batch.rows.memberships.append(
            MembershipRecord(
                article: assignment.article, story: assignment.story, outcome: assignment.outcome.rawValue,
                score: assignment.score, duplicateOf: assignment.duplicateOf, similarity: assignment.similarity,
                containment: assignment.containment, sequence: sequence,
                closedBy: assignment.isLate ? assignment.article : nil))
        record(assignment.closings, by: assignment.article, into: &batch)
        // Ageing goes by the engine's clock, which never goes back.
        let arrival = engine.lastArrival ?? read.arrivedAt
        let isNew = assignment.outcome == .newStory
        let title = isNew ? article.title : try storyTitle(assignment.story, batch, ledger)
        if isNew {
            titles.set(assignment.story, title)
            batch.rows.stories.append(
                StoryRecord(
                    number: assignment.story, id: assignment.storyID.description, title: title,
                    founder: assignment.article, generation: assignment.generation, size: 1, mergedInto: nil,
                    openedAt: read.arrivedAt, lastArrival: arrival, follows: assignment.follows))
        } else {
            batch.rows.storyUpdates.append(
                StoryUpdate(
                    number: assignment.story, size: assignment.storySize, lastArrival: arrival, mergedInto: nil))
        }
        batch.rows.decisions.append(
            DecisionRecord(
                sequence: sequence, kind: assignment.outcome.rawValue, claim: read.claim?.id,
                position: read.claim == nil ? nil : read.position, article: assignment.article,
                story: assignment.story, otherStory: nil, decidedAt: read.arrivedAt, reason: nil))
        let fields = ArticleFields(
            id: assignment.article, file: read.file, rawFile: read.rawFile, title: article.title, url: article.url,
            source: article.source, date: article.published?.description, language: language)
        let story = StoryFields(id: assignment.storyID.description, title: title, size: assignment.storySize)
        if announces {
            // Only an announced copy needs its original's file name, so only then is it looked up.
            announce(try entry(assignment, fields, story, batch), sequence, read.claim?.id, into: &batch)
        }
        for merge in assignment.merges { try record(merge, title, at: read.arrivedAt, into: &batch) }
        for move in assignment.moves { try record(move, title, at: read.arrivedAt, into: &batch) }
        return assignment
    }

    /// Stories close without an entry: nothing happened to them.
    private func record(_ closings: [Closing], by article: Int64, into batch: inout DecidedBatch) {
        for closing in closings {
            batch.rows.storyClosings.append(StoryClosing(number: closing.story, closedBy: article))
            batch.rows.articleClosings += closing.articles.map {
                ArticleClosing(article: $0, closedBy: article, isStanding: closing.standing.contains($0))
            }
        }
    }

    private mutating func entry(
        _ assignment: Assignment, _ article: ArticleFields, _ story: StoryFields, _ batch: DecidedBatch
    ) throws(LedgerError) -> Entry {
        guard let original = assignment.duplicateOf else {
            if assignment.outcome == .newStory {
                let follows = assignment.follows.flatMap { engine.storyID(of: $0)?.description }
                return .newStory(article: article, story: story, follows: follows, score: assignment.score)
            }
            return .sameStory(article: article, story: story, score: assignment.score ?? 1)
        }
        let of = DuplicateFields(
            articleID: original, file: try heading(original, batch).file, similarity: assignment.similarity ?? 1,
            containment: assignment.containment ?? 1)
        switch assignment.outcome {
        case .revision: return .revision(article: article, story: story, of: of)
        case .exactDuplicate: return .exactDuplicate(article: article, story: story, of: of)
        case .nearDuplicate, .sameStory, .newStory:
            return .nearDuplicate(article: article, story: story, of: of, score: assignment.score)
        }
    }

    /// One `merged` entry, then one `moved` entry for each article that changes its story.
    /// - Parameter user: Who says so; nil where the engine does.
    mutating func record(
        _ merge: Merge, _ title: String, at time: Int64, by user: String? = nil, into batch: inout DecidedBatch
    ) throws(LedgerError) {
        let survivor = StoryFields(id: merge.survivorID.description, title: title, size: merge.survivorSize)
        let absorbed = merge.absorbedID.description
        let arrival = engine.lastArrival ?? time
        batch.rows.storyUpdates.append(
            StoryUpdate(
                number: merge.absorbed, size: 0, lastArrival: arrival, mergedInto: merge.survivor))
        batch.rows.storyUpdates.append(
            StoryUpdate(
                number: merge.survivor, size: merge.survivorSize, lastArrival: arrival, mergedInto: nil))
        let sequence = nextSequence(for: nil, in: &batch)
        batch.rows.decisions.append(
            DecisionRecord(
                sequence: sequence, kind: "merged", claim: nil, position: nil, article: nil, story: merge.survivor,
                otherStory: merge.absorbed, decidedAt: time, reason: nil, correctedBy: user))
        announce(.merged(story: survivor, absorbed: absorbed, by: user), sequence, nil, into: &batch)
        for article in merge.moved {
            try moved(
                article, to: survivor, merge.survivor, from: absorbed, merge.absorbed, at: time, by: user, into: &batch)
        }
    }

    /// One `moved` entry for each article that changes its story.
    private mutating func record(
        _ move: Move, _ title: String, at time: Int64, into batch: inout DecidedBatch
    ) throws(LedgerError) {
        let arrival = engine.lastArrival ?? time
        let target = StoryFields(id: move.toID.description, title: title, size: move.toSize)
        for (number, size) in [(move.from, move.fromSize), (move.to, move.toSize)] {
            batch.rows.storyUpdates.append(
                StoryUpdate(number: number, size: size, lastArrival: arrival, mergedInto: nil))
        }
        for article in move.articles {
            try moved(article, to: target, move.to, from: move.fromID.description, move.from, at: time, into: &batch)
        }
    }

    mutating func moved(
        _ article: Int64, to story: StoryFields, _ number: Int64, from previousID: String, _ previous: Int64,
        at time: Int64, by user: String? = nil, reason: String? = nil, into batch: inout DecidedBatch
    ) throws(LedgerError) {
        let sequence = nextSequence(for: nil, in: &batch)
        batch.rows.moves.append(MoveRecord(article: article, story: number, sequence: sequence))
        batch.rows.decisions.append(
            DecisionRecord(
                sequence: sequence, kind: "moved", claim: nil, position: nil, article: article, story: number,
                otherStory: previous, decidedAt: time, reason: reason, correctedBy: user))
        let heading = try heading(article, batch)
        let fields = ArticleFields(
            id: article, file: heading.file, title: heading.title, url: heading.url, source: heading.source,
            language: heading.language)
        announce(.moved(article: fields, story: story, from: previousID, by: user), sequence, nil, into: &batch)
    }

    // MARK: - Looking back

    /// The story an assignment's article is in now, after later merges and moves.
    func currentStory(_ assignment: Assignment) -> StoryID? {
        engine.story(ofArticle: assignment.article).flatMap { engine.storyID(of: $0) }
    }

    /// The name of a story by its number.
    func storyID(_ number: Int64) -> StoryID? { engine.storyID(of: number) }

    private mutating func storyTitle(
        _ number: Int64, _ batch: DecidedBatch, _ ledger: Ledger
    ) throws(LedgerError) -> String {
        if let known = titles[number] { return known }
        let title = try ledger.story(number: number)?.title ?? ""
        titles.set(number, title)
        return title
    }

    private mutating func heading(_ article: Int64, _ batch: DecidedBatch) throws(LedgerError) -> ArticleRecord {
        // Ids are dense, so an article of this batch is found by its distance from the first.
        if let first = batch.rows.articles.first?.id, article >= first {
            return batch.rows.articles[Int(article - first)]
        }
        if let known = headings[article] { return known }
        guard let record = try ledger?.heading(ofArticle: article) else {
            throw .damaged("article \(article) is in the engine but not in the ledger")
        }
        headings.set(article, record)
        return record
    }
}

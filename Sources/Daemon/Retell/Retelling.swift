import Articles
import DropFolder
import Journal
public import Ledger
import SystemPackage

/// Makes the entries of decisions again from the ledger, which keeps an entry itself only until it was seen in the journal.
///
/// An entry says what it said, but for what the ledger does not keep: `ERRNO` of a refusal, and what a retraction's own
/// notice stated. Sizes of stories are those of the time: decisions are walked from the first on.
struct Retelling {
    private let ledger: Ledger
    private let since: Int64
    private var sizes: [Int64: Int] = [:]
    private var merged: Set<Int64> = []
    private var titles: [Int64: StoryRecord] = [:]
    /// Articles that go from one story to another together; their entries tell the size after the last of them.
    private var moving: [ToldDecision] = []

    /// - Parameter since: Only decisions of this time (seconds since 1970) or later.
    init(ledger: Ledger, since: Int64) {
        self.ledger = ledger
        self.since = since
    }

    /// Gives every entry, marked `REPLAYED=1`, to `body`, in order, until that returns false.
    /// - Returns: How many there were.
    mutating func run(_ body: (EncodedEntry) throws -> Bool) throws -> Int {
        var told = 0
        var goesOn = true
        func tell(_ entries: [(Int64, Entry)]) throws {
            for (sequence, entry) in entries where goesOn {
                goesOn = try body(entry.encoded(sequence: sequence, ledger: ledger.identity).replayed())
                told += 1
            }
        }
        try ledger.forEachDecision { row in
            try tell(try entries(with: row))
            return goesOn
        }
        try tell(try movedEntries())
        return told
    }

    private mutating func entries(with row: ToldDecision) throws -> [(Int64, Entry)] {
        let decision = row.decision
        guard decision.kind != EntryKind.moved.rawValue else {
            let last = moving.last?.decision
            let goesOn = last?.story == decision.story && last?.otherStory == decision.otherStory
            let before = goesOn ? [] : try movedEntries()
            moving.append(row)
            return before
        }
        let before = try movedEntries()
        let story: StoryRecord? = if let number = decision.story { try self.story(number) } else { nil }
        if let number = decision.story {
            if decision.kind == EntryKind.merged.rawValue, let absorbed = decision.otherStory {
                sizes[number, default: 0] += sizes[absorbed] ?? 0
                sizes[absorbed] = 0
                merged.insert(absorbed)
            } else if decision.kind != EntryKind.retraction.rawValue {
                sizes[number, default: 0] += 1
            }
        }
        guard decision.decidedAt >= since, let entry = try entry(row, story) else { return before }
        return before + [(decision.sequence, entry)]
    }

    /// The entries of articles that changed their story together.
    private mutating func movedEntries() throws -> [(Int64, Entry)] {
        guard let first = moving.first?.decision, let to = first.story, let from = first.otherStory else { return [] }
        defer { moving = [] }
        if !merged.contains(from) {
            sizes[to, default: 0] += moving.count
            sizes[from, default: 0] -= moving.count
        }
        guard first.decidedAt >= since else { return [] }
        let (story, previous) = (try story(to), try story(from))
        return moving.compactMap { row in
            row.article.map { article in
                var fields = Self.fields(article, row)
                (fields.date, fields.rawFile) = (nil, nil)
                return (
                    row.decision.sequence,
                    .moved(article: fields, story: told(story), from: previous.id, by: row.decision.correctedBy)
                )
            }
        }
    }

    private func entry(_ row: ToldDecision, _ story: StoryRecord?) throws -> Entry? {
        let decision = row.decision
        let reason = decision.reason ?? ""
        switch EntryKind(rawValue: decision.kind) {
        case .rejected?:
            return .rejected(file: Self.file(row), reason: reason)
        case .retraction?:
            var notice = Self.file(row)
            notice.id = decision.article
            return .retraction(notice: notice, of: row.article?.file, story: story.map(told), reason: reason)
        case .merged?:
            guard let story, let other = decision.otherStory else { return nil }
            let absorbed = try ledger.story(number: other)?.id ?? ""
            return .merged(story: told(story), absorbed: absorbed, by: decision.correctedBy)
        default:
            guard let story, let article = row.article, let membership = row.membership else { return nil }
            return try entry(Outcome(decision.kind), Self.fields(article, row), story, membership)
        }
    }

    private enum Outcome: String {
        case new, same, near, exact, revision

        init?(_ kind: String) {
            switch EntryKind(rawValue: kind) {
            case .newStory?: self = .new
            case .sameStory?: self = .same
            case .nearDuplicate?: self = .near
            case .exactDuplicate?: self = .exact
            case .revision?: self = .revision
            default: return nil
            }
        }
    }

    private func entry(
        _ outcome: Outcome?, _ article: ArticleFields, _ story: StoryRecord, _ membership: MembershipRecord
    ) throws -> Entry? {
        if outcome == .new {
            let follows = try story.follows.flatMap { try ledger.story(number: $0)?.id }
            return .newStory(article: article, story: told(story), follows: follows, score: membership.score)
        }
        if outcome == .same { return .sameStory(article: article, story: told(story), score: membership.score ?? 1) }
        guard let outcome, let original = membership.duplicateOf else { return nil }
        let of = DuplicateFields(
            articleID: original, file: try ledger.heading(ofArticle: original)?.file ?? "",
            similarity: membership.similarity ?? 1, containment: membership.containment ?? 1)
        switch outcome {
        case .revision: return .revision(article: article, story: told(story), of: of)
        case .exact: return .exactDuplicate(article: article, story: told(story), of: of)
        default: return .nearDuplicate(article: article, story: told(story), of: of, score: membership.score)
        }
    }

    private func told(_ story: StoryRecord) -> StoryFields {
        StoryFields(id: story.id, title: story.title, size: sizes[story.number] ?? 0)
    }

    private mutating func story(_ number: Int64) throws -> StoryRecord {
        if let known = titles[number] { return known }
        guard let story = try ledger.story(number: number) else {
            throw LedgerError.damaged("story \(number) has decisions but is not there")
        }
        // Stories are asked for in runs; all of them would be much memory for titles.
        if titles.count > 4096 { titles.removeAll() }
        titles[number] = story
        return story
    }

    private static func fields(_ article: ArticleRecord, _ row: ToldDecision) -> ArticleFields {
        ArticleFields(
            id: article.id, file: article.file, rawFile: file(row).rawFile, title: article.title, url: article.url,
            source: article.source,
            date: article.publishedAt.map { Timestamp(seconds: $0, zoneStated: true).description },
            language: article.language)
    }

    /// The file, by its claim; with the position of what it is about, where it is not all of it.
    private static func file(_ row: ToldDecision) -> ArticleFields {
        let name = row.fileName ?? []
        let shown = escapedName(FilePath(rawBytes: name))
        let position = row.decision.position ?? 0
        let isPart = position > 1 || position == 1 && row.decision.kind == EntryKind.rejected.rawValue
        return ArticleFields(
            file: isPart ? "\(shown)#\(position)" : shown,
            rawFile: String(validating: name, as: UTF8.self) == nil ? name : nil)
    }
}

/// Entries sent again without a daemon, straight to the journal.
public enum DirectRetelling {
    /// - Returns: How many entries were sent.
    /// - Throws: `LedgerError`; `JournalError` where there is no journal.
    public static func send(_ ledger: Ledger, since: Int64) throws -> Int {
        let sink = JournaldSink()
        var retelling = Retelling(ledger: ledger, since: since)
        return try retelling.run {
            try sink.send($0)
            return true
        }
    }
}

extension Pipeline {
    /// Sends the entries of decisions since a time again, behind those that wait.
    func retell(since: Int64) -> ControlReply {
        do {
            var retelling = Retelling(ledger: shared.ledger, since: since)
            let count = try retelling.run { entry in
                // Not `.entry`: it was confirmed once, and is sent for who asked for it.
                !shared.isStopping && shared.announcements.put(.notice(entry))
            }
            return .retold(count)
        } catch {
            return .refused(reason: "\(error)")
        }
    }

    /// Gives refused files back to their folders.
    func requeue(_ request: RequeueRequest) -> ControlReply {
        do {
            let requeue = Requeue(ledger: shared.ledger, spool: shared.spool, folder: shared.settings.folder)
            return .requeued(try requeue.run(request))
        } catch {
            return .refused(reason: "\(error)")
        }
    }
}

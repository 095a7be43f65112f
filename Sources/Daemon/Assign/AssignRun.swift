import Articles
import DropFolder
import Foundation
import Ledger
import Shingling
import Stories
import SystemPackage

/// The engine without the daemon: articles in, one JSON object an article out.
public struct AssignRun: ~Copyable {
    private let options: AssignOptions
    private let reader = ArticleReader(options: ReaderOptions(now: Clocks.unixSeconds()))
    private let shingler: Shingler
    private var decider: Decider
    private let ledger: Ledger?
    private var batch = DecidedBatch()
    private var answers: [AssignAnswer] = []
    private var output = AnswerWriter()
    /// The largest article date so far, in seconds since 1970; nil before the first.
    private var clock: Int64?
    /// Input ids of this run's articles, so that a copy can name the id of its original, and the first one's number.
    private var identifiers: [String] = []
    private var firstArticle: Int64 = 0
    /// Articles that were refused.
    public private(set) var refused = 0

    /// Opens the ledger, if there is one.
    /// - Throws: `LedgerError`, or what keeps its state from being restored.
    public init(_ options: AssignOptions) throws {
        let settings = EngineSettings(
            copiesOnly: options.copiesOnly, storyWindow: options.storyWindow,
            duplicatesWindow: options.duplicatesWindow)
        let ledger = try options.ledger.map { try Ledger(path: $0) }
        let counts = try ledger?.counts()
        var engine = Engine(settings: settings)
        if let ledger, let path = options.ledger {
            engine = try EngineRestoration.engine(of: ledger, at: path, settings: settings)
        }
        let last = try counts.flatMap { try ledger?.heading(ofArticle: $0.lastArticle) }
        self.options = options
        self.ledger = ledger
        // A ledger may be gone on with for stories one day.
        shingler = Shingler(for: options.copiesOnly && ledger == nil ? .copies : .stories)
        decider = Decider(engine: engine, ledger: ledger, lastSequence: counts?.lastSequence ?? 0, announces: false)
        // The article clock goes on from where the run before left it.
        clock = last.flatMap { $0.arrivedAt == 0 ? nil : $0.arrivedAt }
    }

    /// Reads everything and answers.
    /// - Throws: When a file cannot be opened, the ledger cannot be written or standard output is closed.
    public mutating func run() throws {
        signal(SIGPIPE, SIG_IGN)
        if options.archives.isEmpty { try decideInput() } else { try replay() }
        try answer(isLast: true)
        // Only to make the next run start sooner: where it fails that reads the ledger.
        if let ledger = options.ledger { try? decider.saveSnapshot(at: EngineSnapshot.path(of: ledger)) }
        ledger?.close()
    }

    /// The articles of archives, numbered as they were.
    private mutating func replay() throws {
        var replay = try ArchiveReplay(folders: options.archives)
        var corrections = replay.corrections[...]
        guard corrections.isEmpty || ledger != nil else {
            throw Unfulfilled(description: "persons corrected what was decided of this archive: give --ledger")
        }
        while let step = try replay.next() {
            while let next = corrections.first, next.sequence < step.sequence {
                try correct(next)
                corrections.removeFirst()
            }
            decider.resume(after: step.sequence - 1)
            let article = step.article
            let features = shingler.features(title: article.title, text: article.text, language: article.language)
            try decide(article, features, position: step.position, name: step.name, arrivedAt: step.arrivedAt)
            if batch.rows.articles.count >= Sequencer.batchLimit { try answer(isLast: false) }
        }
        for correction in corrections { try correct(correction) }
    }

    private mutating func correct(_ line: CorrectionNote.Line) throws {
        guard let ledger else { return }
        try answer(isLast: false)
        try decider.correctAgain(line, in: ledger)
    }

    /// The articles of files or of standard input. Whatever has come is answered before more is waited for.
    private mutating func decideInput() throws {
        let input = AssignInput(
            files: options.files, reader: reader, shingler: shingler, keepsText: ledger != nil)
        defer { input.stop() }
        // Positions of standard input count on from line to line.
        var offset = 0
        while true {
            if input.isWaiting { try answer(isLast: false) }
            do {
                guard let parts = try input.next() else { return }
                let items = parts.flatMap(\.items)
                var taken = 0
                for part in parts {
                    for (position, item) in part.items {
                        taken += 1
                        if taken < items.count, case .article(let next) = items[taken].item {
                            decider.engine.anticipate(next.features)
                        }
                        try take(item, position: part.isLine ? offset + position : position, name: part.name)
                    }
                    offset += part.count
                }
            } catch {
                // What was decided before the input broke off stands.
                try answer(isLast: false)
                throw error
            }
        }
    }

    private mutating func take(_ item: AssignInput.Item, position: Int, name: String) throws {
        let fallback = "\(name)#\(position)"
        switch item {
        case .article(let read): try decide(read.article, read.features, position: position, name: fallback)
        case .retraction(let article):
            answers.append(AssignAnswer(id: article.identifier ?? fallback, retraction: article.status.rawValue))
        case .refusal(let refusal):
            refused += 1
            answers.append(AssignAnswer(id: fallback, refusal: refusal.reason))
        }
        if batch.rows.articles.count >= Sequencer.batchLimit
            || (!options.final && answers.count >= Sequencer.batchLimit)
        {
            try answer(isLast: false)
        }
    }

    private mutating func decide(
        _ article: Article, _ features: ArticleFeatures, position: Int, name: String, arrivedAt: Int64? = nil
    ) throws {
        let id = article.identifier ?? name
        let now = Clocks.unixSeconds()
        // The reader has dropped dates in the future.
        if options.clock == .article, let published = article.published?.seconds {
            clock = max(clock ?? published, published)
        }
        let assignment = try decider.decide(
            ReadArticle(
                claim: nil, position: position, file: name, rawFile: nil, article: article, features: features,
                arrivedAt: arrivedAt ?? (options.clock == .article ? clock ?? 0 : now)),
            into: &batch)
        if firstArticle == 0 { firstArticle = assignment.article }
        // Articles are numbered without a gap.
        identifiers.append(id)
        let original = assignment.duplicateOf.flatMap { $0 < firstArticle ? nil : identifiers[Int($0 - firstArticle)] }
        answers.append(
            AssignAnswer(
                id: id, assignment: assignment, original: original,
                follows: assignment.follows.flatMap(decider.storyID)))
    }

    /// Commits what was decided, then answers it: an answer given is an answer kept.
    private mutating func answer(isLast: Bool) throws {
        if let ledger {
            batch.seal()
            try ledger.commit(batch.rows)
        }
        batch = DecidedBatch()
        guard isLast || !options.final else { return }
        for answer in answers {
            // As decided, whenever it is written: later articles may have moved it already.
            let story = answer.assignment.flatMap { options.final ? decider.currentStory($0) : $0.storyID }
            output.write(answer, story: story)
        }
        answers.removeAll(keepingCapacity: true)
        try output.flush()
    }
}

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
    private var shingler = Shingler()
    private var decider: Decider
    private let ledger: Ledger?
    private var batch = DecidedBatch()
    private var answers: [AssignAnswer] = []
    private var output = AnswerWriter()
    /// The largest article date so far, in seconds since 1970; nil before the first.
    private var clock: Int64?
    /// Input ids by article number of this run, so that a copy can name the id of its original.
    private var identifiers: [Int64: String] = [:]
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
        let engine =
            try ledger.map { try Engine.restored(from: $0, settings: settings) { _ in } } ?? Engine(settings: settings)
        let last = try counts.flatMap { try ledger?.heading(ofArticle: $0.lastArticle) }
        self.options = options
        self.ledger = ledger
        decider = Decider(engine: engine, ledger: ledger, lastSequence: counts?.lastSequence ?? 0, announces: false)
        // The article clock goes on from where the run before left it.
        clock = last.flatMap { $0.arrivedAt == 0 ? nil : $0.arrivedAt }
    }

    /// Reads everything and answers.
    /// - Throws: When a file cannot be opened, the ledger cannot be written or standard output is closed.
    public mutating func run() throws {
        signal(SIGPIPE, SIG_IGN)
        if !options.archives.isEmpty {
            try replay()
        } else if options.files.isEmpty {
            try readStandardInput()
        } else {
            for path in options.files { try read(path) }
        }
        try answer(isLast: true)
        ledger?.close()
    }

    /// The articles of archives, numbered as they were.
    private mutating func replay() throws {
        var replay = try ArchiveReplay(folders: options.archives)
        while let step = try replay.next() {
            decider.resume(after: step.sequence - 1)
            try decide(step.article, position: step.position, name: step.name, arrivedAt: step.arrivedAt)
            if batch.rows.articles.count >= Sequencer.batchLimit { try answer(isLast: false) }
        }
    }

    /// JSON Lines from standard input. Every line that has come is answered before the next is waited for.
    private mutating func readStandardInput() throws {
        var position = 0
        var input = LineReader(descriptor: .standardInput)
        while let lines = try input.nextLines() {
            for line in lines {
                guard let first = line.first(where: { !Self.isBlank($0) }) else { continue }
                guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
                    // By itself it could pass for a text.
                    position += 1
                    refuse("stdin#\(position)", "not a JSON object or array")
                    continue
                }
                // One line may hold several values, so the line is a small file of its own.
                position += try read(line, name: "stdin", offset: position)
            }
            try answer(isLast: false)
        }
    }

    /// Blanks, and the bytes of a UTF-8 byte-order mark.
    private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0D, 0xEF, 0xBB, 0xBF].contains(byte) }

    private mutating func read(_ path: FilePath) throws {
        let bytes: [UInt8]
        do { bytes = try FileDescriptor.contents(of: path) } catch let errno as Errno {
            throw UnreadableFile(path: path, errno: errno)
        }
        try read(bytes, name: escapedName(path), offset: 0)
        try answer(isLast: false)
    }

    private mutating func refuse(_ id: String, _ reason: String) {
        refused += 1
        answers.append(AssignAnswer(id: id, refusal: reason))
    }

    /// - Returns: How many articles there were, refused ones too.
    @discardableResult
    private mutating func read(_ bytes: [UInt8], name: String, offset: Int) throws -> Int {
        let reader = reader
        var count = 0
        do {
            try reader.read(bytes, fileName: name) { position, result in
                count = position
                try take(result, position: offset + position, name: name)
            }
        } catch let refusal as Refusal {
            count = 1
            try take(.failure(refusal), position: offset + 1, name: name)
        }
        return count
    }

    /// Decides an article as soon as it is read, so that a file of a million takes no more memory than its engine does.
    private mutating func take(_ result: Result<Article, Refusal>, position: Int, name: String) throws {
        let fallback = "\(name)#\(position)"
        switch result {
        case .success(let article) where article.isRetraction:
            answers.append(AssignAnswer(id: article.identifier ?? fallback, retraction: article.status.rawValue))
        case .success(let article): try decide(article, position: position, name: fallback)
        case .failure(let refusal): refuse(fallback, refusal.reason)
        }
        if batch.rows.articles.count >= Sequencer.batchLimit
            || (!options.final && answers.count >= Sequencer.batchLimit)
        {
            try answer(isLast: false)
        }
    }

    private mutating func decide(
        _ article: Article, position: Int, name: String, arrivedAt: Int64? = nil
    ) throws {
        let id = article.identifier ?? name
        let features = shingler.features(title: article.title, text: article.text, language: article.language)
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
        identifiers[assignment.article] = id
        answers.append(
            AssignAnswer(
                id: id, assignment: assignment, original: assignment.duplicateOf.flatMap { identifiers[$0] },
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
            output.write(answer, story: answer.assignment.flatMap { decider.currentStory($0) })
        }
        answers.removeAll(keepingCapacity: true)
        try output.flush()
    }
}

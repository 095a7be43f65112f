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
    private var clock: Int64 = 0
    /// Input ids by article number of this run, so that a copy can name the id of its original.
    private var identifiers: [Int64: String] = [:]
    /// Articles that were refused.
    public private(set) var refused = 0

    /// Opens the ledger, if there is one.
    /// - Throws: `LedgerError`, or what keeps its state from being restored.
    public init(_ options: AssignOptions) throws {
        self.options = options
        let settings = EngineSettings(copiesOnly: options.copiesOnly)
        if let path = options.ledger {
            let ledger = try Ledger(path: path)
            let engine = try Engine.restored(from: ledger, settings: settings) { _ in }
            let last = try ledger.counts().lastSequence
            decider = Decider(engine: engine, ledger: ledger, lastSequence: last, keepText: true, announces: false)
            self.ledger = ledger
        } else {
            decider = Decider(engine: Engine(settings: settings), ledger: nil)
            ledger = nil
        }
    }

    /// Reads everything and answers.
    /// - Throws: When a file cannot be opened, the ledger cannot be written or standard output is closed.
    public mutating func run() throws {
        signal(SIGPIPE, SIG_IGN)
        if options.files.isEmpty {
            try readStandardInput()
        } else {
            for path in options.files { try read(path) }
        }
        try answer(isLast: true)
        ledger?.close()
    }

    /// JSON Lines from standard input. Every line that has come is answered before the next is waited for.
    private mutating func readStandardInput() throws {
        var position = 0
        var input = LineReader(descriptor: .standardInput)
        while let lines = try input.nextLines() {
            for line in lines where !line.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) {
                position += 1
                // One line may hold several values, so the line is a small file of its own.
                try read(line, name: "stdin", offset: position - 1)
            }
            try answer(isLast: false)
        }
    }

    private mutating func read(_ path: FilePath) throws {
        let descriptor = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
        let data = FileHandle(fileDescriptor: descriptor.rawValue, closeOnDealloc: true).readDataToEndOfFile()
        try read([UInt8](data), name: escapedName(path), offset: 0)
        try answer(isLast: false)
    }

    private mutating func read(_ bytes: [UInt8], name: String, offset: Int) throws {
        var results: [(Int, Result<Article, Refusal>)] = []
        do {
            _ = try reader.read(bytes, fileName: name) { position, result in results.append((position, result)) }
        } catch let refusal as Refusal {
            results.append((1, .failure(refusal)))
        }
        for (position, result) in results {
            let fallback = "\(name)#\(offset + position)"
            switch result {
            case .success(let article): try decide(article, position: offset + position, name: fallback)
            case .failure(let refusal):
                refused += 1
                answers.append(AssignAnswer(id: fallback, refusal: refusal.reason))
            }
            if answers.count >= Sequencer.batchLimit { try answer(isLast: false) }
        }
    }

    private mutating func decide(_ article: Article, position: Int, name: String) throws {
        let id = article.identifier ?? name
        let features = shingler.features(title: article.title, text: article.text, language: article.language)
        let now = Clocks.unixSeconds()
        // The reader has dropped dates in the future.
        if options.clock == .article, let published = article.published?.seconds {
            clock = max(clock, published)
        }
        let assignment = try decider.decide(
            ReadArticle(
                claim: nil, position: position, file: name, rawFile: nil, article: article, features: features,
                arrivedAt: options.clock == .article ? clock : now),
            into: &batch)
        identifiers[assignment.article] = id
        answers.append(
            AssignAnswer(
                id: id, assignment: assignment, original: assignment.duplicateOf.flatMap { identifiers[$0] }))
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

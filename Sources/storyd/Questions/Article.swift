import ArgumentParser
import Daemon
import Journal
import Ledger

/// `storyd article`
struct Article: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what became of an article.",
        discussion: """
            By its number (ARTICLE_ID in the journal) or by the file it came in; of several files of one name, the \
            latest comes first.
            """)

    @OptionGroup var options: LedgerOptions

    @Flag(help: "Print the text that was kept as well.")
    var text = false

    @Option(help: ArgumentHelp("At most so many articles of a file.", valueName: "count"))
    var limit = 20

    @Argument(help: "The article's number, or a file name.")
    var article: String

    func run() async throws {
        let question = Question.article(article, limit: limit, withText: text)
        let found = try await options.ask(question) { if case .articles(let found) = $0 { found } else { nil } }
        guard !found.isEmpty else {
            printError("storyd: there is no article \(article.shown)")
            throw ExitCode(1)
        }
        let answers = found.map {
            Answer(article: ArticleAnswer($0.listing), decisions: $0.decisions.map(Decision.init), text: $0.text)
        }
        if options.json { return try printJSON(answers) }
        for (place, answer) in answers.enumerated() {
            if place > 0 { print() }
            show(answer, .output)
        }
    }

    private struct Decision: Encodable {
        var sequence: Int64
        var outcome: String
        var decidedAt: String
        var correctedBy: String?

        init(_ decision: DecisionRecord) {
            sequence = decision.sequence
            outcome = decision.kind
            decidedAt = Moment.text(decision.decidedAt)
            correctedBy = decision.correctedBy
        }
    }

    private struct Answer: Encodable {
        var article: ArticleAnswer
        var decisions: [Decision]
        var text: String?
    }

    private func show(_ answer: Answer, _ terminal: Terminal) {
        let article = answer.article
        print(terminal.styled("“\(article.title.shown)”", .bold))
        let fields: [(String, String?)] = [
            ("article", "\(article.article)"), ("file", article.file), ("story", article.story),
            ("outcome", article.outcome), ("score", article.score.map(Self.percent)),
            ("copy of", article.duplicateOf.map { "\($0)" }), ("similarity", article.similarity.map(Self.percent)),
            ("containment", article.containment.map(Self.percent)), ("source", article.source), ("url", article.url),
            ("language", article.language), ("date", article.date), ("arrived", article.arrivedAt),
        ]
        for (name, value) in fields {
            guard let value else { continue }
            print(terminal.styled(name.padding(to: 12), .dim) + value.shown)
        }
        for decision in answer.decisions {
            print(
                terminal.styled("decision".padding(to: 12), .dim)
                    + "\(decision.sequence) \(decision.outcome), \(decision.decidedAt)"
                    + (decision.correctedBy.map { ", by \($0.shown)" } ?? ""))
        }
        if text {
            print()
            let lines = (answer.text ?? "The text was not kept.").split(
                separator: "\n", omittingEmptySubsequences: false)
            for line in lines { print(line.cleaned(limit: 1 << 20)) }
        }
    }

    private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }
}

extension String {
    /// The text followed by as many spaces as it is short of this width.
    func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

import ArgumentParser
import Articles
import Daemon
import Ledger
import SystemPackage

/// `storyd explain`
struct Explain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show why an article is where it is, or how two articles compare.",
        discussion: """
            An article is a number (ARTICLE_ID in the journal) or a file; FILE#3 is the third article of a file of many.

              storyd explain 17               why article 17 is in its story
              storyd explain new.txt          what would be decided about this file now
              storyd explain 17 new.txt       how the two compare

            One article is compared with what was known when it came, two as if storyd knew nothing else. Decisions are \
            computed again with this version's model; what was recorded is shown beside them.
            """)

    @OptionGroup var options: LedgerOptions

    @Argument(help: ArgumentHelp("Article number or file.", valueName: "article"))
    var article: String

    @Argument(help: ArgumentHelp("Article number or file to compare it with.", valueName: "other"))
    var other: String?

    func run() async throws {
        let settings = try await options.settings()
        let explainer = Explainer(settings: settings)
        do {
            if let other, !Self.isNumber(article), !Self.isNumber(other) {
                // Two files need no ledger.
                return try show(try read(article), try read(other), explainer)
            }
            try await options.answer { ledger in
                let first = try find(article, ledger)
                if let other { return try show(first, try find(other, ledger), explainer) }
                let progress = ProgressLine(of: try ledger.counts().articles, label: "reading the ledger")
                let explanation = try explainer.explain(first, in: ledger) { progress.show($0) }
                progress.clear()
                if options.json { return try printJSON(explanation) }
                ExplanationPrinter(terminal: .output).show(explanation)
            }
        } catch let problem as ExplainedArticle.Problem {
            throw refused("\(problem)")
        }
    }

    private static func isNumber(_ name: String) -> Bool { Int64(name) != nil && !exists(name) }

    private static func exists(_ name: String) -> Bool {
        guard let descriptor = try? FileDescriptor.open(FilePath(name), .readOnly, options: [.closeOnExec]) else {
            return false
        }
        try? descriptor.close()
        return true
    }

    private func find(_ name: String, _ ledger: Ledger) throws -> ExplainedArticle {
        if Self.isNumber(name), let number = Int64(name) { return try ExplainedArticle(number: number, in: ledger) }
        return try read(name)
    }

    private func read(_ file: String) throws -> ExplainedArticle {
        do { return try ExplainedArticle(file: file) } catch let error as Errno {
            throw refused("\(file.shown): \(error)")
        } catch let refusal as Refusal {
            throw refused("\(file.shown): \(refusal.reason)")
        }
    }

    private func refused(_ line: String) -> ExitCode {
        printError("storyd: \(line)")
        return ExitCode(66)
    }

    private func show(_ first: ExplainedArticle, _ second: ExplainedArticle, _ explainer: Explainer) throws {
        let explanation = explainer.explain(first, second)
        if options.json { return try printJSON(explanation) }
        ExplanationPrinter(terminal: .output).show(explanation)
    }
}

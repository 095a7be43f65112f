import ArgumentParser
import Daemon
import Ledger

/// `storyd duplicates`
struct Duplicates: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List copies and revisions, the latest first, with what they are copies of.")

    @OptionGroup var options: LedgerOptions

    @Option(help: ArgumentHelp("Only what arrived in this time: 30m, 2h, 7d.", valueName: "span"))
    var since: Since?

    @Option(help: ArgumentHelp("At most so many.", valueName: "count"))
    var limit = 50

    func run() async throws {
        let question = Question.copies(since: since?.seconds ?? .min, limit: limit)
        let copies = try await options.ask(question) { if case .copies(let found) = $0 { found } else { nil } }
        if options.json { return try printJSON(copies.map { ArticleAnswer($0.listing) }) }
        guard !copies.isEmpty else { return print("no copy fits") }
        var table = TextTable([
            .init(heading: "arrived"), .init(heading: "story"), .init(heading: "outcome"),
            .init(heading: "similar", isNumber: true), .init(heading: "contained", isNumber: true),
            .init(heading: "file", isFlexible: true), .init(heading: "copy of", isFlexible: true),
        ])
        for found in copies {
            let copy = found.listing
            table.add([
                Moment.local(copy.article.arrivedAt), copy.storyID.shortID, copy.membership.outcome,
                percent(copy.membership.similarity), percent(copy.membership.containment),
                copy.article.file.shown, found.originalFile?.shown ?? "",
            ])
        }
        for line in table.lines(.output) { print(line) }
    }

    private func percent(_ share: Double?) -> String { share.map { "\(Int(($0 * 100).rounded()))%" } ?? "" }
}

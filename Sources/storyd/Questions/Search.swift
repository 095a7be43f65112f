import ArgumentParser
import Daemon
import Ledger
import Shingling

/// `storyd search`
struct Search: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Find articles that hold all these words.",
        discussion: """
            Looks through headlines and kept texts, the latest article first, until there are enough. Words are compared \
            as they are for stories: whatever their case, accents composed or not, possessives dropped. There is no index: \
            an archive of a million articles takes some minutes when the words are rare; --since shortens it.
            """)

    @OptionGroup var options: LedgerOptions

    @Option(help: ArgumentHelp("Only what arrived in this time: 30m, 2h, 7d.", valueName: "span"))
    var since: Since?

    @Option(help: ArgumentHelp("At most so many.", valueName: "count"))
    var limit = 20

    @Argument(help: "The words.")
    var words: [String]

    func run() async throws {
        let wanted = words.joined(separator: " ")
        guard !WordSet(wanted).isEmpty else { throw ValidationError("give at least one word") }
        let question = Question.search(words: wanted, since: since?.seconds ?? .min, limit: limit)
        let found = try await options.ask(question) { if case .listings(let found) = $0 { found } else { nil } }
        if options.json { return try printJSON(found.map(ArticleAnswer.init)) }
        guard !found.isEmpty else { return print("no article holds all of it") }
        var table = TextTable([
            .init(heading: "arrived"), .init(heading: "story"), .init(heading: "article", isNumber: true),
            .init(heading: "headline", isFlexible: true), .init(heading: "file", isFlexible: true),
        ])
        for listing in found {
            table.add([
                Moment.local(listing.article.arrivedAt), listing.storyID.shortID, "\(listing.article.id)",
                listing.article.title.shown, listing.article.file.shown,
            ])
        }
        for line in table.lines(.output) { print(line) }
    }
}

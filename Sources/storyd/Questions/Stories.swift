public import ArgumentParser
import Daemon
public import Ledger

/// `storyd stories`
struct Stories: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "List stories.",
        discussion: """
            The latest first, or the largest with --sort size:

              storyd stories --since 2h --min-size 3 --sort size
            """)

    @OptionGroup var options: LedgerOptions

    @Option(help: ArgumentHelp("Only stories with an article in this time: 30m, 2h, 7d.", valueName: "span"))
    var since: Since?

    @Option(help: ArgumentHelp("Only stories of at least so many articles.", valueName: "count"))
    var minSize = 1

    @Option(help: ArgumentHelp("What comes first.", valueName: "recent|size"))
    var sort: StoryQuery.Order = .recent

    @Option(help: ArgumentHelp("At most so many.", valueName: "count"))
    var limit = 50

    func run() async throws {
        let query = StoryQuery(since: since?.seconds, minimumSize: minSize, order: sort, limit: limit)
        let stories = try await options.ask(.stories(query)) { if case .stories(let found) = $0 { found } else { nil } }
        if options.json { return try printJSON(stories.map(StoryAnswer.init)) }
        guard !stories.isEmpty else { return print("no story fits") }
        var table = TextTable([
            .init(heading: "story"), .init(heading: "articles", isNumber: true), .init(heading: "latest"),
            .init(heading: "headline", isFlexible: true),
        ])
        for story in stories {
            table.add([story.id.shortID, "\(story.size)", Moment.local(story.lastArrival), story.title.shown])
        }
        for line in table.lines(.output) { print(line) }
    }
}

extension StoryQuery.Order: ExpressibleByArgument {}

import ArgumentParser
import Daemon

/// `storyd merge`
struct Merge: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Say that two stories are one.",
        discussion: """
            The story with more articles survives, then the older; the other id leads to it for ever. The journal tells it \
            as a `merged` entry, and a `moved` one for each article, with CORRECTED_BY. No later decision takes the \
            articles out of the story again.

              storyd merge 7k3m9q2x 2c8f0d1b
            """)

    @OptionGroup var options: ChangeOptions

    @Argument(help: "A story's id, or its beginning.")
    var story: String

    @Argument(help: "The other story's.")
    var other: String

    func run() async throws {
        try await options.correct(.merge(one: story, other: other))
    }
}

/// `storyd move`
struct Move: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Put an article into another story, or into one of its own.",
        discussion: """
            An original takes the copies of it along; a copy goes alone. The journal tells it as `moved` entries with \
            CORRECTED_BY. The article stays where you put it, and the two stories are not merged by a later decision; \
            `storyd merge` does that all the same. An article that is all there is of its story takes the story along: the \
            two are merged.

              storyd move 17 7k3m9q2x
              storyd move hill.txt new
            """)

    @OptionGroup var options: ChangeOptions

    @Argument(help: "The article's number (ARTICLE_ID), or its file.")
    var article: String

    @Argument(help: ArgumentHelp("The story's id, or its beginning; `new` for a story of its own.", valueName: "story"))
    var story: String

    func run() async throws {
        try await options.correct(.move(article: article, story: story))
    }
}

extension ChangeOptions {
    fileprivate func correct(_ request: CorrectionRequest) async throws {
        let settings = try await settings()
        if case .corrected(let report)? = try ask(.correct(request, user: Self.user), settings) {
            return try show(report)
        }
        try direct(settings) { ledger in
            try show(try ledger.correct(request, user: Self.user))
            if !json { print("no daemon runs: its next start tells the journal") }
        }
    }

    private func show(_ report: CorrectionReport) throws {
        if json { return try printJSON(report) }
        // A merge is one line; which articles it moved, `storyd story` shows.
        for message in report.outcome == "merged" ? report.messages.prefix(1) : report.messages[...] {
            print(message.shown)
        }
    }
}

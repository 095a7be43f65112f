import ArgumentParser
import Daemon
import Journal

/// `storyd journal`
struct Retell: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "journal",
        abstract: "Send entries to the journal again, marked REPLAYED=1.",
        discussion: """
            For a journal that was lost, vacuumed, or is read by a new program. Every decision since then is told as it was \
            told, under its ASSIGNMENT_SEQ; who counts by that number counts nothing twice. Where no daemon runs, this \
            command sends them itself: `journalctl -t storyd` shows those.

              storyd journal --since 24h
            """)

    @OptionGroup var options: ChangeOptions

    @Option(help: ArgumentHelp("How far to go back: 30m, 2h, 7d.", valueName: "span"))
    var since: Since

    func run() async throws {
        let settings = try await options.settings()
        let request = ControlRequest.retell(since: since.seconds, user: ChangeOptions.user)
        if case .retold(let count)? = try options.ask(request, settings, patience: 3600) { return try show(count) }
        var question = LedgerOptions()
        (question.config, question.ledger, question.json) = (options.config, options.ledger, options.json)
        try await question.answer { ledger in
            do {
                try show(try DirectRetelling.send(ledger, since: since.seconds))
            } catch let error as JournalError {
                printError("storyd: \(error)")
                throw ExitCode(69)
            }
        }
    }

    private func show(_ count: Int) throws {
        if options.json { return try printJSON(["sent": count]) }
        print("\(count) \(count == 1 ? "entry" : "entries") sent again")
    }
}

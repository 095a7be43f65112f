public import ArgumentParser
public import Daemon
import Ledger
import SystemPackage

/// `storyd assign`
struct Assign: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decide articles without the daemon: JSON Lines in, one JSON object an article out.",
        discussion: """
            Reads JSON Lines from standard input, or any article files. Each answer is

              {"id": …, "article": …, "story": …, "outcome": …, "score": …,
               "duplicate_of": …, "similarity": …, "containment": …}

            id is the input's id (else file name and position), article the number that duplicate_of refers to. \
            Without --final every article is answered as it comes, under the story it has at that moment; with --final \
            after the last one, in input order, under the story it ended in. A story that continues a closed one is opened with \
            "follows", that one's id.

            An archive in the order of its dates is decided as if it had arrived then by --clock article.

              zcat articles.jsonl.gz | storyd assign --final > stories.jsonl
            """)

    @Flag(help: "Answer after the last article, every article under the story it ended in.")
    var final = false

    @Flag(help: "Look for copies only, not for stories.")
    var copiesOnly = false

    @Option(
        help: ArgumentHelp(
            "What ageing runs on: arrival (now) or article (the largest article date so far).",
            valueName: "article|arrival"))
    var clock: AssignOptions.Clock = .arrival

    @Option(
        help: ArgumentHelp(
            "Close a story when nothing has come for so long, as stories.window; 0s keeps all open.",
            valueName: "duration"))
    var storiesWindow = Settings().stories.window

    @Option(
        help: ArgumentHelp(
            "Look for copies of an article for so long, as duplicates.window; 0s is for ever.", valueName: "duration"))
    var duplicatesWindow = Settings().duplicates.window

    @Option(help: ArgumentHelp("Keep and reuse decisions in this SQLite file.", valueName: "path"))
    var ledger: String?

    @Option(
        help: ArgumentHelp(
            "Decide the files of storyd's archive again, in the order in which they were decided; may be repeated.",
            discussion: """
                Give the folder of refused files as well, if files were refused in which articles had been decided. With \
                --ledger and the path of a new ledger, that becomes what the old one was, bit for bit.
                """, valueName: "folder"))
    var archive: [String] = []

    @Argument(help: ArgumentHelp("Article files; standard input when none is given.", valueName: "file"))
    var files: [String] = []

    func run() throws {
        var options = AssignOptions()
        options.files = files.filter { $0 != "-" }.map { FilePath($0) }
        options.archives = archive.map { FilePath($0) }
        options.final = final
        options.copiesOnly = copiesOnly
        options.clock = clock
        options.storyWindow = storiesWindow.wholeSeconds
        options.duplicatesWindow = duplicatesWindow.wholeSeconds
        options.ledger = ledger.map { FilePath($0) }
        do {
            var run = try AssignRun(options)
            try run.run()
        } catch let error as LedgerError {
            printError("storyd: \(error)")
            if case .locked = error { throw ExitCode(75) }
            throw ExitCode(1)
        } catch Errno.brokenPipe {
            // Whoever read the answers has seen enough.
            throw ExitCode(141)
        } catch let error as UnreadableFile {
            printError("storyd: \(error)")
            throw ExitCode(66)
        } catch let error as Errno {
            printError("storyd: \(error)")
            throw ExitCode(66)
        }
    }
}

extension AssignOptions.Clock: ExpressibleByArgument {}

extension Duration: @retroactive ExpressibleByArgument {
    /// As in the settings file: 500ms, 2s, 5m, 1h, 14d.
    public init?(argument: String) { self.init(settingText: argument) }

    /// As in the settings file.
    public var defaultValueDescription: String { settingText }
}

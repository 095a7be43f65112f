import ArgumentParser
import Daemon
import Ledger
import SystemPackage

/// `storyd status`
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show how the daemon does: what it watches, what waits, how fast it is, what is wrong.",
        discussion: "Exits with 3 when no daemon runs; the ledger then tells what there is.")

    @OptionGroup var options: LedgerOptions

    @Option(help: ArgumentHelp("The daemon's control socket.", valueName: "path"))
    var control: String?

    func run() async throws {
        let settings = try await options.settings()
        if let path = control.map({ FilePath($0) }) ?? settings.control.path, options.ledger == nil {
            switch try ask(path) {
            case .status(let report)?: return try show(report, .output)
            case .refused(let reason)?:
                printError("storyd: \(reason)")
                throw ExitCode(1)
            default: break
            }
        }
        try await options.answer { ledger in
            let counts = try ledger.counts()
            let answer = Stopped(
                ledgerBytes: try ledger.fileSize(), articles: counts.articles, stories: counts.stories,
                openFiles: counts.openClaims, unconfirmed: counts.unconfirmed)
            if options.json { return try printJSON(answer) }
            print("no daemon answers")
            print("ledger: \(answer.articles) articles in \(answer.stories) stories, \(Self.size(answer.ledgerBytes))")
            print("\(answer.openFiles) files in progress, \(answer.unconfirmed) entries not yet seen in the journal")
        }
        throw ExitCode(3)
    }

    private func ask(_ path: FilePath) throws -> ControlReply? {
        do {
            return try ControlClient(path: path).ask(.status)
        } catch let error as Errno {
            printError("storyd: \(path): \(error)")
            throw ExitCode(error == .permissionDenied ? 77 : 69)
        }
    }

    private struct Stopped: Encodable {
        var running = false
        var ledgerBytes: Int64
        var articles: Int
        var stories: Int
        var openFiles: Int
        var unconfirmed: Int
    }

    private func show(_ report: StatusReport, _ terminal: Terminal) throws {
        if options.json { return try printJSON(report) }
        let isWell = report.degraded.isEmpty
        let state =
            isWell
            ? terminal.styled(report.restoring == nil ? "running" : "starting", .green)
            : terminal.styled("degraded", .yellow)
        print("storyd \(report.version) \(state), process \(report.pid), since \(Moment.local(report.startedAt))")
        for reason in report.degraded { print(terminal.styled("  \(reason.shown)", .yellow)) }
        if let restoring = report.restoring { print("  \(restoring); files are taken, decisions wait for it") }
        let polled = report.polledDirectories > 0 ? ", \(report.polledDirectories) polled" : ""
        let rows = [
            ("watching", report.folders.map(\.shown).joined(separator: ", ")),
            ("folders", "\(report.watchedDirectories) watched\(polled)"),
            ("files", "\(report.settling) settling, \(report.queued) queued, \(report.filesPutAway) put away"),
            ("decided", "\(report.decidedLastMinute) in the last minute, \(report.decidedSinceStart) since the start"),
            ("known", "\(report.articles) articles in \(report.stories) stories"),
            ("ledger", "\(report.ledger.shown), \(Self.size(report.ledgerBytes))"),
            ("journal", "\(report.unconfirmed) entries not yet seen in it"),
        ]
        for (name, value) in rows { print(terminal.styled(name.padding(to: 10), .dim) + value) }
        guard !report.lastDecisions.isEmpty else { return }
        print()
        for decision in report.lastDecisions {
            let line = "\(Moment.local(decision.at))  \(decision.message.shown)"
            print(terminal.width.map { Terminal.cut(line, to: $0) } ?? line)
        }
    }

    private static func size(_ bytes: Int64) -> String {
        let mebibytes = Double(bytes) / Double(1 << 20)
        return mebibytes < 1 ? "\(bytes / 1024) KiB" : "\(Int(mebibytes.rounded())) MiB"
    }
}

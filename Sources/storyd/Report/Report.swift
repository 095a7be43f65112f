import ArgumentParser
import Foundation
import Ledger
import SystemPackage

/// `storyd report`
struct Report: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write a page to look at: the stories of a span of time, in one HTML file.",
        discussion: """
            Stories by size, each with its articles as they came, sources and time line; copies under their originals with \
            the differences marked; and what was refused. The file needs no network and no script.

              storyd report --since 24h -o report.html
            """)

    @OptionGroup var options: LedgerOptions

    @Option(help: ArgumentHelp("How far to look back: 30m, 2h, 7d.", valueName: "span"))
    var since: Since = Since(seconds: Int64(Date().timeIntervalSince1970) - 86_400)

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("Where to write it, in place of what is there; - is standard output.", valueName: "path"))
    var output: String

    @Option(help: ArgumentHelp("At most so many stories.", valueName: "count"))
    var limit = 200

    func validate() throws {
        guard !options.json else {
            throw ValidationError("--json: a report is a page; `storyd export` is for programs")
        }
        guard limit > 0 else { throw ValidationError("--limit: at least 1") }
    }

    func run() async throws {
        try await options.answer { ledger in
            let now = Int64(Date().timeIntervalSince1970)
            let page = try ReportPage(ledger, from: since.seconds, to: now, stories: limit)
            guard output != "-" else { return try write(page.html) }
            do {
                try Data(page.html.utf8).write(to: URL(filePath: output), options: .atomic)
            } catch {
                printError("storyd: \(output.shown): \(error.localizedDescription.shown)")
                throw ExitCode(73)
            }
        }
    }

    private func write(_ page: String) throws {
        _ = try FileDescriptor.standardOutput.writeAll(Array(page.utf8))
    }
}

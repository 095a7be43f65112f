import ArgumentParser
import Ledger
import SystemPackage

/// `storyd backup`
struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Copy the ledger, while the daemon goes on.",
        discussion: """
            The copy is the ledger as it was at one moment, checked and on the disk when the command ends; it can be put \
            in the ledger's place as it is, with the daemon stopped.

              storyd backup /var/backups/storyd-$(date +%F).sqlite
            """)

    @OptionGroup var options: LedgerOptions

    @Argument(help: "The file to write; there must be none of that name yet.")
    var target: String

    func run() async throws {
        try await options.answer { ledger in
            do {
                try ledger.backup(to: FilePath(target))
            } catch LedgerError.file(let errno, let path) {
                printError("storyd: \(path): \(errno)")
                throw ExitCode(errno == .fileExists ? 73 : 74)
            }
            let counts = try Ledger.readOnly(path: FilePath(target)).counts()
            if options.json {
                return try printJSON(Answer(file: target, articles: counts.articles, stories: counts.stories))
            }
            print("\(target): \(counts.articles) articles in \(counts.stories) stories")
        }
    }

    private struct Answer: Encodable {
        var file: String
        var articles: Int
        var stories: Int
    }
}

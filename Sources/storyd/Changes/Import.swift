import ArgumentParser
import Daemon
import Foundation
import Glibc
import Synchronization
import SystemPackage

/// `storyd import`
struct Import: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Take in an archive: have the files of folders decided where they are.",
        discussion: """
            Files are read in the order of their names and stay where they are, unchanged. The running daemon decides them \
            in between what is dropped, and tells the journal; it need not be able to read them. Where none runs the \
            command owns the ledger meanwhile, and `storyd journal --since` tells the journal afterwards.

            Ctrl-C ends it in good order. Called again, it goes on where it was: files that were decided are known by \
            device, inode, size and times.

              storyd import /srv/archive/2014
              storyd import articles-2014.jsonl.zst feeds/
            """)

    @OptionGroup var options: ChangeOptions

    @Argument(help: ArgumentHelp("Folders and files.", valueName: "path"))
    var paths: [String]

    func run() async throws {
        let settings = try await options.settings()
        Self.catchInterrupts()
        let complain: @Sendable (String) -> Void = { line in
            ImportDisplay.shared.withLock { $0.complain("storyd: \(line.shown)") }
        }
        let paths = paths.map { FilePath($0) }
        do {
            if let control = settings.control.path, try options.ask(.status, settings) != nil {
                let run = try ImportRun(
                    paths, settings: settings, daemonAt: control, user: ChangeOptions.user,
                    isInterrupted: { Self.isInterrupted }, complain: complain)
                try drive(run)
            } else {
                try options.direct(settings, forImport: true) { direct in
                    let run = try ImportRun(
                        paths, into: direct, isInterrupted: { Self.isInterrupted }, complain: complain)
                    try drive(run)
                    if !options.json {
                        print("no daemon runs: `storyd journal --since 1d` tells the journal of what was decided")
                    }
                }
            }
        } catch let error as UnreadableFile {
            printError("storyd: \(error)")
            throw ExitCode(66)
        } catch let error as ExitCode {
            throw error
        } catch {
            printError("storyd: \("\(error)".shown)")
            throw ExitCode(69)
        }
    }

    private func drive(_ run: ImportRun) throws {
        let ticker = ImportTicker(run)
        ticker.start()
        defer { ticker.stop() }
        let isComplete = try run.run()
        ticker.stop()
        if options.json {
            try printJSON(Report(run.present, isComplete: isComplete))
        } else {
            print(ImportDisplay.summary(run.present, after: ticker.elapsed))
        }
        guard isComplete else {
            printError("storyd: interrupted; the same command goes on where it was")
            throw ExitCode(130)
        }
    }

    private struct Report: Encodable {
        var complete: Bool
        var files, filesKnown, articles, refused: Int

        init(_ progress: ImportProgress, isComplete: Bool) {
            complete = isComplete
            (files, filesKnown) = (progress.filesDone, progress.filesKnown)
            (articles, refused) = (progress.articles, progress.refused)
        }
    }

    // MARK: - Ctrl-C

    private static let interrupts = Atomic<Int>(0)
    fileprivate static var isInterrupted: Bool { interrupts.load(ordering: .acquiring) > 0 }

    /// The first Ctrl-C (or SIGTERM) ends the run after the article at hand; a second one ends the process, which loses
    /// nothing either.
    private static func catchInterrupts() {
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                Import.interrupts.add(1, ordering: .acquiringAndReleasing)
                signal(number, SIG_DFL)
            }
        }
    }
}

import ArgumentParser
import Daemon

/// `storyd requeue`
struct Requeue: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Try refused files again: give them back to the folders they came from.",
        discussion: """
            A file is named as the journal shows it, or as it is called in rejected/. What was wrong with it should be \
            mended first, in the file (`storyd inspect` tells whether it reads now) or in the settings. Articles of such a \
            file that were decided already come out as exact duplicates of themselves.

              storyd requeue --dry-run                    what there is, and why it was refused
              storyd requeue notes.txt                    one file
              storyd requeue --reason "no permission"     all that were refused for one reason
              storyd requeue --all
            """)

    @OptionGroup var options: ChangeOptions

    @Flag(help: "All refused files.")
    var all = false

    @Option(help: ArgumentHelp("All files whose reason holds this text.", valueName: "text"))
    var reason: String?

    @Flag(help: "Only show which files these are.")
    var dryRun = false

    @Argument(help: "Files, by the names they came under.")
    var files: [String] = []

    func validate() throws {
        guard all || dryRun || reason != nil || !files.isEmpty else {
            throw ValidationError("Name files, or give --reason or --all. --dry-run shows what there is.")
        }
        guard !all || files.isEmpty else { throw ValidationError("Either files or --all.") }
    }

    func run() async throws {
        let request = RequeueRequest(files: files, reason: reason, isTrial: dryRun)
        let settings = try await options.settings()
        if case .requeued(let done)? = try options.ask(.requeue(request, user: ChangeOptions.user), settings) {
            return try show(done)
        }
        try options.direct(settings) { try show(try $0.requeue(request)) }
    }

    private func show(_ files: [RequeuedFile]) throws {
        if options.json {
            try printJSON(files)
        } else if !files.isEmpty {
            var table = TextTable([
                .init(heading: "file", isFlexible: true), .init(heading: "refused because", isFlexible: true),
                .init(heading: dryRun ? "is" : "now", isFlexible: true),
            ])
            for file in files {
                table.add([
                    file.file.shown, file.reason.shown,
                    file.problem.map { "not moved: \($0.shown)" } ?? file.path.shown,
                ])
            }
            for line in table.lines(.output) { print(line) }
        }
        guard !files.isEmpty else {
            printError("storyd: no refused file fits")
            throw ExitCode(self.files.isEmpty ? 0 : 1)
        }
        if files.contains(where: { $0.problem != nil }) { throw ExitCode(1) }
    }
}

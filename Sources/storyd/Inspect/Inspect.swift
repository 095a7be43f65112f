import ArgumentParser
import Daemon
import Foundation
import SystemPackage

/// `storyd inspect`
struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show what is understood of files: format, articles, and what is left out of their text.",
        discussion: """
            Nothing is decided or written. With --json one object a file, on a line of its own:

              {"file": …, "format": …, "charset": …, "articles": [{"title": …, "text": …, "date": …, "url": …, …}],
               "removed": [{"text": …, "reason": …}]}

            and, where something was refused, "refused": [{"position": …, "reason": …}]. Exits with 1 when a file was \
            refused.
            """)

    @Flag(help: "Print one JSON object a file.")
    var json = false

    @Argument(help: ArgumentHelp("The files; - is standard input.", valueName: "file"))
    var files: [String]

    func run() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var hasRefused = false
        for (number, file) in files.enumerated() {
            let inspection = Inspection(FilePath(file))
            hasRefused = hasRefused || inspection.isRefused
            if json {
                print(String(decoding: try encoder.encode(InspectionAnswer(inspection)), as: UTF8.self))
            } else {
                if number > 0 { print() }
                InspectionReport(inspection, .output).print()
            }
        }
        if hasRefused { throw ExitCode(1) }
    }
}

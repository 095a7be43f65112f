import ArgumentParser
import Daemon
import Foundation
import Stories
import SystemPackage

/// Fits the story model's weights to labelled articles: `make fit-model`.
@main
struct FitModel: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fit-model",
        abstract: "Fit the story model's weights to labelled articles and write them as Swift source.",
        discussion: """
            Each file counts the same, whatever its size. Prints how well the fitted model groups the files it was fitted \
            to, and how well a model fitted to all other files groups each. The same files give the same numbers.
            """)

    @Option(help: ArgumentHelp("The field that names an article's true story.", valueName: "field"))
    var label = "story"

    @Option(help: ArgumentHelp("Where the weights go; nothing is written without it.", valueName: "file"))
    var output: String?

    @Argument(help: ArgumentHelp("Labelled articles, JSON Lines, gzip too.", valueName: "file"))
    var files: [String]

    func run() throws {
        let collections = try files.map { file in
            var collection = LabelledCollection(label: label)
            do { try collection.add(FilePath(file)) } catch { throw ValidationError("\(file): \(error)") }
            guard collection.articleCount > 0 else { throw ValidationError("\(file): no article has a “\(label)”") }
            let name = FilePath(file).lastComponent?.string ?? file
            say("\(name): \(collection.articleCount) articles, \(collection.labelCount) stories")
            return NamedCollection(name: name, collection: collection)
        }
        let fitted = ModelFit(collections)
        say("\nfitted to all, joins at \(number(fitted.joinAt)), merges at \(number(fitted.mergeAt))")
        for signal in Signal.allCases { say("  \(signal.title): \(number(fitted.model.weights[signal.rawValue]))") }
        say("  constant: \(number(fitted.model.constant))\n")
        let report = FitReport(collections)
        let reliability = report.grouping("in-sample", collections.map { (fitted, $0) }, say)
        if collections.count > 1 {
            let crossed = collections.indices.map { left in
                let others = collections.indices.filter { $0 != left }.map { collections[$0] }
                return (ModelFit(others), collections[left])
            }
            _ = report.grouping("fitted to the others", crossed, say)
        }
        report.reliability(reliability, say)
        report.sensitivity(of: fitted, say)
        if let output {
            let source = WeightsSource(fitted, collections: collections).text
            try source.write(toFile: output, atomically: true, encoding: .utf8)
            say("\nwritten to \(output)")
        }
    }

    /// Prints a line at once: a fit takes minutes.
    private func say(_ line: String) {
        print(line)
        fflush(nil)
    }

    private func number(_ value: Double) -> String { String(format: "%.3f", value) }
}

/// A labelled file.
struct NamedCollection {
    let name: String
    let collection: LabelledCollection
}

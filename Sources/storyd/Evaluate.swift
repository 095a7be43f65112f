import ArgumentParser
import Articles
import Daemon
import SystemPackage

/// `storyd evaluate`
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the grouping against labels of your own.",
        discussion: """
            Reads articles (JSON Lines, gzip too) that carry a label, feeds them to the engine one at a time in several \
            random orders, and prints B³, pairwise F1 and ARI with the worst mistakes.

              storyd evaluate --label topic my-archive.jsonl.gz
            """)

    @Option(help: ArgumentHelp("The field that names an article's true story.", valueName: "field"))
    var label = "story"

    @Option(help: ArgumentHelp("Random orders to try.", valueName: "count"))
    var orders = 3

    @Option(help: ArgumentHelp("The first order's seed; the next orders take the seeds after it.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("How many of the worst mistakes to print.", valueName: "count"))
    var mistakes = 5

    @Argument(help: ArgumentHelp("Labelled articles.", valueName: "file"))
    var files: [String]

    func validate() throws {
        guard orders >= 1 else { throw ValidationError("--orders: “\(orders)” is not allowed; give 1 or more") }
        guard mistakes >= 0 else { throw ValidationError("--mistakes: “\(mistakes)” is not allowed; give 0 or more") }
    }

    func run() throws {
        for file in files {
            do {
                try evaluate(FilePath(file))
            } catch let error as Errno {
                throw refused("\(file): \(error)")
            } catch let error as Refusal {
                throw refused("\(file): \(error.reason)")
            }
        }
    }

    private func refused(_ line: String) -> ExitCode {
        printError("storyd: \(line)")
        return ExitCode(66)
    }

    private func evaluate(_ path: FilePath) throws {
        var evaluation = Evaluation(label: label)
        try evaluation.add(path)
        guard evaluation.articleCount > 0 else {
            throw refused("\(path): no article has a “\(label)”; name the field with --label")
        }
        print("\(path): \(evaluation.articleCount) articles, \(evaluation.labelCount) labels", terminator: "")
        print(evaluation.skipped > 0 ? ", \(evaluation.skipped) skipped" : "")
        print("   seed     B³   (P     R)     pair F1 (P     R)      ARI  stories")
        let runs = (0..<UInt64(orders)).map { evaluation.run(seed: seed &+ $0) }
        for run in runs {
            let metrics = run.metrics
            row(
                "\(run.seed)",
                [
                    metrics.bCubedF1, metrics.bCubedPrecision, metrics.bCubedRecall, metrics.pairF1,
                    metrics.pairPrecision, metrics.pairRecall, metrics.adjustedRandIndex,
                ], "\(metrics.groups)")
        }
        func mean(_ value: (ClusterMetrics) -> Double) -> Double {
            runs.reduce(0) { $0 + value($1.metrics) } / Double(runs.count)
        }
        row(
            "mean",
            [
                mean(\.bCubedF1), mean(\.bCubedPrecision), mean(\.bCubedRecall), mean(\.pairF1), mean(\.pairPrecision),
                mean(\.pairRecall), mean(\.adjustedRandIndex),
            ], "\(Int(mean { Double($0.groups) }.rounded()))")
        guard mistakes > 0, let last = runs.last else { return }
        let worst = evaluation.worstMistakes(of: last, most: mistakes)
        section("Largest wrong merges", worst.merges, last.seed)
        section("Largest splits", worst.splits, last.seed)
    }

    private func row(_ name: String, _ values: [Double], _ stories: String) {
        let numbers = values.map(Self.threeDecimals)
        print(
            "\(Self.right(name, 7))  \(numbers[0])  (\(numbers[1]) \(numbers[2]))  \(numbers[3])  "
                + "(\(numbers[4]) \(numbers[5]))  \(numbers[6])  \(Self.right(stories, 7))")
    }

    private func section(_ title: String, _ lines: [String], _ seed: UInt64) {
        guard !lines.isEmpty else { return }
        print("\n\(title) (seed \(seed)):")
        for line in lines { print("  \(line)") }
    }

    private static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    private static func threeDecimals(_ value: Double) -> String {
        let scaled = Int((abs(value) * 1000).rounded())
        let fraction = String(scaled % 1000)
        return (value < 0 ? "-" : "") + "\(scaled / 1000)." + String(repeating: "0", count: 3 - fraction.count)
            + fraction
    }
}

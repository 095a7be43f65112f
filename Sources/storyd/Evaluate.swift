import ArgumentParser
import Articles
import Daemon
import Stories
import SystemPackage

/// `storyd evaluate`
struct Evaluate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the grouping against labels of your own.",
        discussion: """
            Reads articles (JSON Lines, gzip too) that carry a label, feeds them to the engine one at a time in several \
            random orders, and prints B³, pairwise F1 and ARI, how far scores can be taken for probabilities, and the \
            worst mistakes with what they rest on.

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

    @Option(
        help: ArgumentHelp(
            "Probability from which an article joins a story, as stories.join_at.", valueName: "0–1"))
    var joinAt = EngineSettings.joinAt

    @Option(
        help: ArgumentHelp(
            "Probability from which further stories are merged, as stories.merge_at.", valueName: "0–1"))
    var mergeAt = EngineSettings.mergeAt

    @Argument(help: ArgumentHelp("Labelled articles.", valueName: "file"))
    var files: [String]

    func validate() throws {
        guard orders >= 1 else { throw ValidationError("--orders: “\(orders)” is not allowed; give 1 or more") }
        guard mistakes >= 0 else { throw ValidationError("--mistakes: “\(mistakes)” is not allowed; give 0 or more") }
        for (name, value) in [("--join-at", joinAt), ("--merge-at", mergeAt)] where !(0...1).contains(value) {
            throw ValidationError("\(name): “\(value)” is not allowed; give a probability from 0 to 1")
        }
    }

    func run() throws {
        var reliability = Reliability()
        for file in files {
            do {
                reliability.add(try evaluate(FilePath(file)))
            } catch let error as Errno {
                throw refused("\(file): \(error)")
            } catch let error as Refusal {
                throw refused("\(file): \(error.reason)")
            }
        }
        if files.count > 1 {
            print("All files")
            printReliability(reliability)
        }
    }

    private func refused(_ line: String) -> ExitCode {
        printError("storyd: \(line)")
        return ExitCode(66)
    }

    private func evaluate(_ path: FilePath) throws -> Reliability {
        var collection = LabelledCollection(label: label)
        try collection.add(path)
        guard collection.articleCount > 0 else {
            let left = collection.remarks.joined(separator: "; ")
            throw refused("\(path): no article has a “\(label)”; name the field with --label (\(left))")
        }
        print("\(path): \(collection.articleCount) articles, \(collection.labelCount) labels", terminator: "")
        print(collection.skipped > 0 ? ", \(collection.skipped) left out:" : "")
        for remark in collection.remarks { print("  \(remark)") }
        let evaluation = Evaluation(collection, settings: EngineSettings(joinAt: joinAt, mergeAt: mergeAt))
        let table = ScoreTable()
        print(table.heading)
        var scores: [ClusterMetrics] = []
        var reliability = Reliability()
        for order in 0..<UInt64(orders) {
            let progress = ProgressLine(of: collection.articleCount, label: "order \(order + 1) of \(orders)")
            let run = evaluation.run(seed: seed &+ order) { progress.show($0) }
            progress.clear()
            print(table.row("\(run.seed)", run.metrics))
            scores.append(run.metrics)
            reliability.add(run.reliability)
            guard order == UInt64(orders) - 1 else { continue }
            print(table.mean(scores))
            printReliability(reliability)
            guard mistakes > 0 else { continue }
            section("Largest wrong merges", evaluation.wrongMerges(of: run, most: mistakes), run.seed)
            section("Largest splits", evaluation.splits(of: run, most: mistakes), run.seed)
        }
        print()
        return reliability
    }

    private func printReliability(_ reliability: Reliability) {
        print("\n  score     decisions  mean score  belong")
        for (index, bin) in reliability.bins.enumerated() where bin.count > 0 {
            let range = "\(index == 0 ? "0.0" : "0.\(index)")–\(index == 9 ? "1.0" : "0.\(index + 1)")"
            print(
                "  \(range) \(ScoreTable.right("\(bin.count)", 11))  "
                    + "\(ScoreTable.right(ScoreTable.threeDecimals(bin.meanProbability), 10))  "
                    + ScoreTable.right(ScoreTable.threeDecimals(bin.observed), 6))
        }
        print("  expected calibration error \(ScoreTable.threeDecimals(reliability.expectedCalibrationError))")
    }

    private func section(_ title: String, _ mistakes: [Mistake], _ seed: UInt64) {
        guard !mistakes.isEmpty else { return }
        print("\n\(title) (seed \(seed)):")
        for mistake in mistakes {
            print("  \(mistake.summary)")
            for line in mistake.evidence { print("      \(line)") }
        }
    }
}

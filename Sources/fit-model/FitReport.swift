import Daemon
import Foundation

/// What a fit is worth, as text; the tables are Markdown, for `docs/model.md`.
struct FitReport {
    private let collections: [NamedCollection]

    init(_ collections: [NamedCollection]) {
        self.collections = collections
    }

    /// How well fits group collections.
    /// - Returns: The reliability of all scores together.
    func grouping(
        _ title: String, _ fits: [(ModelFit, NamedCollection)], _ say: (String) -> Void
    ) -> Reliability {
        var reliability = Reliability()
        for (fit, collection) in fits {
            let score = fit.score(on: collection.collection, seeds: ModelFit.scoringSeeds)
            reliability.add(score.reliability)
            say(
                "\(collection.name), \(title): B³ \(number(score.bCubed)), expected calibration error "
                    + number(score.reliability.expectedCalibrationError))
        }
        say("all, \(title): expected calibration error \(number(reliability.expectedCalibrationError))")
        return reliability
    }

    /// How often scores come true.
    func reliability(_ reliability: Reliability, _ say: (String) -> Void) {
        say("\n| score | decisions | mean score | belong |\n|---|---|---|---|")
        for (index, bin) in reliability.bins.enumerated() where bin.count > 0 {
            say(
                "| 0.\(index)–\(index == 9 ? "1.0" : "0.\(index + 1)") | \(bin.count) | "
                    + "\(number(bin.meanProbability)) | \(number(bin.observed)) |")
        }
    }

    /// What the threshold for joining does.
    func sensitivity(of fit: ModelFit, _ say: (String) -> Void) {
        let head = collections.map { "\($0.name): B³ F1 (precision, recall) | " }.joined()
        say("\n| `join_at` | \(head)\n|---|\(String(repeating: "---|", count: collections.count))")
        for joinAt in [0.1, 0.3, 0.5, 0.7, 0.9] {
            var fit = fit
            fit.joinAt = joinAt
            let cells = collections.map { collection in
                let score = fit.score(on: collection.collection, seeds: ModelFit.scoringSeeds)
                return "\(number(score.bCubed)) (\(number(score.precision)), \(number(score.recall))) | "
            }
            say("| \(String(format: "%.1f", joinAt)) | \(cells.joined())")
        }
    }

    private func number(_ value: Double) -> String { String(format: "%.3f", value) }
}

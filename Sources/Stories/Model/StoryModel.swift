import Shingling

/// The logistic model of "this article belongs to that story".
package struct StoryModel: Sendable {
    /// Fractional bits of a score.
    static let bits = 16

    /// The weight of each signal, in the order of `Signal`.
    package var weights = Weights.signals
    /// The log-odds of an article that has nothing in common with a story.
    package var constant = Weights.constant
    /// What its log-odds are worth.
    package var calibration = Calibration(knots: Weights.calibration)

    /// The fitted model.
    package init() {}

    /// Log-odds by the weights alone, in fixed point so that comparisons are exact.
    func score(_ evidence: StoryEvidence) -> Int {
        var sum = constant
        for index in weights.indices { sum += weights[index] * evidence.values[index] }
        return Int((sum * Double(1 << Self.bits)).rounded())
    }

    /// The probability, 0–1, that a score stands for.
    package func probability(_ score: Int) -> Double {
        1 / (1 + ExactMath.exp(-Double(calibration.calibrated(score)) / Double(1 << Self.bits)))
    }

    /// The score of a probability; everything beyond 0–1 is cut to what a double can tell from them.
    package func score(probability: Double) -> Int {
        let bounded = min(max(probability, 1e-12), 1 - 1e-12)
        return calibration.raw(Int((ExactMath.ln(bounded / (1 - bounded)) * Double(1 << Self.bits)).rounded()))
    }

    /// A score as log-odds.
    package static func logOdds(_ score: Int) -> Double { Double(score) / Double(1 << bits) }
}

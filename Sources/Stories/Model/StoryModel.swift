import Shingling

/// The logistic model of "these two articles report one event".
///
/// An article belongs to a story as far as it belongs, on average, to the articles that stand for it (average linkage;
/// Sokal and Michener 1958).
package struct StoryModel: Sendable {
    /// Fractional bits of a score.
    static let bits = 16

    /// The weight of each signal, in the order of `Signal`.
    package var weights = Weights.signals
    /// The log-odds of two articles that have nothing in common.
    package var constant = Weights.constant
    /// What a story's log-odds are worth.
    package var calibration = Calibration(knots: Weights.calibration)
    /// Where both articles state a date: days between them that mean nothing, log-odds lost for each day beyond, and the
    /// most that dates can take. Chosen, not fitted: the labelled collections state no dates.
    var dateGrace = 3.0
    var datePenalty = 0.07
    var mostDatePenalty = 2.0

    /// The fitted model.
    package init() {}

    /// The chance that two articles belong together; see `Chance`.
    func chance(_ signals: PairSignals, _ left: Int64?, _ right: Int64?) -> Int {
        Chance.of(logOdds: logOdds(signals) - lost(left, right))
    }

    /// The log-odds by what two articles have in common.
    func logOdds(_ signals: PairSignals) -> Double {
        var sum = constant
        for index in weights.indices { sum += weights[index] * signals.values[index] }
        return sum
    }

    /// The log-odds lost by the dates of two articles, in seconds since 1970; none unless both state one.
    func lost(_ left: Int64?, _ right: Int64?) -> Double {
        guard let left, let right else { return 0 }
        let days = abs(Double(left) - Double(right)) / 86400
        return min(max(0, days - dateGrace) * datePenalty, mostDatePenalty)
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

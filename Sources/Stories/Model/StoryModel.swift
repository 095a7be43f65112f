import Shingling

/// The logistic model of "this article belongs to that story".
struct StoryModel: Sendable {
    /// Fractional bits of a score.
    static let bits = 16

    /// The weight of each signal, in the order of `Signal`: a logistic regression over (article, candidate story) pairs of
    /// two labelled collections, each counting the same.
    var weights: InlineArray<7, Double> = [-1.845, 15.298, 4.270, 9.527, -0.794, 3.621, 7.487]
    /// The log-odds of an article that has nothing in common with a story.
    var constant = -8.000

    /// Log-odds, in fixed point so that comparisons are exact.
    func score(_ evidence: StoryEvidence) -> Int {
        var sum = constant
        for index in weights.indices { sum += weights[index] * evidence.values[index] }
        return Int((sum * Double(1 << Self.bits)).rounded())
    }

    /// The probability, 0–1, that a score stands for.
    static func probability(_ score: Int) -> Double {
        1 / (1 + ExactMath.exp(-Double(score) / Double(1 << bits)))
    }

    /// The score of a probability; everything beyond 0–1 is cut to what a double can tell from them.
    static func score(probability: Double) -> Int {
        let bounded = min(max(probability, 1e-12), 1 - 1e-12)
        return Int((ExactMath.ln(bounded / (1 - bounded)) * Double(1 << bits)).rounded())
    }
}

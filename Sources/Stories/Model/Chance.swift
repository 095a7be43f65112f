import Shingling

/// Probabilities in fixed point, so that sums and comparisons of them are exact.
enum Chance {
    /// Fractional bits.
    static let bits = 24
    /// Certainty.
    static let one = 1 << bits

    /// The probability that some log-odds stand for. Below what three in ten thousand are worth it is 0: that saves
    /// the exponential for most pairs of articles, which have little in common.
    static func of(logOdds: Double) -> Int {
        if logOdds < -8 { return 0 }
        return Int((Double(one) / (1 + ExactMath.exp(-logOdds))).rounded())
    }

    /// The log-odds of a probability, `StoryModel.bits` fractional bits; those of 1e-5 at the least, 1 − 1e-5 at most.
    static func score(_ chance: Int) -> Int {
        let probability = min(max(Double(chance) / Double(one), 1e-5), 1 - 1e-5)
        return Int((ExactMath.ln(probability / (1 - probability)) * Double(1 << StoryModel.bits)).rounded())
    }

    /// The probability of a score.
    static func of(score: Int) -> Int { of(logOdds: Double(score) / Double(1 << StoryModel.bits)) }
}

import Shingling

/// The logistic model of "this article belongs to that story".
struct StoryModel: Sendable {
    /// Fractional bits of a score.
    static let bits = 16

    /// Weights of the evidence, in the order of `StoryEvidence`.
    var words = 7.89
    var centroid = 10.44
    var pairs = 3.72
    var phrases = 4.94
    var logSize = -0.935
    var names = 2.60
    var lead = 8.44
    var constant = -8.49

    /// Log-odds, in fixed point so that comparisons are exact.
    func score(_ evidence: StoryEvidence) -> Int {
        var sum = constant
        sum += words * evidence.words + centroid * evidence.centroid + pairs * evidence.pairs
        sum += phrases * evidence.phrases + logSize * evidence.logSize
        sum += names * evidence.names + lead * evidence.lead
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

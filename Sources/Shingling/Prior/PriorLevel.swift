/// How common a shingle is in general: the imaginary articles, of `PriorLevel.articles`, that hold it.
///
/// One byte on a logarithmic scale: 0 for none, else 2^((level − 1) / 14 − 5). The recipe's probability `p` is this
/// count over `articles`.
package enum PriorLevel {
    /// Imaginary articles the prior is worth (N0).
    package static let articles = 5000.0

    /// Imaginary articles for each level.
    package static let counts: [Double] = (0..<256).map { level in
        level == 0 ? 0 : ExactMath.exp((Double(level - 1) / 14 - 5) * 0.6931471805599453)
    }

    /// The level of a probability, 0–1.
    static func level(probability: Double) -> UInt8 {
        let count = articles * probability
        guard count >= 0.03125 else { return 0 }
        let level = 1 + ((ExactMath.ln(count) / 0.6931471805599453 + 5) * 14).rounded()
        return UInt8(max(1, min(255, level)))
    }

    /// The levels of 1 − exp(−rate · frequency) for frequency levels 0–255, as the table of words has them.
    static func table(rate: Double) -> [UInt8] {
        (0..<256).map { $0 == 0 ? 0 : level(probability: 1 - ExactMath.exp(-rate * frequency(level: Double($0)))) }
    }

    /// A word's share of all running words.
    private static func frequency(level: Double) -> Double {
        ExactMath.exp(((level - 1) / 10 - 27) * 0.6931471805599453)
    }
}

/// Exponential and logarithm from the four IEEE operations alone, so that every machine gets the same bits: the C
/// library's may differ in the last one.
package enum ExactMath {
    private static let ln2 = 0.693147180559945309417232121458

    /// e^x. 0 and infinity beyond ±700.
    package static func exp(_ x: Double) -> Double {
        guard x > -700 else { return 0 }
        guard x < 700 else { return .infinity }
        let power = (x / ln2).rounded()
        let rest = x - power * ln2
        var term = 1.0
        var sum = 1.0
        for step in 1...18 {
            term *= rest / Double(step)
            sum += term
        }
        return sum * Double(sign: .plus, exponent: Int(power), significand: 1)
    }

    /// The natural logarithm of a positive number.
    package static func ln(_ x: Double) -> Double {
        guard x > 0 else { return -.infinity }
        var exponent = Double(x.exponent)
        var significand = x.significand
        if significand > 1.4142135623730951 {
            significand /= 2
            exponent += 1
        }
        // ln m = 2 artanh((m - 1) / (m + 1)), with |argument| < 0.172.
        let ratio = (significand - 1) / (significand + 1)
        let square = ratio * ratio
        var power = ratio
        var sum = 0.0
        for step in 0..<14 {
            sum += power / Double(2 * step + 1)
            power *= square
        }
        return exponent * ln2 + 2 * sum
    }
}

import Shingling

/// A shingle of the article that is being weighed.
struct WeighedFeature: BitwiseCopyable {
    /// Articles that have it, this one included.
    var frequency: UInt32
    var rarity: Double
    var weight: Double
}

/// Weights of shingles: (1 + ln tf) · idf with `idf = max(0, ln((N0 + n) / (N0·p + df + 0.5)))`.
///
/// Vectors have length 1 in fixed point: 2^15 stands for 1, so a product of two weights has 30 fractional bits.
/// Computed with IEEE's basic operations alone, hence the same on every machine.
struct Weighting: Sendable {
    /// Fractional bits of a weight in a vector.
    static let bits = 15
    /// 1 as the dot product of two vectors.
    static let one = 1 << (2 * bits)
    /// What a phrase's idf is multiplied with to be kept as an integer.
    static let phraseScale = 4096.0

    /// Fractional bits of a rarity in a vector.
    static let rarityBits = 11

    private static let fractionBits = 11
    private let repetition: [Double] = (0..<256).map { $0 == 0 ? 0 : 1 + ExactMath.ln(Double($0)) }
    private let imaginary = PriorLevel.counts
    /// ln(1 + i / 2^11) for i in 0...2^11.
    private let logarithms: [Double] = (0...(1 << Weighting.fractionBits)).map {
        ExactMath.ln(1 + Double($0) / Double(1 << Weighting.fractionBits))
    }

    /// ln((N0 + n)), the part of the idf that all shingles share.
    func logArticles(_ count: Int) -> Double { logarithm(PriorLevel.articles + Double(count)) }

    /// The idf of a shingle.
    /// - Parameters:
    ///   - logArticles: `logArticles(_:)` of the articles seen so far, this one included.
    ///   - frequency: Articles among them that have the shingle, this one included.
    ///   - prior: The shingle's `PriorLevel`.
    @inline(__always)
    func rarity(logArticles: Double, frequency: UInt32, prior: UInt8) -> Double {
        max(0, logArticles - logarithm(imaginary[Int(prior)] + Double(frequency) + 0.5))
    }

    /// A phrase's idf as an integer.
    @inline(__always)
    func phraseWeight(_ logArticles: Double, frequency: UInt32) -> UInt32 {
        UInt32(rarity(logArticles: logArticles, frequency: frequency, prior: 0) * Self.phraseScale)
    }

    /// A rarity as a vector keeps it: 16 bits.
    @inline(__always)
    static func fixed(_ rarity: Double) -> UInt32 { nearest(min(rarity * Double(1 << rarityBits), 65535)) }

    /// The integer nearest to a number that is not negative, halves upward: what `rounded()` gives, without a call.
    @inline(__always)
    static func nearest(_ x: Double) -> UInt32 {
        let whole = UInt32(x)
        return x - Double(whole) >= 0.5 ? whole &+ 1 : whole
    }

    /// The weight of a shingle that occurs `count` times.
    @inline(__always)
    func weight(rarity: Double, count: UInt8) -> Double { repetition[Int(count)] * rarity }

    /// Weighs the shingles of a family by how many articles have them.
    /// - Parameter weighed: Has the frequencies, and gets rarities and weights.
    /// - Returns: What weights are to be multiplied with, so that the vector has length 1 in fixed point.
    func weigh(
        _ features: ArraySlice<Feature>, logArticles: Double, _ weighed: UnsafeMutableBufferPointer<WeighedFeature>
    ) -> Double {
        var squares = 0.0
        for (place, feature) in features.enumerated() {
            let rarity = rarity(
                logArticles: logArticles, frequency: weighed[place].frequency, prior: feature.prior)
            let weight = weight(rarity: rarity, count: feature.count)
            squares += weight * weight
            weighed[place].rarity = rarity
            weighed[place].weight = weight
        }
        return squares > 0 ? Double(1 << Self.bits) / squares.squareRoot() : 0
    }

    /// A natural logarithm by table, exact to 3e-8.
    @inline(__always)
    private func logarithm(_ x: Double) -> Double {
        let bits = x.bitPattern
        let exponent = Double(Int(bits >> 52 & 0x7FF) &- 1023)
        let index = Int(bits >> UInt64(52 - Self.fractionBits)) & ((1 << Self.fractionBits) - 1)
        let rest = bits & ((1 << UInt64(52 - Self.fractionBits)) - 1)
        let part = Double(rest) * 0x1p-41
        let low = logarithms[index]
        return exponent * 0.6931471805599453 + low + (logarithms[index &+ 1] - low) * part
    }
}

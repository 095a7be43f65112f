/// Counts the shingles of one family.
struct FeatureKeys {
    private let salt: UInt64
    private let limit: Int
    /// The shingle's hash above, the place of the token it starts with below.
    private var keys: [UInt64] = []

    init(salt: UInt64, limit: Int) {
        self.salt = salt
        self.limit = limit
    }

    /// Adds the shingles that start at these tokens.
    mutating func add(_ indices: some Collection<Int>, hash: (Int) -> UInt64) {
        keys.reserveCapacity(keys.count + indices.count)
        for index in indices {
            let salted = Self.hash(hash(index), salt: salt)
            keys.append(salted & 0xFFFF_FFFF_0000_0000 | UInt64(truncatingIfNeeded: index & 0xFFFF_FFFF))
        }
    }

    /// A shingle's hash within its family; the upper half is kept.
    static func hash(_ shingle: UInt64, salt: UInt64) -> UInt64 {
        Mixing.fold(shingle ^ salt, 0x9FB2_1C65_1E98_DF25)
    }

    /// Appends the family's features, sorted by hash; beyond the limit only the weightiest, as known from the prior.
    mutating func collect(into features: inout [Feature], prior: (Int) -> UInt8) {
        RadixSort.sort(&keys, shift: 32)
        let sorted = keys
        let start = features.count
        var index = 0
        while index < sorted.count {
            let hash = sorted[index] >> 32
            var end = index + 1
            while end < sorted.count, sorted[end] >> 32 == hash { end += 1 }
            features.append(
                Feature(
                    hash: UInt32(truncatingIfNeeded: hash), count: UInt8(min(end - index, 255)),
                    prior: prior(Int(sorted[index] & 0xFFFF_FFFF))))
            index = end
        }
        guard features.count - start > limit else { return }
        // Inverted weight above, place below: a stable sort leaves equals in the order of their hashes.
        var ranked = features[start...].indices.map {
            UInt64(~StaticWeight.of(features[$0])) << 32 | UInt64(truncatingIfNeeded: $0)
        }
        RadixSort.sort(&ranked, shift: 32)
        let kept = ranked.prefix(limit).map { Int($0 & 0xFFFF_FFFF) }.sorted().map { features[$0] }
        features.replaceSubrange(start..., with: kept)
    }
}

/// A shingle's weight before any article has been seen: (1 + ln tf) · idf with the prior alone.
enum StaticWeight {
    private static let repetition = (0..<256).map { $0 == 0 ? 0 : 1 + ExactMath.ln(Double($0)) }
    private static let rarity = PriorLevel.counts.map {
        max(0, ExactMath.ln((PriorLevel.articles + 1) / ($0 + 1.5)))
    }

    /// In millionths.
    static func of(_ feature: Feature) -> UInt32 {
        UInt32(repetition[Int(feature.count)] * rarity[Int(feature.prior)] * 1e6)
    }
}

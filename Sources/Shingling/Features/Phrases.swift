/// The 5-word phrases of a text: the shingles by which copies are recognised.
struct Phrases {
    /// The phrases' hashes, sorted, each once. A long text keeps those whose top `shift` bits are zero, with the least
    /// shift that keeps no more than the limit: two sketches compare exactly within the smaller of their ranges.
    private(set) var hashes: [UInt32] = []
    private(set) var shift: UInt8 = 0
    /// One bit for each hash, the lowest first: the phrase has a specific token in it.
    private(set) var specific: [UInt64] = []

    /// Takes the phrases of a token stream.
    /// - Parameter isSpecific: Whether a token is a name, a figure or a rare word, which another filling of the same
    ///   template would not have.
    init(_ tokens: [UInt64], isSpecific: (Int) -> Bool) {
        let width = ArticleFeatures.Limit.phraseWidth
        guard tokens.count >= width else { return }
        // The hash above, the mark in the lowest bit.
        var keys: [UInt64] = []
        keys.reserveCapacity(min(tokens.count, 4 * ArticleFeatures.Limit.phrases))
        var lastSpecific = -1
        for place in 0..<(width - 1) where isSpecific(place) { lastSpecific = place }
        for start in 0...(tokens.count - width) {
            var hash = tokens[start]
            for offset in 1..<width { hash = Mixing.pair(hash, tokens[start &+ offset]) }
            if isSpecific(start &+ width &- 1) { lastSpecific = start &+ width &- 1 }
            let short = hash >> 32
            guard short >> (32 - UInt64(shift)) == 0 else { continue }
            keys.append(short << 1 | (lastSpecific >= start ? 1 : 0))
            if keys.count >= 4 * ArticleFeatures.Limit.phrases {
                // Many different phrases make the range smaller; repeated ones only cost a sort.
                keys = Self.unique(keys)
                shrink(&keys, to: 2 * ArticleFeatures.Limit.phrases)
            }
        }
        keys = Self.unique(keys)
        shrink(&keys, to: ArticleFeatures.Limit.phrases)
        hashes = keys.map { UInt32(truncatingIfNeeded: $0 >> 1) }
        specific = Array(repeating: 0, count: (keys.count + 63) / 64)
        for place in keys.indices { specific[place >> 6] |= (keys[place] & 1) << UInt64(place & 63) }
    }

    private mutating func shrink(_ keys: inout [UInt64], to limit: Int) {
        while keys.count > limit {
            shift += 1
            let bits = 33 - UInt64(shift)
            keys.removeAll { $0 >> bits != 0 }
        }
    }

    /// Each hash once, marked if it was marked anywhere.
    private static func unique(_ keys: [UInt64]) -> [UInt64] {
        var result: [UInt64] = []
        result.reserveCapacity(keys.count)
        var keys = keys
        RadixSort.sort(&keys, shift: 1)
        for key in keys {
            if let last = result.last, last >> 1 == key >> 1 {
                result[result.count - 1] |= key
            } else {
                result.append(key)
            }
        }
        return result
    }
}

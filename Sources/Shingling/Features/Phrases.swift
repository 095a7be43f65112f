/// The 5-word phrases of a text: the shingles by which copies are recognised.
enum Phrases {
    /// The phrases' hashes, sorted, each once. A long text keeps those whose top `shift` bits are zero, with the least
    /// shift that keeps no more than the limit: two sketches compare exactly within the smaller of their ranges.
    static func sketch(of tokens: [UInt64]) -> (phrases: [UInt32], shift: UInt8) {
        let width = ArticleFeatures.Limit.phraseWidth
        guard tokens.count >= width else { return ([], 0) }
        var hashes: [UInt32] = []
        hashes.reserveCapacity(min(tokens.count, 4 * ArticleFeatures.Limit.phrases))
        var shift: UInt8 = 0
        for start in 0...(tokens.count - width) {
            var hash = tokens[start]
            for offset in 1..<width { hash = Mixing.pair(hash, tokens[start &+ offset]) }
            let short = UInt32(truncatingIfNeeded: hash >> 32)
            guard short >> (32 - UInt32(shift)) == 0 || shift == 0 else { continue }
            hashes.append(short)
            if hashes.count >= 4 * ArticleFeatures.Limit.phrases { shrink(&hashes, &shift) }
        }
        hashes = unique(hashes)
        while hashes.count > ArticleFeatures.Limit.phrases {
            shift += 1
            hashes.removeAll { $0 >> (32 - UInt32(shift)) != 0 }
        }
        return (hashes, shift)
    }

    /// Makes room when many different phrases have been kept; repeated ones only cost a sort.
    private static func shrink(_ hashes: inout [UInt32], _ shift: inout UInt8) {
        hashes = unique(hashes)
        while hashes.count > 2 * ArticleFeatures.Limit.phrases {
            shift += 1
            let bits = 32 - UInt32(shift)
            hashes.removeAll { $0 >> bits != 0 }
        }
    }

    private static func unique(_ hashes: [UInt32]) -> [UInt32] {
        var result: [UInt32] = []
        result.reserveCapacity(hashes.count)
        var hashes = hashes
        RadixSort.sort(&hashes, shift: 0)
        for hash in hashes where hash != result.last { result.append(hash) }
        return result
    }
}

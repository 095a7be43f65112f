import CWordPrior

/// Tells the language of a text from its commonest words.
enum LanguageDetector {
    /// Tokens looked at: a few paragraphs say as much as the whole.
    private static let sample = 256
    /// Common words needed for an answer.
    private static let evidence = 3
    /// Languages compared word by word when their common words are too alike.
    private static let finalists = 3

    /// The language of a token stream, or unknown when too few of its words are common in any.
    static func language(of hashes: [UInt64]) -> WordPrior.Language {
        let tokens = hashes.prefix(sample)
        var hits = [Int](repeating: 0, count: 64)
        for token in tokens {
            var mask = languages(withCommon: token)
            while mask != 0 {
                hits[mask.trailingZeroBitCount] += 1
                mask &= mask &- 1
            }
        }
        let ranked = hits.indices.sorted { hits[$0] != hits[$1] ? hits[$0] > hits[$1] : $0 < $1 }
        guard let first = ranked.first, hits[first] >= max(evidence, tokens.count / 12) else { return .unknown }
        let close = ranked.prefix(finalists).filter { hits[$0] * 4 >= hits[first] * 3 }
        if close.count == 1 { return WordPrior.Language(number: first + 1) }
        let scored = close.map { number in
            tokens.reduce(0) { sum, token in
                sum + Int(WordPrior.level(token, isNumber: false, language: WordPrior.Language(number: number + 1)))
            }
        }
        guard let best = scored.indices.max(by: { scored[$0] < scored[$1] }) else { return .unknown }
        return WordPrior.Language(number: close[best] + 1)
    }

    /// A bit for each language that has the token among its commonest.
    private static func languages(withCommon token: UInt64) -> UInt64 {
        let slots = UnsafeRawPointer(storyd_common_word_table())
        let mask = 1 << Int(storyd_common_word_bits) - 1
        var index = Int(truncatingIfNeeded: token >> (64 - UInt64(storyd_common_word_bits)))
        while true {
            let languages = UInt64(littleEndian: slots.load(fromByteOffset: index &* 16 &+ 8, as: UInt64.self))
            if languages == 0 { return 0 }
            if UInt64(littleEndian: slots.load(fromByteOffset: index &* 16, as: UInt64.self)) == token {
                return languages
            }
            index = (index &+ 1) & mask
        }
    }
}

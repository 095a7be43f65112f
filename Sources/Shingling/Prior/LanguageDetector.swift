internal import CPrefetch
import CWordPrior

/// Tells the language of a text from its commonest words.
enum LanguageDetector {
    /// Tokens looked at: a few paragraphs say as much as the whole.
    static let sample = 256
    /// Common words needed for an answer.
    private static let evidence = 3
    /// Languages compared word by word when their common words are too alike.
    private static let finalists = 3

    /// The language of a text, or unknown when too few of its words are common in any.
    static func language(of words: borrowing DistinctWords) -> WordPrior.Language {
        let all = words.words.elements
        let counts = words.sampleCounts.elements
        let slots = UnsafeRawPointer(storyd_common_word_table())
        for word in all.prefix(counts.count) { storyd_prefetch(slots + start(of: word.hash) &* 16) }
        var hits = SIMD64<UInt16>()
        var tokens = 0
        for (word, count) in zip(all, counts) {
            tokens += Int(count)
            var mask = languages(withCommon: word.hash)
            while mask != 0 {
                hits[mask.trailingZeroBitCount] &+= UInt16(truncatingIfNeeded: count)
                mask &= mask &- 1
            }
        }
        var ranked = Ranked(hits)
        let first = ranked.next()
        guard Int(hits[first]) >= max(evidence, tokens / 12) else { return .unknown }
        var best = (number: first, score: -1)
        var others = 0
        while others < finalists - 1 {
            let next = ranked.next()
            guard Int(hits[next]) * 4 >= Int(hits[first]) * 3 else { break }
            if others == 0 { best.score = score(first, all, counts) }
            others += 1
            let score = score(next, all, counts)
            if score > best.score { best = (next, score) }
        }
        return WordPrior.Language(number: best.number + 1)
    }

    /// The frequency levels of the sample in a language, summed.
    private static func score(
        _ number: Int, _ words: UnsafeBufferPointer<DistinctWords.Word>, _ counts: UnsafeBufferPointer<UInt32>
    ) -> Int {
        var sum = 0
        let language = WordPrior.Language(number: number + 1)
        WordPrior.prefetch(UnsafeBufferPointer(rebasing: words.prefix(counts.count)), language: language)
        for (word, count) in zip(words, counts) {
            sum &+=
                Int(count)
                &* Int(WordPrior.level(word.stem, isNumber: false, language: language))
        }
        return sum
    }

    /// Languages by their hits, the most first, and then by number.
    private struct Ranked {
        private var left: SIMD64<UInt16>
        /// Hits are at most the sample, so that one more is told from none.
        init(_ hits: SIMD64<UInt16>) { left = hits &+ 1 }

        mutating func next() -> Int {
            let most = left.max()
            var place = 0
            while left[place] != most { place &+= 1 }
            left[place] = 0
            return place
        }
    }

    @inline(__always)
    private static func start(of token: UInt64) -> Int {
        Int(truncatingIfNeeded: token &>> (64 - UInt64(storyd_common_word_bits)))
    }

    /// A bit for each language that has the token among its commonest.
    private static func languages(withCommon token: UInt64) -> UInt64 {
        let slots = UnsafeRawPointer(storyd_common_word_table())
        let mask = 1 << Int(storyd_common_word_bits) - 1
        var index = start(of: token)
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

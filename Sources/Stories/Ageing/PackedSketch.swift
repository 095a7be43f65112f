/// The phrases of a sketch as they lie in memory: by how much each is larger than the one before, all in as many bits as the
/// largest of these numbers takes, and without the low bits that are 0 in each. Some 25 bits instead of 32.
enum PackedSketch {
    /// Packs phrases.
    /// - Parameters:
    ///   - phrases: Ascending, each once.
    ///   - shift: The low bits that are 0 in each.
    /// - Returns: The bits of each.
    static func append(_ phrases: UnsafeBufferPointer<UInt32>, _ shift: UInt8, to words: inout [UInt32]) -> UInt8 {
        var (previous, all) = (UInt32(0), UInt32(0))
        for phrase in phrases {
            all |= phrase >> UInt32(shift) - previous
            previous = phrase >> UInt32(shift)
        }
        let width = max(1, 32 - all.leadingZeroBitCount)
        previous = 0
        var (bits, count) = (UInt64(0), 0)
        for phrase in phrases {
            bits |= UInt64(phrase >> UInt32(shift) - previous) << UInt64(count)
            previous = phrase >> UInt32(shift)
            count += width
            guard count >= 32 else { continue }
            words.append(UInt32(truncatingIfNeeded: bits))
            bits >>= 32
            count -= 32
        }
        if count > 0 { words.append(UInt32(truncatingIfNeeded: bits)) }
        return UInt8(width)
    }

    /// Calls the body with the phrases of an article's sketch, ascending, until it returns false.
    @inline(__always)
    static func forEach(
        _ words: UnsafeBufferPointer<UInt32>, _ article: KnownArticle, _ body: (_ place: Int, _ phrase: UInt32) -> Bool
    ) {
        let range = article.phrases
        let (width, shift) = (Int(article.sketchWidth), UInt32(article.phraseShift))
        let mask = (UInt64(1) &<< UInt64(width)) &- 1
        var phrase: UInt32 = 0
        for place in 0..<Int(article.sketchCount) {
            let bit = place &* width
            // Behind the word that marks the specific ones.
            let word = range.lowerBound &+ 1 &+ bit / 32
            let high = word &+ 1 < range.upperBound ? UInt64(words[word &+ 1]) : 0
            let bits = (high &<< 32 | UInt64(words[word])) &>> UInt64(bit % 32)
            phrase &+= UInt32(truncatingIfNeeded: bits & mask)
            guard body(place, phrase &<< shift) else { return }
        }
    }
}

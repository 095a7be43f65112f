/// The 5-word phrases of a text: the shingles by which copies are recognised.
struct Phrases: ~Copyable {
    /// A phrase's hash above the lowest bit, which is set when there is a specific token in it; sorted, each hash once.
    /// A long text keeps those whose top `shift` bits are zero, with the least shift that keeps no more than the limit:
    /// two sketches compare exactly within the smaller of their ranges.
    private var keys = ReusedList<UInt64>()
    private(set) var shift: UInt8 = 0
    /// Keys at which those of a long text are made fewer.
    private static let most = 4 * ArticleFeatures.Limit.phrases
    private var sorting = HashSort()

    /// Hashes the phrases of a token stream; `read` completes them.
    /// - Returns: The hash of the whole text. Each of its steps waits for the one before, and the phrases fill the time.
    mutating func hash(_ tokens: UnsafeBufferPointer<UInt64>) -> TextHash {
        keys.removeAll()
        var text = TextHash()
        let phrases = max(0, tokens.count - ArticleFeatures.Limit.phraseWidth + 1)
        let hashed = phrases < Self.most ? phrases : 0
        keys.resize(hashed)
        let keys = keys.start
        for place in 0..<hashed {
            text.add(tokens[place])
            keys[place] = Self.key(tokens, place)
        }
        for place in hashed..<tokens.count { text.add(tokens[place]) }
        return text
    }

    /// Takes the phrases of the token stream that was hashed.
    /// - Parameter isSpecific: Whether a token is a name, a figure or a rare word, which another filling of the same
    ///   template would not have.
    @inline(__always)
    mutating func read(_ tokens: UnsafeBufferPointer<UInt64>, isSpecific: (Int) -> Bool) {
        let width = ArticleFeatures.Limit.phraseWidth
        shift = 0
        guard tokens.count >= width else { return }
        let count = tokens.count - width + 1
        var lastSpecific = -1
        for place in 0..<(width - 1) where isSpecific(place) { lastSpecific = place }
        if count < Self.most {
            let keys = keys.start
            for start in 0..<count {
                let last = start &+ width &- 1
                lastSpecific = isSpecific(last) ? last : lastSpecific
                keys[start] |= lastSpecific >= start ? 1 : 0
            }
        } else {
            keys.reserve(Self.most)
            for start in 0..<count {
                let last = start &+ width &- 1
                if isSpecific(last) { lastSpecific = last }
                let key = Self.key(tokens, start) | (lastSpecific >= start ? 1 : 0)
                guard key &>> (33 - UInt64(shift)) == 0 else { continue }
                keys.append(key)
                if keys.count >= Self.most {
                    // Many different phrases make the range smaller; repeated ones only cost a sort.
                    uniquify()
                    shrink(to: 2 * ArticleFeatures.Limit.phrases)
                }
            }
        }
        uniquify()
        shrink(to: ArticleFeatures.Limit.phrases)
    }

    /// The key of the phrase that starts at a token.
    @inline(__always)
    private static func key(_ tokens: UnsafeBufferPointer<UInt64>, _ start: Int) -> UInt64 {
        var hash = tokens[start]
        for offset in 1..<ArticleFeatures.Limit.phraseWidth { hash = Mixing.pair(hash, tokens[start &+ offset]) }
        return (hash &>> 32) &<< 1
    }

    /// The hashes, sorted, each once.
    var hashes: [UInt32] {
        [UInt32](unsafeUninitializedCapacity: keys.count) { hashes, count in
            for place in 0..<keys.count { hashes[place] = UInt32(truncatingIfNeeded: keys[place] &>> 1) }
            count = keys.count
        }
    }

    /// One bit for each hash, the lowest first: the phrase has a specific token in it.
    var specific: [UInt64] {
        let words = (keys.count + 63) / 64
        return [UInt64](unsafeUninitializedCapacity: words) { specific, count in
            for word in 0..<words {
                var bits: UInt64 = 0
                for place in word * 64..<min(word * 64 + 64, keys.count) {
                    bits |= (keys[place] & 1) &<< UInt64(truncatingIfNeeded: place & 63)
                }
                specific[word] = bits
            }
            count = words
        }
    }

    private mutating func shrink(to limit: Int) {
        while keys.count > limit {
            shift += 1
            let bits = 33 - UInt64(shift)
            var kept = 0
            for place in 0..<keys.count where keys[place] >> bits == 0 {
                keys[kept] = keys[place]
                kept &+= 1
            }
            keys.cut(to: kept)
        }
    }

    /// Sorts the keys and leaves each hash once, marked if it was marked anywhere.
    private mutating func uniquify() {
        sorting.sort(&keys, bits: 33 - Int(shift))
        var kept = 0
        for place in 0..<keys.count {
            let key = keys[place]
            if kept > 0, keys[kept &- 1] &>> 1 == key &>> 1 {
                keys[kept &- 1] |= key
            } else {
                keys[kept] = key
                kept &+= 1
            }
        }
        keys.cut(to: kept)
    }
}

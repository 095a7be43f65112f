import Shingling

extension KnownVectors {
    /// What an article laid out in a table shares with this one, its phrases too.
    func overlap(_ table: TermTable) -> VectorOverlap {
        var result = VectorOverlap()
        table.withBuckets { table in
            withTerms(in: table) { keys, values, hits, counts in
                var place = 0
                var product: UInt64 = 0
                while place < counts.0 {
                    let term = Int(hits[place])
                    let found = table.value(of: keys[term] & ~Self.lasts)
                    product &+= UInt64((found & 0xFFFF) &* UInt32(values[term]))
                    place &+= 1
                }
                result.product = product
                for (family, end) in [(Family.names, counts.1), (.lead, counts.2)] {
                    var shared: UInt32 = 0
                    while place < end {
                        let term = Int(hits[place])
                        shared &+= min(table.value(of: keys[term] & ~Self.lasts) &>> 16, UInt32(values[term]))
                        place &+= 1
                    }
                    result.shared[family.rawValue] = shared
                }
            }
            result.shared[ArticleVectors.phrases] =
                withPhrases { $0.sampleMayMeet(table) ? sharedPhrases($0, table) : 0 } ?? 0
        }
        return result
    }

    /// Calls the body with the keys, the values, the places of the terms that may be in a table, and how many of these there
    /// are up to each family's end.
    @inline(__always)
    private func withTerms(
        in table: TermTable.Buckets,
        _ body: (
            UnsafeMutablePointer<UInt32>, UnsafeMutablePointer<UInt16>, UnsafeMutableBufferPointer<UInt16>,
            (Int, Int, Int)
        ) -> Void
    ) {
        let shape = shape
        withRows { keys, values, _ in
            withUnsafeTemporaryAllocation(of: UInt16.self, capacity: shape.terms &+ 1) { hits in
                var count = 0
                var counts = (0, 0, 0)
                for family in 0...2 {
                    for place in Self.range(of: family, shape) {
                        // Written in any case, and kept by counting.
                        hits[count] = UInt16(truncatingIfNeeded: place)
                        count &+= table.passes(keys[place])
                    }
                    switch family {
                    case 0: counts.0 = count
                    case 1: counts.1 = count
                    default: counts.2 = count
                    }
                }
                body(keys, values, hits, counts)
            }
        }
    }

    private func sharedPhrases(_ phrases: KnownPhrases, _ table: TermTable.Buckets) -> UInt32 {
        withPhraseRarities { rarities in
            var shared: UInt32 = 0
            var last: UInt32 = 0
            phrases.forEachSampled { place, phrase in
                guard table.passes(phrase) == 1 else { return }
                let key = phrase & ~7 | UInt32(ArticleVectors.phrases)
                let found = table.value(of: key) &>> 16
                // Each key counts once.
                if found > 0, key != last { shared &+= min(found, rarities.rarity(place)) }
                last = key
            }
            return shared
        }
    }

    /// What two articles share: the same as when one of them is laid out in a table.
    func overlap(_ other: KnownVectors) -> VectorOverlap {
        var result = VectorOverlap()
        let (mine, its) = (shape, other.shape)
        withRows { left, leftValues, _ in
            other.withRows { right, rightValues, _ in
                for family in 0...2 {
                    let (mine, its) = (Self.range(of: family, mine), Self.range(of: family, its))
                    var (i, j) = (mine.lowerBound, its.lowerBound)
                    while i < mine.upperBound, j < its.upperBound {
                        let (a, b) = (left[i] & ~Self.lasts, right[j] & ~Self.lasts)
                        if a == b {
                            let (one, another) = (UInt32(leftValues[i]), UInt32(rightValues[j]))
                            if family == 0 {
                                result.product &+= UInt64(one &* another)
                            } else {
                                result.shared[family] &+= min(one, another)
                            }
                        }
                        i &+= a <= b ? 1 : 0
                        j &+= b <= a ? 1 : 0
                    }
                }
            }
        }
        if let phrases = header.phrases, let its = other.header.phrases {
            result.shared[ArticleVectors.phrases] = sharedPhrases(phrases, other, its)
        }
        result.sizes(mine.masses, its.masses, mine.logLength, its.logLength)
        return result
    }

    private func sharedPhrases(_ phrases: KnownPhrases, _ other: KnownVectors, _ otherPhrases: KnownPhrases) -> UInt32 {
        withPhraseTerms(phrases) { left in
            other.withPhraseTerms(otherPhrases) { right in
                var shared: UInt32 = 0
                var (i, j) = (0, 0)
                while i < left.count, j < right.count {
                    let (a, b) = (left[i] &>> 32, right[j] &>> 32)
                    if a == b { shared &+= UInt32(truncatingIfNeeded: min(left[i] & 0xFFFF, right[j] & 0xFFFF)) }
                    i &+= a <= b ? 1 : 0
                    j &+= b <= a ? 1 : 0
                }
                return shared
            }
        }
    }

    /// Calls the body with the keys of the phrases, each once, and their rarities.
    private func withPhraseTerms<Result>(
        _ phrases: KnownPhrases, _ body: (UnsafeBufferPointer<UInt64>) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: phrases.sampleCount) { terms in
            var count = 0
            withPhraseRarities { rarities in
                phrases.forEachSampled { place, phrase in
                    let key = UInt64(phrase & ~7)
                    if count > 0, terms[count &- 1] &>> 32 == key { return }
                    terms[count] = key &<< 32 | UInt64(rarities.rarity(place))
                    count &+= 1
                }
            }
            return body(UnsafeBufferPointer(rebasing: terms[..<count]))
        }
    }

    // MARK: - Phrases

    /// The rarities of the phrases, one after the other in the order of their places.
    struct PhraseRarities {
        fileprivate let common: UInt32
        fileprivate var next: UnsafeMutablePointer<UInt32>
        fileprivate let end: UnsafeMutablePointer<UInt32>

        /// The rarity of a phrase. No place is less than the one before.
        @inline(__always)
        mutating func rarity(_ place: Int) -> UInt32 {
            while next < end, Int(next.pointee &>> 16) < place { next += 1 }
            return next < end && Int(next.pointee &>> 16) == place ? next.pointee & 0xFFFF : common
        }
    }

    @inline(__always)
    private func withPhraseRarities<Result>(_ body: (inout PhraseRarities) -> Result) -> Result {
        let shape = shape
        return withRows { _, _, exceptions in
            var rarities = PhraseRarities(
                common: UInt32(shape.phraseRarity), next: exceptions, end: exceptions + Int(shape.exceptions))
            return body(&rarities)
        }
    }
}

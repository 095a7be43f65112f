/// How a text begins, in 32 bytes: minhashes of the less common words of its title and first lines, one byte each.
///
/// Of two openings some (J + (1 − J) / 256) of the bytes are equal, J being the Jaccard similarity of those words (Li and
/// König, b-bit minwise hashing, 2010). That tells whether two texts begin alike; it says nothing about the rest.
package struct Opening: Sendable, Equatable {
    /// Words of the text looked at, the title not counted.
    static let words = 40
    /// Frequency level (see `WordPrior`) from which on a word is too common to tell texts apart: 1 in 60,000.
    private static let commonLevel: UInt8 = 112
    /// Words needed to tell anything.
    private static let leastWords = 4
    /// Equal bytes up to which two openings are unrelated: a quarter.
    private static let chance = 8

    /// The minhashes; all 0 when there are too few words.
    private(set) var minhashes = SIMD32<UInt8>()

    /// An opening as it was kept.
    init(minhashes: SIMD32<UInt8>) { self.minhashes = minhashes }

    /// The opening of a token stream.
    /// - Parameter levels: Frequency levels of its tokens.
    init(_ stream: borrowing TokenStream, _ levels: UnsafeBufferPointer<UInt8>) {
        let end = min(stream.count, stream.titleCount &+ Self.words)
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: end) { rare in
            var count = 0
            for token in 0..<end where levels[token] < Self.commonLevel {
                rare[count] = stream.hashes[token]
                count &+= 1
            }
            guard count >= Self.leastWords else { return }
            for lane in minhashes.indices {
                let salt = (UInt64(truncatingIfNeeded: lane) &+ 1) &* 0x9E37_79B9_7F4A_7C15
                var least = UInt64.max
                for place in 0..<count { least = min(least, Mixing.pair(rare[place], salt)) }
                minhashes[lane] = UInt8(truncatingIfNeeded: least)
            }
        }
    }

    /// Whether both begin with words enough, and hardly one in common.
    package func isUnrelated(to other: Opening) -> Bool {
        guard minhashes != SIMD32(), other.minhashes != SIMD32() else { return false }
        return minhashes.indices.count { minhashes[$0] == other.minhashes[$0] } <= Self.chance
    }
}

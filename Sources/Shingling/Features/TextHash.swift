/// A 128-bit hash of an article's normalised text: the tokens of its title and text, joined.
///
/// Equal for the same words whatever their wrapping, case, quotation marks, Unicode form or character set. It is no
/// cryptographic hash: who can choose two texts can make them collide.
public struct TextHash: Hashable, Sendable, BitwiseCopyable {
    /// The first 64 bits.
    public var high: UInt64
    /// The last 64 bits.
    public var low: UInt64

    /// A hash from its two halves.
    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The hash of no tokens.
    init() {
        high = Mixing.textHigh
        low = Mixing.textLow
    }

    /// Adds a token.
    @inline(__always)
    mutating func add(_ token: UInt64) {
        high = Mixing.fold(high ^ token, Mixing.textHigh)
        low = Mixing.fold(low &+ token, Mixing.textLow)
    }

    /// The hash as 16 bytes, most significant first.
    public var bytes: [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 16) { bytes, count in
            for place in 0..<16 {
                let half = place < 8 ? high : low
                bytes[place] = UInt8(truncatingIfNeeded: half >> (56 - 8 * UInt64(place & 7)))
            }
            count = 16
        }
    }

    /// A hash of this hash and a number, as well mixed as the hash itself.
    public func salted(_ salt: UInt64) -> TextHash {
        let first = Mixing.fold(high ^ Mixing.pair(low, salt), Mixing.textHigh)
        return TextHash(high: first, low: Mixing.fold(low ^ Mixing.pair(first, salt), Mixing.textLow))
    }
}

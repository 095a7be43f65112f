/// The chances of pairs of articles that were computed lately.
///
/// A chance is a function of two articles alone: one that was forgotten is computed again and comes out the same, so
/// what is kept changes the speed of decisions and never a decision.
struct ChanceCache: Sendable {
    private static let bits: UInt64 = 16
    /// Both articles' places + 1; 0 where nothing is kept.
    private var keys = [UInt64](repeating: 0, count: 1 << ChanceCache.bits)
    private var chances = [UInt32](repeating: 0, count: 1 << ChanceCache.bits)

    /// The chance of two articles, if it is still known.
    subscript(left: Int, right: Int) -> Int? {
        get {
            let key = Self.key(left, right)
            let slot = Self.slot(key)
            return keys[slot] == key ? Int(chances[slot]) : nil
        }
        set {
            let key = Self.key(left, right)
            let slot = Self.slot(key)
            keys[slot] = newValue == nil ? 0 : key
            chances[slot] = UInt32(truncatingIfNeeded: newValue ?? 0)
        }
    }

    @inline(__always)
    private static func key(_ left: Int, _ right: Int) -> UInt64 {
        UInt64(truncatingIfNeeded: max(left, right) &+ 1) << 32 | UInt64(truncatingIfNeeded: min(left, right) &+ 1)
    }

    @inline(__always)
    private static func slot(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> (64 - bits))
    }
}

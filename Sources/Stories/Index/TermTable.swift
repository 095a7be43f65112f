/// The terms of one article's vectors, laid out to be asked for many other terms without a branch that cannot be foreseen.
///
/// Buckets of four: a term is compared with all four keys at once. A multiplier is sought that leaves no bucket too full.
struct TermTable {
    /// Keys of each bucket, and behind them rarity and weight as a term has them.
    private var keys: [SIMD4<UInt32>]
    private var values: [SIMD4<UInt32>]
    private let shift: UInt64
    private let multiplier: UInt64

    private static let tries = 8

    /// - Parameter terms: As `ArticleVectors` has them, each key once.
    /// - Returns: Nil when no multiplier is found, as for terms made to share their buckets.
    init?(_ terms: [UInt64]) {
        var bits: UInt64 = 6
        while 1 << bits < terms.count * 2 { bits += 1 }
        shift = 64 - bits
        keys = Array(repeating: SIMD4(), count: 1 << bits)
        values = keys
        var counts = [UInt8](repeating: 0, count: 1 << bits)
        var multiplier: UInt64 = 0x9E37_79B9_7F4A_7C15
        for _ in 0..<Self.tries {
            if Self.fill(&keys, &values, &counts, terms, shift, multiplier) {
                self.multiplier = multiplier
                return
            }
            for bucket in keys.indices { (keys[bucket], values[bucket], counts[bucket]) = (SIMD4(), SIMD4(), 0) }
            multiplier = multiplier &* 0xD134_2543_DE82_EF95 &+ 2
            multiplier |= 1
        }
        return nil
    }

    private static func fill(
        _ keys: inout [SIMD4<UInt32>], _ values: inout [SIMD4<UInt32>], _ counts: inout [UInt8], _ terms: [UInt64],
        _ shift: UInt64, _ multiplier: UInt64
    ) -> Bool {
        for term in terms {
            let bucket = Int(truncatingIfNeeded: ((term &>> 32) &* multiplier) &>> shift)
            let place = Int(counts[bucket])
            if place == 4 { return false }
            keys[bucket][place] = UInt32(truncatingIfNeeded: term &>> 32)
            values[bucket][place] = UInt32(truncatingIfNeeded: term)
            counts[bucket] &+= 1
        }
        return true
    }

    /// Compares a family of another article's terms.
    /// - Returns: The sum of the products of the weights, and of the lesser rarities, of what both have.
    @inline(__always)
    func overlap(_ terms: UnsafeBufferPointer<UInt64>, _ range: Range<Int>) -> (product: UInt64, shared: UInt32) {
        var product: UInt64 = 0
        var shared: UInt32 = 0
        keys.withUnsafeBufferPointer { keys in
            values.withUnsafeBufferPointer { values in
                for place in range {
                    let term = terms[place]
                    let bucket = Int(truncatingIfNeeded: ((term &>> 32) &* multiplier) &>> shift)
                    let isEqual = keys[bucket] .== UInt32(truncatingIfNeeded: term &>> 32)
                    // A mask is all ones where it is true. An empty place has neither weight nor rarity, whatever its key.
                    let found = (values[bucket] & unsafeBitCast(isEqual, to: SIMD4<UInt32>.self)).wrappedSum()
                    let own = UInt32(truncatingIfNeeded: term)
                    product &+= UInt64((found & 0xFFFF) &* (own & 0xFFFF))
                    shared &+= min(found &>> 16, own &>> 16)
                }
            }
        }
        return (product, shared)
    }
}

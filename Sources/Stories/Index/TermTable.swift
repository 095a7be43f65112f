/// The terms of one article's vectors, laid out to be asked for many other terms without a branch that cannot be foreseen.
///
/// Most terms that are asked for are not there: a filter tells that of nearly all of them (Bloom 1970, with one hash: keys are
/// hashes already). The others are looked up in buckets of four: a term is compared with all four keys at once. A multiplier
/// is sought that leaves no bucket too full.
struct TermTable {
    /// A bit for every 16 bits that a key has above its family.
    private var filter: [UInt64] = []
    /// Keys of each bucket, and behind them rarity and weight as a term has them.
    private var buckets: [Bucket] = []
    private var shift: UInt64 = 0
    private var multiplier: UInt64 = 0

    fileprivate struct Bucket {
        var keys = SIMD4<UInt32>()
        var values = SIMD4<UInt32>()
    }

    private static let tries = 16

    /// A table without terms, nor memory for any.
    init() {}

    /// Lays terms out instead of those before, in the same memory.
    /// - Parameter terms: As `ArticleVectors` has them, each key once.
    /// - Returns: False when no multiplier is found, as for terms made to share their buckets; the table is of no use then.
    mutating func lay(_ terms: [UInt64]) -> Bool {
        var bits: UInt64 = 5
        while 1 << bits < terms.count { bits += 1 }
        multiplier = 0x9E37_79B9_7F4A_7C15
        for attempt in 1...Self.tries {
            Self.clear(&buckets, 1 << bits, Bucket())
            if Self.fill(&buckets, terms, 64 - bits, multiplier) {
                shift = 64 - bits
                Self.clear(&filter, 1024, 0)
                for term in terms {
                    let bit = Int(truncatingIfNeeded: term &>> 35 & 0xFFFF)
                    filter[bit &>> 6] |= 1 &<< UInt64(bit & 63)
                }
                return true
            }
            multiplier = multiplier &* 0xD134_2543_DE82_EF95 &+ 2
            multiplier |= 1
            if attempt & 3 == 0 { bits += 1 }
        }
        return false
    }

    private static func clear<Element>(_ elements: inout [Element], _ count: Int, _ empty: Element) {
        guard elements.count == count else {
            elements = Array(repeating: empty, count: count)
            return
        }
        elements.withUnsafeMutableBufferPointer { $0.update(repeating: empty) }
    }

    private static func fill(
        _ buckets: inout [Bucket], _ terms: [UInt64], _ shift: UInt64, _ multiplier: UInt64
    ) -> Bool {
        buckets.withUnsafeMutableBufferPointer { buckets in
            for term in terms {
                let key = UInt32(truncatingIfNeeded: term &>> 32)
                let bucket = Int(truncatingIfNeeded: (UInt64(key) &* multiplier) &>> shift)
                // A key of 0 with a value of 0 is an empty place.
                var place = 0
                while buckets[bucket].values[place] != 0 {
                    place &+= 1
                    if place == 4 { return false }
                }
                buckets[bucket].keys[place] = key
                buckets[bucket].values[place] = UInt32(truncatingIfNeeded: term)
            }
            return true
        }
    }

    /// The table for a loop that asks for many terms.
    struct Buckets {
        fileprivate let filter: UnsafeBufferPointer<UInt64>
        fileprivate let buckets: UnsafeBufferPointer<Bucket>
        fileprivate let shift: UInt64
        fileprivate let multiplier: UInt64

        /// 0 for nearly all terms that the article does not have, 1 for those that it has.
        /// - Parameter key: The term's key; bits above the lowest 19 do not matter.
        @inline(__always)
        func passes(_ key: UInt32) -> Int {
            let bits = (filter.baseAddress.unsafelyUnwrapped + Int(key &>> 9 & 1023)).pointee
            return Int(truncatingIfNeeded: bits &>> UInt64(key &>> 3 & 63)) & 1
        }

        /// The rarity and the weight of a term; 0 where the article does not have it.
        @inline(__always)
        func value(of key: UInt32) -> UInt32 {
            let place = Int(truncatingIfNeeded: (UInt64(key) &* multiplier) &>> shift)
            let bucket = buckets.baseAddress.unsafelyUnwrapped + place
            let isEqual = bucket.pointee.keys .== key
            // A mask is all ones where it is true. An empty place has neither weight nor rarity, whatever its key.
            return (bucket.pointee.values & unsafeBitCast(isEqual, to: SIMD4<UInt32>.self)).wrappedSum()
        }
    }

    /// Calls the body with the table's memory.
    @inline(__always)
    func withBuckets(_ body: (Buckets) -> Void) {
        filter.withUnsafeBufferPointer { filter in
            buckets.withUnsafeBufferPointer {
                body(Buckets(filter: filter, buckets: $0, shift: shift, multiplier: multiplier))
            }
        }
    }
}

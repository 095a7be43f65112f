/// Sorting by 32 bits in three passes: the keys are hashes, evenly spread, and there are hundreds of them in each article.
enum RadixSort {
    private static let digit: UInt64 = 11
    private static let buckets = 1 << 11

    /// Sorts by the 32 bits above `shift`, keeping the order of equal ones.
    static func sort<Key: FixedWidthInteger & UnsignedInteger>(_ keys: inout [Key], shift: Key) {
        guard keys.count > 1 else { return }
        var other = keys
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: 3 * buckets) { starts in
            starts.initialize(repeating: 0)
            for key in keys {
                let bits = UInt64(truncatingIfNeeded: key >> shift)
                for pass in 0..<3 { starts[pass &* buckets &+ place(bits, pass)] &+= 1 }
            }
            for pass in 0..<3 {
                var sum: Int32 = 0
                for bucket in pass &* buckets..<(pass &+ 1) &* buckets {
                    (starts[bucket], sum) = (sum, sum &+ starts[bucket])
                }
                keys.withUnsafeBufferPointer { source in
                    other.withUnsafeMutableBufferPointer { target in
                        for key in source {
                            let bucket = pass &* buckets &+ place(UInt64(truncatingIfNeeded: key >> shift), pass)
                            target[Int(starts[bucket])] = key
                            starts[bucket] &+= 1
                        }
                    }
                }
                swap(&keys, &other)
            }
        }
    }

    @inline(__always)
    private static func place(_ bits: UInt64, _ pass: Int) -> Int {
        Int(truncatingIfNeeded: bits &>> (digit &* UInt64(truncatingIfNeeded: pass))) & (buckets &- 1)
    }
}

/// A sparse vector over words: hash above, weight below, sorted by hash.
typealias WordVector = [UInt64]

/// Products of vectors.
enum VectorProduct {
    /// The dot product of two vectors that are sorted by hash.
    static func dot(_ left: WordVector, _ right: WordVector) -> UInt64 {
        left.withUnsafeBufferPointer { left in
            right.withUnsafeBufferPointer { right in
                var (i, j, sum) = (0, 0, UInt64(0))
                while i < left.count && j < right.count {
                    let (a, b) = (left[i] >> 32, right[j] >> 32)
                    if a == b { sum &+= (left[i] & 0xFFFF_FFFF) &* (right[j] & 0xFFFF_FFFF) }
                    i &+= a <= b ? 1 : 0
                    j &+= b <= a ? 1 : 0
                }
                return sum
            }
        }
    }
}

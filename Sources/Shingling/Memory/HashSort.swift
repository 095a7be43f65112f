/// Sorting numbers whose topmost bits are a hash: spread evenly, they nearly find their places by those bits alone.
///
/// A pass into buckets of about one number each, or two where that makes them so many that hardly two numbers share one; then an
/// insertion sort over what is nearly sorted. Numbers that are not spread evenly, which only a hostile text has, are sorted
/// as any are.
struct HashSort: ~Copyable {
    /// Numbers so few that they are inserted at once.
    private static let few = 24
    /// Places that a number may be moved on average before the numbers are no hashes.
    private static let moves = 16
    private static let mostBuckets = 16
    /// Numbers up to which two passes of eight bits each are quicker than one and its disorder.
    private static let mostTwice = 4096

    private var starts = ReusedList<UInt32>()
    private var other = ReusedList<UInt64>()

    /// Sorts the list in ascending order.
    /// - Parameter bits: The bits, from the lowest, that a number may have set.
    mutating func sort(_ keys: inout ReusedList<UInt64>, bits: Int = 64) {
        let count = keys.count
        guard count > Self.few else {
            _ = Self.insert(keys.start, count, moves: .max)
            return
        }
        if count <= Self.mostTwice, bits >= 16 {
            scatter(&keys, shift: bits - 16, bits: 8)
            scatter(&keys, shift: bits - 8, bits: 8)
        } else {
            let wanted = min(Int.bitWidth - count.leadingZeroBitCount - 1, min(bits, Self.mostBuckets))
            scatter(&keys, shift: bits - wanted, bits: wanted)
        }
        if !Self.insert(keys.start, count, moves: Self.moves &* count) {
            var all = UnsafeMutableBufferPointer(start: keys.start, count: count)
            all.sort()
        }
    }

    /// Sorts by some bits, those with equal ones staying in their order.
    private mutating func scatter(_ keys: inout ReusedList<UInt64>, shift: Int, bits: Int) {
        let count = keys.count
        let buckets = 1 << bits
        starts.fill(0, count: buckets)
        other.resize(count)
        let (source, target, starts) = (keys.start, other.start, starts.start)
        let (mask, shift) = (buckets - 1, UInt64(shift))
        for place in 0..<count { starts[Int(truncatingIfNeeded: source[place] &>> shift) & mask] &+= 1 }
        var sum: UInt32 = 0
        for bucket in 0..<buckets {
            let size = starts[bucket]
            starts[bucket] = sum
            sum &+= size
        }
        for place in 0..<count {
            let bucket = Int(truncatingIfNeeded: source[place] &>> shift) & mask
            target[Int(truncatingIfNeeded: starts[bucket])] = source[place]
            starts[bucket] &+= 1
        }
        swap(&keys, &other)
    }

    /// Sorts by insertion.
    /// - Returns: Whether it took no more than so many moves; else the numbers are all there, in some order.
    @inline(__always)
    private static func insert(_ keys: UnsafeMutablePointer<UInt64>, _ count: Int, moves: Int) -> Bool {
        var left = moves
        var place = 1
        while place < count {
            let key = keys[place]
            var hole = place
            while hole > 0, keys[hole &- 1] > key {
                keys[hole] = keys[hole &- 1]
                hole &-= 1
            }
            keys[hole] = key
            left &-= place &- hole
            if left < 0 { return false }
            place &+= 1
        }
        return true
    }
}

internal import CLanes

extension PhraseIndex {
    /// Goes from place to place, eight entries at a time: those that begin at a multiple of eight lie in one cache line.
    struct Probe {
        private let tag: UInt32
        private let tagMask: UInt32
        /// The eight entries that are looked at, and those of them that are still to be told.
        private var first: Int
        private var hits: UInt32
        private var unseen: UInt32

        @inline(__always)
        init(_ start: Int, _ tag: UInt32, _ tagMask: UInt32) {
            (self.tag, self.tagMask) = (tag, tagMask)
            first = (start & ~7) &- 8
            hits = 0
            unseen = .max &<< UInt32(truncatingIfNeeded: start & 7)
        }

        /// Where the next entry is that is empty or has the bits sought.
        @inline(__always)
        mutating func next(_ entries: UnsafePointer<UInt32>, _ count: Int) -> Int {
            while hits == 0 {
                first &+= 8
                if first == count { first = 0 }
                hits = UInt32(storyd_empty_or_equal(entries + first, tag, tagMask)) & unseen
                unseen = .max
            }
            let found = first &+ hits.trailingZeroBitCount
            hits &= hits &- 1
            return found
        }
    }
}

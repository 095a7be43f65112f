internal import CLanes

/// Where the runs of ASCII letters and digits of a text begin and end, found 64 bytes at a time.
struct PlainRuns: ~Copyable {
    /// Bytes that must be readable, and zero, after the text.
    static let lookahead = 64

    /// Where each run begins and ends, one after the other; last the text's end, twice.
    private(set) var places = ReusedList<UInt32>(capacity: 1 << 12)
    /// The place of the next run's beginning.
    var next = 0

    /// Finds the runs of a text.
    mutating func read(_ start: UnsafeRawPointer, count: Int) {
        places.removeAll()
        // Each byte may be a beginning or an end, and so may what follows the text.
        places.resize(count &+ 3)
        next = 0
        var found = 0
        var before: UInt64 = 0
        var base = 0
        while base < count {
            let plain = storyd_plain(start + base)
            var turns = plain ^ (plain &<< 1 | before)
            before = plain &>> 63
            while turns != 0 {
                places.start[found] = UInt32(truncatingIfNeeded: base &+ turns.trailingZeroBitCount)
                found &+= 1
                turns &= turns &- 1
            }
            base &+= 64
        }
        if before != 0 {
            places.start[found] = UInt32(truncatingIfNeeded: base)
            found &+= 1
        }
        places.start[found] = UInt32(truncatingIfNeeded: count)
        places.start[found &+ 1] = UInt32(truncatingIfNeeded: count)
        places.cut(to: found &+ 2)
    }

    /// Runs that are left, at most.
    var left: Int { (places.count &- next) &>> 1 }
}

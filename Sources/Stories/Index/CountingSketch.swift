internal import CPrefetch
import Shingling

/// Document frequencies of shingles that need no postings, in bounded memory: counters shared by hash.
///
/// A count is never too small; it is too large by what the shingles that share its counter add, some
/// (shingles counted / counters) on average. An idf hardly feels that, being a logarithm with a prior inside.
struct CountingSketch {
    private var counters: [UInt16]

    /// - Parameter bits: 2^bits counters of two bytes.
    init(bits: Int) { counters = Array(repeating: 0, count: 1 << bits) }

    /// Counts shingles once more.
    /// - Parameter body: Called with each one's place and new count, at most 65,535.
    @inline(__always)
    mutating func count(_ features: ArraySlice<Feature>, _ body: (Int, UInt32) -> Void) {
        counters.withUnsafeMutableBufferPointer { counters in
            for (number, feature) in features.enumerated() {
                let place = Self.place(of: feature.hash, counters.count)
                if counters[place] < .max { counters[place] &+= 1 }
                body(number, UInt32(counters[place]))
            }
        }
    }

    /// Counts a shingle as at least so many times.
    mutating func raise(_ hash: UInt32, to count: UInt32) {
        let place = place(of: hash)
        counters[place] = max(counters[place], UInt16(clamping: count))
    }

    /// Brings the counters of some shingles into the processor's cache, all at once.
    func prefetch(_ features: ArraySlice<Feature>) {
        counters.withUnsafeBufferPointer { counters in
            guard let base = counters.baseAddress else { return }
            for feature in features { storyd_prefetch(base + place(of: feature.hash)) }
        }
    }

    /// Bytes it takes.
    var memory: Int { counters.count * 2 }

    /// How often a shingle was counted.
    func frequency(_ hash: UInt32) -> UInt32 { UInt32(counters[place(of: hash)]) }

    @inline(__always)
    private func place(of hash: UInt32) -> Int { Self.place(of: hash, counters.count) }

    @inline(__always)
    private static func place(of hash: UInt32, _ count: Int) -> Int {
        Int(truncatingIfNeeded: (UInt64(hash) &* 0x9E37_79B9_7F4A_7C15) >> 32) & (count &- 1)
    }
}

extension CountingSketch: Snapshotted {
    func encode(to writer: SnapshotWriter) throws { try writer.list(counters) }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        counters = try reader.list()
        guard !counters.isEmpty, counters.count & (counters.count - 1) == 0 else { throw SnapshotError() }
    }
}

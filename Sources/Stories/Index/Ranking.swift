/// The few greatest of many candidates, by rank and then by place, the smaller place first among equals.
///
/// One pass; a candidate that is not among the greatest costs a comparison.
struct Ranking {
    private let limit: Int
    private(set) var entries: [(rank: UInt64, place: Int)] = []

    init(limit: Int) {
        self.limit = limit
        entries.reserveCapacity(limit + 1)
    }

    /// The candidates kept, the greatest first.
    var places: [Int] { entries.map(\.place) }

    /// Whether there are as many as are kept.
    var isFull: Bool { entries.count == limit }

    /// Whether a candidate would be kept.
    @inline(__always)
    func admits(_ place: Int, rank: UInt64) -> Bool {
        guard entries.count == limit, let last = entries.last else { return true }
        return Self.precedes((rank, place), last)
    }

    /// Considers a candidate.
    @inline(__always)
    mutating func add(_ place: Int, rank: UInt64) {
        if entries.count == limit, let last = entries.last, !Self.precedes((rank, place), last) { return }
        var index = entries.count
        while index > 0, Self.precedes((rank, place), entries[index - 1]) { index -= 1 }
        entries.insert((rank, place), at: index)
        if entries.count > limit { entries.removeLast() }
    }

    /// Considers a candidate that may be there already: then its greatest rank counts.
    ///
    /// A candidate that had to go comes back with a rank that is great enough, and with no other: in the end those are there
    /// whose greatest ranks are.
    @inline(__always)
    mutating func raise(_ place: Int, rank: UInt64) {
        guard admits(place, rank: rank) else { return }
        if let known = entries.firstIndex(where: { $0.place == place }) {
            guard entries[known].rank < rank else { return }
            entries.remove(at: known)
        }
        add(place, rank: rank)
    }

    @inline(__always)
    private static func precedes(_ left: (rank: UInt64, place: Int), _ right: (rank: UInt64, place: Int)) -> Bool {
        left.rank != right.rank ? left.rank > right.rank : left.place < right.place
    }
}

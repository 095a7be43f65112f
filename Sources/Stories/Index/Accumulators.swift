/// Sums over postings, term at a time, for every article that shares anything with the one being decided.
struct Accumulators {
    /// What is summed for an article.
    enum Lane: Int {
        /// Products of the words' weights, 30 fractional bits.
        case words
        /// Shared phrases' idf, in `Weighting.phraseScale`.
        case phrases
        /// 1 when anything was added.
        case touched
    }

    private static let lanes = 3

    /// The articles with sums, in the order of their first.
    private(set) var touched: [Int] = []
    private var sums: [UInt32] = []

    /// Makes room for one more article.
    mutating func grow() { sums.append(contentsOf: repeatElement(0, count: Self.lanes)) }

    /// One sum of an article.
    @inline(__always)
    func value(_ lane: Lane, _ article: Int) -> UInt32 { sums[article &* Self.lanes &+ lane.rawValue] }

    /// Adds to one sum of an article.
    @inline(__always)
    mutating func add(_ amount: UInt32, _ lane: Lane, _ article: Int) {
        let start = article &* Self.lanes
        if sums[start &+ Lane.touched.rawValue] == 0 {
            sums[start &+ Lane.touched.rawValue] = 1
            touched.append(article)
        }
        sums[start &+ lane.rawValue] &+= amount
    }

    /// Forgets all sums.
    mutating func reset() {
        for article in touched {
            for lane in 0..<Self.lanes { sums[article &* Self.lanes &+ lane] = 0 }
        }
        touched.removeAll(keepingCapacity: true)
    }
}

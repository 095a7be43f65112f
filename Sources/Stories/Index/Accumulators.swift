/// Sums over postings, term at a time, for every article that shares anything with the one being decided.
struct Accumulators {
    /// What is summed for an article.
    enum Lane: UInt64 {
        /// Products of the words' weights, 30 fractional bits.
        case words = 0
        /// Shared phrases' idf, in `Weighting.phraseScale`.
        case phrases = 32
    }

    /// The articles with sums, in no order that means anything.
    private(set) var touched: [UInt32] = []
    /// Both lanes of each article, which are read together.
    private var sums: [UInt64] = []

    /// Makes room for one more article.
    mutating func grow() { sums.append(0) }

    /// One sum of an article.
    @inline(__always)
    func value(_ lane: Lane, _ article: Int) -> UInt32 { UInt32(truncatingIfNeeded: sums[article] &>> lane.rawValue) }

    /// Adds to one sum of an article.
    @inline(__always)
    mutating func add(_ amount: UInt32, _ lane: Lane, _ article: Int) {
        add(UInt64(amount) &<< lane.rawValue, article)
    }

    @inline(__always)
    private mutating func add(_ amount: UInt64, _ article: Int) {
        guard amount > 0 else { return }
        if sums[article] == 0 { touched.append(UInt32(truncatingIfNeeded: article)) }
        sums[article] &+= amount
    }

    /// Adds, for each word, its weight times that of every posting. Sums stay far below 2^32: they are those of the products
    /// of two vectors of length 1.
    mutating func add(_ words: [(slot: Int, weight: UInt32)], of index: PostingTable) {
        index.withPostings { index in
            // All at once: one after the other, each list would have to be waited for.
            for word in words { index.touch(word.slot) }
            sums.withUnsafeMutableBufferPointer { sums in
                for (slot, weight) in words where weight > 0 {
                    for posting in index.postings(of: slot) {
                        let article = PostingTable.article(posting)
                        let amount = UInt64(weight &* PostingTable.weight(posting))
                        guard amount > 0 else { continue }
                        if sums[article] == 0 { touched.append(UInt32(truncatingIfNeeded: article)) }
                        sums[article] &+= amount
                    }
                }
            }
        }
    }

    /// Forgets all sums.
    mutating func reset() {
        for article in touched { sums[Int(article)] = 0 }
        touched.removeAll(keepingCapacity: true)
    }
}

/// Sums over postings, term at a time, for every article that shares anything with the one being decided.
struct Accumulators {
    /// What is summed for an article.
    enum Lane: UInt64 {
        /// Products of the words' weights, 30 fractional bits.
        case words = 0
        /// Shared phrases' idf, in `Weighting.phraseScale`.
        case phrases = 32
    }

    /// Both lanes of each article, which are read together.
    private var sums: [UInt64] = []
    /// Room for every article; the first ones have sums.
    private var places: [UInt32] = []
    private var count = 0

    /// Room for so many articles.
    init(articles: Int = 0) {
        sums = Array(repeating: 0, count: articles)
        places = Array(repeating: 0, count: articles)
    }

    /// The articles with sums, in no order that means anything.
    var touched: some Sequence<Int> { places.prefix(count).lazy.map { Int($0) } }

    /// Makes room for one more article.
    mutating func grow() {
        sums.append(0)
        places.append(0)
    }

    /// One sum of an article.
    @inline(__always)
    func value(_ lane: Lane, _ article: Int) -> UInt32 { UInt32(truncatingIfNeeded: sums[article] &>> lane.rawValue) }

    /// Adds to one sum of an article.
    @inline(__always)
    mutating func add(_ amount: UInt32, _ lane: Lane, _ article: Int) {
        guard amount > 0 else { return }
        if sums[article] == 0 {
            places[count] = UInt32(truncatingIfNeeded: article)
            count &+= 1
        }
        sums[article] &+= UInt64(amount) &<< lane.rawValue
    }

    /// Adds, for each word, its weight times that of every posting. Sums stay far below 2^32: they are those of the products
    /// of two vectors of length 1.
    mutating func add(_ words: [(slot: Int, weight: UInt32)], of index: PostingTable) {
        var count = count
        index.withPostings { index in
            // All at once: one after the other, each list would have to be waited for.
            for word in words { index.prefetch(word.slot) }
            sums.withUnsafeMutableBufferPointer { sums in
                places.withUnsafeMutableBufferPointer { places in
                    for (slot, weight) in words where weight > 0 {
                        for posting in index.postings(of: slot) {
                            let article = PostingTable.article(posting)
                            // Written in any case, and kept by counting: no branch that cannot be foreseen.
                            places[min(count, places.count &- 1)] = UInt32(truncatingIfNeeded: article)
                            count &+= sums[article] == 0 ? 1 : 0
                            sums[article] &+= UInt64(weight &* PostingTable.weight(posting))
                        }
                    }
                }
            }
        }
        self.count = count
    }

    /// Forgets all sums.
    mutating func reset() {
        for place in 0..<count { sums[Int(places[place])] = 0 }
        count = 0
    }
}

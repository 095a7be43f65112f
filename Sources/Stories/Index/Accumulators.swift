/// Sums over postings, term at a time, for every article that shares anything with the one being decided: first those of
/// phrases, then those of words.
struct Accumulators {
    /// For each article the products of the words' weights, 30 fractional bits; the top bit is set where phrases are shared.
    private var words: [UInt32] = []
    /// Shared phrases' idf, in `Weighting.phraseScale`.
    private var phrases: [UInt32] = []
    /// Room for every article and one more; the first ones have sums, of these the first ones sums of phrases.
    private var places: [UInt32] = [0]
    private var count = 0
    private var phraseCount = 0

    fileprivate static let sharesPhrases: UInt32 = 1 << 31
    /// Lists of postings asked for ahead of the one that is read.
    private static let ahead = 3

    /// Room for so many articles.
    init(articles: Int = 0) {
        words = Array(repeating: 0, count: articles)
        phrases = words
        places = words + [0]
    }

    /// The articles with sums of phrases, in no order that means anything.
    var sharingPhrases: some Sequence<Int> { places.prefix(phraseCount).lazy.map { Int($0) } }

    /// Makes room for one more article.
    mutating func grow() {
        words.append(0)
        phrases.append(0)
        places.append(0)
    }

    /// The sum of the phrases that an article shares.
    @inline(__always)
    func phrases(_ article: Int) -> UInt32 { phrases[article] }

    /// Calls the body with each article that shares words or phrases, in no order that means anything, and with both sums.
    @inline(__always)
    func forEach(_ body: (_ article: Int, _ words: UInt32, _ phrases: UInt32) -> Void) {
        words.withUnsafeBufferPointer { words in
            places.withUnsafeBufferPointer { places in
                for place in places[..<phraseCount] {
                    body(Int(place), words[Int(place)] & ~Self.sharesPhrases, phrases[Int(place)])
                }
                for place in places[phraseCount..<count] { body(Int(place), words[Int(place)], 0) }
            }
        }
    }

    /// Sums of phrases that are being added up.
    struct PhraseSums {
        fileprivate let words: UnsafeMutableBufferPointer<UInt32>
        fileprivate let phrases: UnsafeMutableBufferPointer<UInt32>
        fileprivate let places: UnsafeMutableBufferPointer<UInt32>
        fileprivate var count = 0

        /// Adds the idf of a phrase that an article shares.
        @inline(__always)
        mutating func add(_ phrase: UInt32, _ article: Int) {
            guard phrase > 0 else { return }
            if phrases[article] == 0 {
                words[article] = Accumulators.sharesPhrases
                places[count] = UInt32(truncatingIfNeeded: article)
                count &+= 1
            }
            phrases[article] &+= phrase
        }
    }

    /// Calls the body to add up phrases, before the first word.
    mutating func withPhraseSums(_ body: (inout PhraseSums) -> Void) {
        words.withUnsafeMutableBufferPointer { words in
            phrases.withUnsafeMutableBufferPointer { phrases in
                places.withUnsafeMutableBufferPointer { places in
                    var sums = PhraseSums(words: words, phrases: phrases, places: places)
                    body(&sums)
                    count = sums.count
                }
            }
        }
        phraseCount = count
    }

    /// Adds, for each word, its weight times that of every posting. Sums stay far below 2^31: they are those of the products
    /// of two vectors of length 1.
    mutating func add(_ terms: [(slot: Int, weight: UInt32)], of index: PostingTable) {
        var count = count
        index.withPostings { index in
            // All at once: one after the other, each list would have to be waited for. What is long comes a little later.
            for word in terms { index.prefetch(word.slot) }
            for word in terms.prefix(Self.ahead) { index.prefetchRest(word.slot) }
            words.withUnsafeMutableBufferPointer { words in
                places.withUnsafeMutableBufferPointer { places in
                    for (place, (slot, weight)) in terms.enumerated() where weight > 0 {
                        if place &+ Self.ahead < terms.count { index.prefetchRest(terms[place &+ Self.ahead].slot) }
                        for posting in index.postings(of: slot) {
                            let article = PostingTable.article(posting)
                            // Written in any case, and kept by counting: no branch that cannot be foreseen.
                            places[count] = UInt32(truncatingIfNeeded: article)
                            let sum = words[article]
                            count &+= sum == 0 ? 1 : 0
                            words[article] = sum &+ weight &* PostingTable.weight(posting)
                        }
                    }
                }
            }
        }
        self.count = count
    }

    /// Forgets all sums.
    mutating func reset() {
        for place in 0..<phraseCount { phrases[Int(places[place])] = 0 }
        words.withUnsafeMutableBufferPointer { words in
            for place in 0..<count { words[Int(places[place])] = 0 }
        }
        (count, phraseCount) = (0, 0)
    }
}

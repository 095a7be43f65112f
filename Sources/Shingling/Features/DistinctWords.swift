/// The distinct words of an article, in the order of their first mention, with what the families count of them.
struct DistinctWords: ~Copyable {
    struct Word {
        var hash: UInt64
        var stem: UInt64
        /// Times it occurs, and times it is written as a name.
        var count: UInt32
        var nameCount: UInt32
        /// Frequency level of its stem in the text's language; see `WordPrior`.
        var level: UInt8
    }

    private(set) var words = ReusedList<Word>()
    /// The words that are written as names, by the first time they are.
    private(set) var names = ReusedList<UInt32>(capacity: 256)
    /// Times that the first words occur in the lead; the others are not in it.
    private(set) var leadCounts = ReusedList<UInt32>(capacity: 256)
    private var slots = ReusedList<UInt32>(capacity: 2048)
    /// Spreads words over the slots as no other process does, so that no text can be made whose words share one. It does
    /// not show in what comes out.
    private let spread = UInt64.random(in: .min ... .max) | 1

    /// Takes the words of a token stream.
    /// - Parameter levels: One for each token.
    mutating func read(_ stream: borrowing TokenStream, _ levels: UnsafeBufferPointer<UInt8>) {
        words.removeAll()
        names.removeAll()
        let count = stream.count
        var size = 256
        while size < count &* 2 { size *= 2 }
        slots.fill(0, count: size)
        let lead = min(count, stream.titleCount &+ ArticleFeatures.Limit.lead)
        add(stream, levels, 0..<lead)
        leadCounts.resize(words.count)
        for place in 0..<words.count { leadCounts[place] = words[place].count }
        add(stream, levels, lead..<count)
    }

    private mutating func add(
        _ stream: borrowing TokenStream, _ levels: UnsafeBufferPointer<UInt8>, _ range: Range<Int>
    ) {
        let shift = UInt64(slots.count.leadingZeroBitCount &+ 1)
        let mask = slots.count &- 1
        for token in range {
            let hash = stream.hashes[token]
            let flags = stream.flags[token]
            var slot = Int(truncatingIfNeeded: (hash &* spread) &>> shift)
            var word: Int
            while true {
                word = Int(truncatingIfNeeded: slots[slot]) &- 1
                if word < 0 {
                    word = words.count
                    slots[slot] = UInt32(truncatingIfNeeded: word &+ 1)
                    words.append(
                        Word(
                            hash: hash, stem: stream.stems[token], count: 0, nameCount: 0,
                            level: levels[token]))
                    break
                }
                if words[word].hash == hash { break }
                slot = (slot &+ 1) & mask
            }
            words.start[word].count &+= 1
            if flags.isName {
                if words[word].nameCount == 0 { names.append(UInt32(truncatingIfNeeded: word)) }
                words.start[word].nameCount &+= 1
            }
        }
    }
}

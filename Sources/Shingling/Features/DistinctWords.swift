/// The distinct words of an article, in the order of their first mention, with what the families count of them.
struct DistinctWords: ~Copyable {
    struct Word {
        var hash: UInt64
        var stem: UInt64
        /// Times it occurs, and times it is written as a name.
        var count: UInt32
        var nameCount: UInt32
        var isNumber: Bool
        /// Frequency level of its stem in the text's language; see `WordPrior`.
        var level: UInt8
    }

    private(set) var words = ReusedList<Word>()
    /// For each token, its word.
    private(set) var ofToken = ReusedList<UInt32>()
    /// The words that are written as names, by the first time they are.
    private(set) var names = ReusedList<UInt32>(capacity: 256)
    /// Times that the first words occur in the lead; the others are not in it.
    private(set) var leadCounts = ReusedList<UInt32>(capacity: 256)
    /// Times that the first words occur in the tokens by which a language is told.
    private(set) var sampleCounts = ReusedList<UInt32>(capacity: 256)
    private var slots = ReusedList<UInt32>(capacity: 2048)
    /// Spreads words over the slots as no other process does, so that no text can be made whose words share one. It does
    /// not show in what comes out.
    private let spread = UInt64.random(in: .min ... .max) | 1

    /// Takes the words of a token stream.
    mutating func read(_ stream: borrowing TokenStream) {
        words.removeAll()
        names.removeAll()
        let count = stream.count
        var size = 256
        while size < count &* 2 { size *= 2 }
        slots.fill(0, count: size)
        ofToken.resize(count)
        let lead = min(count, stream.titleCount &+ ArticleFeatures.Limit.lead)
        let sample = min(count, LanguageDetector.sample)
        add(stream, 0..<min(lead, sample))
        if lead <= sample { Self.note(words, in: &leadCounts) }
        if sample <= lead { Self.note(words, in: &sampleCounts) }
        add(stream, min(lead, sample)..<max(lead, sample))
        if lead > sample { Self.note(words, in: &leadCounts) }
        if sample > lead { Self.note(words, in: &sampleCounts) }
        add(stream, max(lead, sample)..<count)
    }

    /// Notes the counts so far.
    private static func note(_ words: borrowing ReusedList<Word>, in counts: inout ReusedList<UInt32>) {
        counts.resize(words.count)
        for place in 0..<words.count { counts[place] = words[place].count }
    }

    private mutating func add(_ stream: borrowing TokenStream, _ range: Range<Int>) {
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
                            isNumber: flags.contains(.number), level: 0))
                    break
                }
                if words[word].hash == hash { break }
                slot = (slot &+ 1) & mask
            }
            ofToken[token] = UInt32(truncatingIfNeeded: word)
            words.start[word].count &+= 1
            if flags.isName {
                if words[word].nameCount == 0 { names.append(UInt32(truncatingIfNeeded: word)) }
                words.start[word].nameCount &+= 1
            }
        }
    }

    /// Looks the words up in the table of frequencies.
    mutating func weigh(_ language: WordPrior.Language) {
        WordPrior.prefetch(words.elements, language: language)
        for place in 0..<words.count {
            words.start[place].level = WordPrior.level(
                words[place].stem, isNumber: words[place].isNumber, language: language)
        }
    }

    /// The frequency level of a token's stem.
    @inline(__always)
    func level(ofToken token: Int) -> UInt8 { words[Int(truncatingIfNeeded: ofToken[token])].level }
}

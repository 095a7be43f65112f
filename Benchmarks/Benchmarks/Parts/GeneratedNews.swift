/// News that never happened: articles of about 490 words whose words are as unevenly frequent as those of a language,
/// in stories of a few reports each, with a share of edited copies. The same seed gives the same articles.
struct GeneratedNews {
    /// Share of articles that are edited copies of an earlier one.
    static let copyShare = 0.15
    /// Words an article.
    static let length = 490

    private var state: UInt64
    private let vocabulary: [String]
    private var stories: [[String]] = []
    private var texts: [[String]] = []

    init(seed: UInt64) {
        state = seed
        var made = GeneratedNews.Generator(state: seed &+ 1)
        vocabulary = (0..<60_000).map { rank in made.word(rank: rank) }
    }

    /// Title and text of the next article.
    mutating func next() -> (title: String, text: String) {
        if !texts.isEmpty && chance(Self.copyShare) {
            var copy = texts[index(texts.count)]
            for _ in 0..<10 { copy[index(copy.count)] = common() }
            return article(copy)
        }
        if stories.isEmpty || chance(0.4) {
            // What a story is about: two dozen rare words that its reports share.
            stories.append((0..<24).map { _ in vocabulary[5000 + index(55_000)] })
        }
        let topic = stories[max(0, stories.count - 1 - index(min(200, stories.count)))]
        let words = (0..<Self.length).map { _ in chance(0.12) ? topic[index(topic.count)] : common() }
        texts.append(words)
        if texts.count > 2000 { texts.removeFirst(1000) }
        return article(words)
    }

    private func article(_ words: [String]) -> (String, String) {
        var text = ""
        for (position, word) in words.enumerated() {
            text += position % 17 == 0 ? word.prefix(1).uppercased() + word.dropFirst() : word
            text += position % 17 == 16 ? ". " : " "
        }
        return (words.prefix(9).joined(separator: " "), text)
    }

    /// A word by Zipf's law: rank r about 1/r as often as the first.
    private mutating func common() -> String {
        let uniform = Double(random() >> 11) / Double(1 << 53)
        let rank = Int(pow2(uniform * 15.87)) - 1
        return vocabulary[min(max(rank, 0), vocabulary.count - 1)]
    }

    private func pow2(_ exponent: Double) -> Double {
        let whole = exponent.rounded(.down)
        let fraction = exponent - whole
        // 2^f by its series: exact to four digits, which is all that a frequency needs.
        let series = 1 + fraction * (0.6931 + fraction * (0.2402 + fraction * (0.0558 + fraction * 0.0109)))
        return series * Double(UInt64(1) << UInt64(whole))
    }

    private mutating func chance(_ share: Double) -> Bool { Double(random() >> 11) / Double(1 << 53) < share }
    private mutating func index(_ count: Int) -> Int { Int(random() % UInt64(count)) }

    private mutating func random() -> UInt64 {
        var generator = Generator(state: state)
        defer { state = generator.state }
        return generator.next()
    }

    /// SplitMix64 (Steele, Lea and Flood 2014).
    struct Generator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }

        /// A pronounceable word; frequent ones are short.
        mutating func word(rank: Int) -> String {
            let consonants = Array("bcdfghjklmnprstvw")
            let vowels = Array("aeiou")
            let syllables = rank < 100 ? 1 : rank < 5000 ? 2 : 3
            return (0...syllables).map { _ in
                "\(consonants[Int(next() % 17)])\(vowels[Int(next() % 5)])"
            }.joined()
        }
    }
}

/// Words and names as unevenly frequent as those of a language: the real common words by Zipf's law, made-up ones beyond.
struct Vocabulary {
    private let common = CommonWords.list
    /// The place of a common word for each of 65,536 equal shares of all running words.
    private let shares: [UInt16]
    private let rare: [[UInt8]]
    private let names: [[UInt8]]

    init(random: inout Randomness) {
        var shares: [UInt16] = []
        shares.reserveCapacity(1 << 16)
        let harmonic = (1...common.count).reduce(0.0) { $0 + 1 / Double($1) }
        var sum = 0.0
        for rank in common.indices {
            sum += 1 / Double(rank + 1)
            let end = Int(sum / harmonic * 65536)
            while shares.count < end { shares.append(UInt16(rank)) }
        }
        while shares.count < 1 << 16 { shares.append(UInt16(common.count - 1)) }
        self.shares = shares
        rare = (0..<120_000).map { _ in Self.word(syllables: 2 + random.below(3), &random) }
        names = (0..<40_000).map { number in
            var name = Self.word(syllables: 2 + random.below(2), &random)
            name[0] &-= 32
            // Some have a letter beyond ASCII.
            if number % 40 == 0 { name += Array("é".utf8) }
            return name
        }
    }

    /// A word by its frequency.
    func running(_ random: inout Randomness) -> [UInt8] { common[Int(shares[random.below(1 << 16)])] }

    /// A word that tells what a text is about.
    func telling(_ random: inout Randomness) -> [UInt8] {
        random.chance(0.6) ? common[300 + random.below(common.count - 300)] : rareWord(&random)
    }

    func rareWord(_ random: inout Randomness) -> [UInt8] { rare[random.below(rare.count)] }
    func name(_ random: inout Randomness) -> [UInt8] { names[random.below(names.count)] }

    private static func word(syllables: Int, _ random: inout Randomness) -> [UInt8] {
        var word: [UInt8] = []
        for _ in 0..<syllables {
            word.append(consonants[random.below(consonants.count)])
            word.append(vowels[random.below(vowels.count)])
            if random.chance(0.3) { word.append(consonants[random.below(consonants.count)]) }
        }
        return word
    }

    private static let consonants = Array("bcdfghjklmnprstvwz".utf8)
    private static let vowels = Array("aeiou".utf8)
}

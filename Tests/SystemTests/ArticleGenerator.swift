/// Makes articles of invented words, the same ones for the same seed.
struct ArticleGenerator: RandomNumberGenerator {
    private var state: UInt64
    private var words: [String] = []

    init(seed: UInt64) {
        state = seed
        words = (0..<3000).map { _ in word() }
    }

    /// SplitMix64: https://prng.di.unimi.it/splitmix64.c
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A headline and six sentences; the number keeps two articles from being the same.
    mutating func next(_ number: Int) -> String {
        let sentences = (0..<6).map { _ in sentence(length: Int.random(in: 12...24, using: &self)) + "." }
        return "\(sentence(length: 7))\n\n\(sentences.joined(separator: " "))\n\nReport number \(number) of the day.\n"
    }

    private mutating func sentence(length: Int) -> String {
        let text = (0..<length).map { _ in words[Int.random(in: words.indices, using: &self)] }.joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    private mutating func word() -> String {
        let (consonants, vowels) = (Array("bdfghklmnprstvz"), Array("aeiou"))
        return (0..<Int.random(in: 2...4, using: &self)).map { _ in
            "\(consonants[Int.random(in: consonants.indices, using: &self)])\(vowels[Int.random(in: vowels.indices, using: &self)])"
        }.joined()
    }
}

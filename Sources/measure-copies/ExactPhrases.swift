import Shingling

/// The definition of a copy, computed over all 5-word phrases of all texts: no sample, no candidates, no bound.
///
/// Texts are numbered from 0 in the order in which they are added. Memory grows with their phrases.
struct ExactPhrases {
    /// An earlier text compared with the latest one.
    struct Pair {
        var other: Int
        /// Jaccard similarity of the phrases, 0–1.
        var similarity: Double
        /// Share of the phrases of the text that has fewer, 0–1.
        var containment: Double
        /// Tokens of the shorter text.
        var words: Int

        /// Half of all phrases shared, or four fifths of the shorter text's when it has 50 words.
        var isCopy: Bool { similarity >= 0.5 || words >= 50 && containment >= 0.8 }
    }

    private struct Text {
        var phrases: Int
        var words: Int
    }

    private static let width = 5
    private let shingler = Shingler()
    private var texts: [Text] = []
    private var holders: [UInt64: [Int32]] = [:]
    private var shared: [Int32] = []
    private var byHash: [TextHash: [Int]] = [:]

    /// Adds a text and compares it with every one before.
    /// - Returns: Those that share a phrase with it or, being too short to have one, all its words.
    mutating func add(title: String, text: String, hash: TextHash) -> [Pair] {
        let tokens = shingler.tokens(title: title, text: text)
        let number = texts.count
        guard tokens.count >= Self.width else {
            texts.append(Text(phrases: 0, words: tokens.count))
            shared.append(0)
            defer { byHash[hash, default: []].append(number) }
            return tokens.isEmpty
                ? []
                : byHash[hash, default: []].map { Pair(other: $0, similarity: 1, containment: 1, words: tokens.count) }
        }
        var phrases: Set<UInt64> = []
        for start in 0...(tokens.count - Self.width) {
            // FNV-1a over the tokens: not the hash that the engine uses.
            var key: UInt64 = 0xCBF2_9CE4_8422_2325
            for offset in 0..<Self.width {
                key = (key ^ tokens[start + offset]) &* 0x0000_0100_0000_01B3
                key ^= key >> 29
            }
            phrases.insert(key)
        }
        texts.append(Text(phrases: phrases.count, words: tokens.count))
        shared.append(0)
        var touched: [Int32] = []
        for phrase in phrases {
            for other in holders[phrase, default: []] {
                if shared[Int(other)] == 0 { touched.append(other) }
                shared[Int(other)] += 1
            }
            holders[phrase, default: []].append(Int32(number))
        }
        let pairs = touched.sorted().map { other in
            let both = Int(shared[Int(other)])
            let (one, two) = (texts[number], texts[Int(other)])
            shared[Int(other)] = 0
            return Pair(
                other: Int(other), similarity: Double(both) / Double(one.phrases + two.phrases - both),
                containment: Double(both) / Double(min(one.phrases, two.phrases)), words: min(one.words, two.words))
        }
        return pairs
    }
}

import Testing

@testable import Shingling

@Suite("The short way to the same tokens and features")
struct PlainWordTests {
    /// What words are made of and stand between, the odd more often than in any text.
    private static let pieces = [
        "a", "B", "s", "S", "l", "qu", "Qu", "word", "Word", "WORD", "x1", "7", "1987", "companies", "extraordinarily",
        String(repeating: "z", count: 63), String(repeating: "y", count: 64), String(repeating: "Aa", count: 33), "'",
        "'s", "’s", "’", "‘", "ʼ", "'S", "é", "É", "e\u{301}", "\u{301}", "\u{AD}", "\u{200B}", "ß", "ﬁ", "ﷺ", "½", "京",
        "の", "ที่", "서", "\u{1100}", "\u{1161}", "“", "”", "–", "…", "。", "\u{A0}", "\u{2003}", " ", " ", " ", " ",
        "\n", "\n\n", "\r\n", "\t", "\0", "\u{7F}", ".", "!", "?", ",", "-", "@", "[", "`", "{", "/", ":", "U.S.",
    ]

    @Test("plain words are cut like any others, wherever they stand and whatever is around them")
    func sameTokens() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        func text() -> String {
            (0..<Int.random(in: 0..<80, using: &random)).map { _ in Self.pieces.randomElement(using: &random) ?? "" }
                .joined()
        }
        for _ in 0..<4000 {
            let (title, body) = (text(), text())
            let plainly = Tokenizer.tokens(title: title, text: body)
            let byByte = Tokenizer.tokens(title: title, text: body, readsPlainly: false)
            let isSame =
                plainly.hashes == byByte.hashes && plainly.stems == byByte.stems && plainly.flags == byByte.flags
                && plainly.titleCount == byByte.titleCount
            #expect(isSame, "seed \(seed): \(title.debugDescription) \(body.debugDescription)")
            guard isSame else { return }
        }
    }

    @Test("any scalars, between plain words, are cut the same")
    func anyScalars() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            var text = ""
            for _ in 0..<40 {
                text += ["Plain", "words ", "o'clock ", "it's ", "9. "].randomElement(using: &random) ?? ""
                let value = UInt32.random(in: 0...(Bool.random(using: &random) ? 0x10FFFF : 0x2100), using: &random)
                if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
            }
            let plainly = Tokenizer.tokens(title: "", text: text)
            let byByte = Tokenizer.tokens(title: "", text: text, readsPlainly: false)
            #expect(
                plainly.hashes == byByte.hashes && plainly.stems == byByte.stems && plainly.flags == byByte.flags,
                "seed \(seed)")
        }
    }

    @Test("each family is what counting one word after the other gives", arguments: [20, 200, 2000])
    func families(words: Int) {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let text = (0..<words).map { _ in
            let rank = Int.random(in: 1...Int.random(in: 1...words, using: &random), using: &random)
            return rank % 5 == 0 ? "Name\(rank)" : rank % 7 == 0 ? "\(rank)" : rank % 3 == 0 ? "the" : "w\(rank)x"
        }.joined(separator: " ")
        let features = Shingler().features(title: "A Title", text: text, language: nil)
        let tokens = Tokenizer.tokens(title: "A Title", text: text, readsPlainly: false)
        for family in [Family.words, .names, .lead] {
            var counts: [UInt32: Int] = [:]
            for place in tokens.hashes.indices {
                if family == .names, !tokens.flags[place].isName { continue }
                if family == .lead, place >= tokens.titleCount + ArticleFeatures.Limit.lead { continue }
                counts[UInt32(truncatingIfNeeded: family.hash(tokens.stems[place]) >> 32), default: 0] += 1
            }
            let found = features.features(of: family)
            #expect(found.count == min(counts.count, ArticleFeatures.Limit.features[family.rawValue]))
            #expect(found.map(\.hash) == found.map(\.hash).sorted())
            for feature in found { #expect(Int(feature.count) == min(counts[feature.hash] ?? 0, 255), "seed \(seed)") }
        }
    }

    @Test("hashes are sorted, and what is no hash as well", arguments: [0, 1, 24, 25, 500, 20_000])
    func sorting(count: Int) {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        var sorting = HashSort()
        for (bits, mask) in [(64, UInt64.max), (33, 1 << 33 - 1), (64, 1 << 20 - 1), (64, 3 << 62 | 0xFF)] {
            var keys = ReusedList<UInt64>()
            let numbers = (0..<count).map { _ in random.next() & mask }
            for number in numbers { keys.append(number) }
            sorting.sort(&keys, bits: bits)
            #expect(Array(keys.elements) == numbers.sorted(), "seed \(seed)")
        }
    }

    @Test("features made to find copies are those of any article, without the families")
    func copies() {
        let text = "Some (text) it is, with Names in it and 17 figures; enough words for a phrase or two."
        let all = Shingler().features(title: "A title", text: text, language: "en")
        let copies = Shingler(for: .copies).features(title: "A title", text: text, language: "en")
        #expect(copies.features.isEmpty)
        #expect(!copies.phrases.isEmpty && copies.phrases == all.phrases && copies.specific == all.specific)
        #expect(copies.textHash == all.textHash && copies.opening == all.opening)
    }
}

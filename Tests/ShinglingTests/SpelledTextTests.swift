import Testing

@testable import Shingling

@Suite("Spelling of tokens")
struct SpelledTextTests {
    private func spellings(_ text: String, title: String = "") -> [String] {
        let spelled = SpelledText(title: title, text: text)
        return spelled.hashes.indices.map { spelled.passage($0..<$0 + 1) }
    }

    @Test(
        "each token is spelled as the text has it",
        arguments: [
            ("Sony's boss, Mr. O'Neil, said: no.", ["Sony's", "boss", "Mr", "O'Neil", "said", "no"]),
            ("L'Équipe à Zürich", ["L", "Équipe", "à", "Zürich"]),
            ("北京市长", ["北京", "京市", "市长"]),
            ("tokyo 東京都 2020", ["tokyo", "東京", "京都", "2020"]),
            ("서울시장", ["서울", "울시", "시장"]),
            ("ﬁnance №5", ["ﬁnance", "№5"]),
        ])
    func spelled(text: String, expected: [String]) { #expect(spellings(text) == expected) }

    @Test("a passage is the running text from its first token to its last")
    func passages() {
        let spelled = SpelledText(title: "A title", text: "He said: “Nobody crosses, until it is dry.” So it was.")
        #expect(spelled.titleCount == 2)
        #expect(spelled.passage(0..<2) == "A title")
        #expect(spelled.passage(4..<10) == "Nobody crosses, until it is dry")
        #expect(spelled.isQuoted(4..<10) && !spelled.isQuoted(2..<6) && !spelled.isQuoted(10..<13))
    }

    @Test("features are found again in the text they came from")
    func features() throws {
        let (title, text) = ("Flood at Vellmouth", "The river Orrin rose. Engineers under Marta Quillfeather waited.")
        let features = Shingler().features(title: title, text: text, language: "en")
        let spelled = SpelledText(title: title, text: text)
        for family in Family.allCases {
            let wanted = Set(features.features(of: family).map(\.hash))
            let found = spelled.spellings(of: wanted, family)
            #expect(found.count == wanted.count, "\(family)")
        }
        let names = features.features(of: .names).map(\.hash)
        #expect(Set(spelled.spellings(of: Set(names), .names).values) == ["Orrin", "Marta", "Quillfeather"])
    }

    @Test("any text has one spelling for each token the features are made of")
    func hostile() {
        let pieces = [
            "a", "É", "'s ", "\u{301}", "京", "서", "ﷺ", "\n", "“", ".", "1", "\u{1100}", "\u{1161}", "x\u{AD}y", " ",
        ]
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let length = Int.random(in: 0..<60, using: &random)
            let make = { (0..<length).map { _ in pieces.randomElement(using: &random) ?? "" }.joined() }
            let (title, text) = (make(), make())
            let spelled = SpelledText(title: title, text: text)
            #expect(spelled.hashes == Tokenizer.tokens(title: title, text: text).hashes, "seed \(seed)")
            for place in spelled.hashes.indices { _ = spelled.passage(place..<place + 1) }
            if !spelled.hashes.isEmpty { _ = spelled.isQuoted(0..<spelled.hashes.count) }
        }
    }
}

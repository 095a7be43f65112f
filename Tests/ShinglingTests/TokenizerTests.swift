import Testing

@testable import Shingling

@Suite("Tokens")
struct TokenizerTests {
    /// The hashes of tokens given as plain words.
    private func hashes(_ tokens: [String]) -> [UInt64] { tokens.map(Mixing.bytes) }

    @Test(
        "text of every script is cut into the tokens a reader would expect",
        arguments: [
            ("Hello, World", ["hello", "world"]),
            ("don't can’t O'Brien rock'n'roll", ["dont", "cant", "obrien", "rocknroll"]),
            ("Sony's Sony’s SONY'S reporters' 'quoted'", ["sony", "sony", "sony", "reporters", "quoted"]),
            ("U.S. in 2014: 155,221 bags", ["u", "s", "in", "2014", "155", "221", "bags"]),
            ("l'homme d’État qu'il", ["l", "homme", "d", "e\u{301}tat", "qu", "il"]),
            ("Straße ﬁne ①½ km²", ["strasse", "fine", "11", "2", "km2"]),
            ("cafe\u{301} caf\u{E9} CAFÉ", ["cafe\u{301}", "cafe\u{301}", "cafe\u{301}"]),
            ("co\u{AD}operate zero\u{200B}width", ["cooperate", "zerowidth"]),
            (
                "a\u{A0}b\u{202F}c “quoted” «guillemets» zero\u{2060}join\u{FEFF}ed o\u{FB03}ce",
                ["a", "b", "c", "quoted", "guillemets", "zerojoined", "office"]
            ),
            ("Москва, ПРЕЗИДЕНТ й", ["москва", "президент", "и\u{306}"]),
            ("Αθήνα ΛΌΓΟΣ λόγος", ["αθη\u{301}να", "λο\u{301}γοσ", "λο\u{301}γοσ"]),
            ("العَرَبِيَّة العـــربية", ["العربية", "العربية"]),
            ("שָׁלוֹם שלום", ["שלום", "שלום"]),
            ("हिन्दी में", ["हिन्दी", "में"]),
            ("北京大学", ["北京", "京大", "大学"]),
            ("北京\n大学", ["北京", "京大", "大学"]),
            ("京", ["京"]),
            ("東京タワー", ["東京", "京タ", "タワ", "ワー"]),
            ("ガス ｶﾞｽ", ["カ\u{3099}ス", "スカ\u{3099}", "カ\u{3099}ス"]),
            ("한국어를 배우다", ["한국", "국어", "어를", "배우", "우다"]),
            ("\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}", ["한국"]),
            ("ที่นี่", ["ที่นี่"]),
            ("iPhone发布会2014年", ["iphone", "发布", "布会", "2014", "年"]),
            ("ＡＢＣ　ｄｅｆ", ["abc", "def"]),
            ("", []), ("… — !!!", []), ("\u{301}\u{301}", []),
        ])
    func golden(text: String, expected: [String]) {
        #expect(Tokenizer.tokens(title: "", text: text).hashes == hashes(expected))
    }

    @Test("marks typed in another order are the same letter")
    func canonicalOrder() {
        let first = Tokenizer.tokens(title: "", text: "vie\u{323}\u{302}t").hashes
        #expect(first == Tokenizer.tokens(title: "", text: "vie\u{302}\u{323}t").hashes)
        #expect(first == Tokenizer.tokens(title: "", text: "vi\u{1EC7}t").hashes)
        #expect(first != Tokenizer.tokens(title: "", text: "viet").hashes)
    }

    @Test("a name is a capital inside a sentence, not the capital that opens one")
    func names() {
        let stream = Tokenizer.tokens(
            title: "Big News", text: "Police met Kim. They left U.S. Navy bases.\n\nLater Kim")
        let names = zip(stream.hashes, stream.flags)
            .filter { $0.1.contains(.capital) && !$0.1.contains(.opening) }.map(\.0)
        #expect(names == hashes(["kim", "u", "s", "navy", "kim"]))
        #expect(stream.titleCount == 2)
    }

    @Test("a query's words are found whatever their case, and only whole and all of them")
    func wordSet() {
        let query = WordSet("Müller’s  FERRY")
        #expect(!query.isEmpty)
        #expect(query.isSubset(ofTitle: "Ferry aground", text: "Captain M\u{75}\u{308}ller spoke."))
        #expect(!query.isSubset(ofTitle: "Ferryman", text: "Müller"))
        #expect(!query.isSubset(ofTitle: "", text: ""))
        #expect(WordSet("… — !").isEmpty)
        #expect(WordSet("北京").isSubset(ofTitle: "", text: "他在北京说"))
    }
}

import Testing

@testable import Shingling

@Suite("Features")
struct FeatureTests {
    private let shingler = Shingler()
    private let text = """
        The government of North Korea has a long history of denying responsibility, the spokeswoman said. "If they want \
        to help here, they can admit their culpability and compensate Sony for the damage," she told reporters in \
        Washington on Monday. The café's owner didn't agree.
        """

    @Test("one text has one hash, however it is wrapped, quoted, cased, accented and spaced")
    func textHash() {
        let reference = shingler.features(title: "A Title", text: text, language: nil)
        let forms = [
            text.replacingCharacters(" ", with: "\n"), text.uppercased(), text.replacingCharacters("\"", with: "”"),
            text.replacingCharacters("'", with: "’"), text.replacingCharacters(" ", with: " \u{A0} "),
            text.replacingCharacters("é", with: "e\u{301}"), text + "\n\n", "\u{FEFF}" + text,
        ]
        for form in forms {
            #expect(shingler.features(title: "A Title", text: form, language: nil).textHash == reference.textHash)
        }
        #expect(shingler.features(title: "", text: "A title\n" + text, language: nil).textHash == reference.textHash)
        #expect(shingler.features(title: "B Title", text: text, language: nil).textHash != reference.textHash)
    }

    @Test("features are the same after they were stored", arguments: ["", "x", "two words", "北京大学校长", "long"])
    func encoding(form: String) throws {
        let body = form == "long" ? (0..<20_000).map { "w\($0 % 9_000)" }.joined(separator: " ") : form + text
        let features = shingler.features(title: form, text: body, language: "en-GB")
        #expect(try ArticleFeatures(decoding: features.encoded()) == features)
    }

    @Test("damaged bytes are refused, never trusted")
    func damaged() throws {
        let bytes = shingler.features(title: "", text: text, language: nil).encoded()
        #expect(throws: FeatureError.unknownVersion(99)) { try ArticleFeatures(decoding: [99] + bytes.dropFirst()) }
        for length in 0..<bytes.count {
            #expect(throws: FeatureError.damaged) { try ArticleFeatures(decoding: Array(bytes.prefix(length))) }
        }
        #expect(throws: FeatureError.damaged) { try ArticleFeatures(decoding: bytes + [0]) }
        let language = try #require(bytes.indices.dropLast().first { bytes[$0...].starts(with: [2] + "en".utf8) })
        #expect(throws: FeatureError.damaged) {
            try ArticleFeatures(decoding: bytes[...language] + [0xFF] + bytes[(language + 2)...])
        }
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            var broken = bytes
            for _ in 0..<3 {
                broken[Int.random(in: 1..<broken.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            // Whatever is accepted is well formed: families sorted, in bounds.
            guard let features = try? ArticleFeatures(decoding: broken) else { continue }
            for family in Family.allCases {
                let hashes = features.features(of: family).map(\.hash)
                #expect(zip(hashes, hashes.dropFirst()).allSatisfy { $0 < $1 }, "seed \(seed)")
            }
            #expect(zip(features.phrases, features.phrases.dropFirst()).allSatisfy { $0 < $1 }, "seed \(seed)")
        }
    }

    @Test(
        "the language is told from the text, and taken as declared only where the text leaves it open",
        arguments: [
            ("The president said on Monday that the government would not change its plans for the economy.", "en"),
            (
                "Der Präsident sagte am Montag, dass die Regierung ihre Pläne für die Wirtschaft nicht ändern werde.",
                "de"
            ),
            ("Le président a déclaré lundi que le gouvernement ne changerait pas ses plans pour l'économie.", "fr"),
            ("El presidente dijo el lunes que el gobierno no cambiará sus planes para la economía del país.", "es"),
            ("Президент сказал в понедельник, что правительство не будет менять свои планы и что это не так.", "ru"),
            (
                "Президент заявив у понеділок, що уряд не буде змінювати свої плани щодо економіки та що це не так.",
                "uk"
            ),
            ("قال الرئيس يوم الاثنين إن الحكومة لن تغير خططها في الاقتصاد على الرغم من ذلك", "ar"),
            ("राष्ट्रपति ने सोमवार को कहा कि सरकार अपनी योजनाओं में कोई बदलाव नहीं करेगी और यह है", "hi"),
            ("总统星期一表示，政府不会改变其经济计划，因为这是我们的一个重要的问题，他们没有选择。", "zh"),
            ("大統領は月曜日に、政府は経済計画を変更しないと述べた。これは私たちのために必要なことだと言った。", "ja"),
            ("대통령은 월요일에 정부가 경제 계획을 바꾸지 않을 것이라고 말했다. 이것은 우리가 하는 일이다.", "ko"),
            ("הנשיא אמר ביום שני כי הממשלה לא תשנה את התוכניות שלה על הכלכלה וזה לא נכון", "he"),
        ])
    func language(text: String, expected: String) {
        #expect(shingler.features(title: "", text: text, language: "xx").language == expected)
        #expect(shingler.features(title: "", text: "Zyqx 12", language: "pt-BR").language == "pt")
        #expect(shingler.features(title: "", text: "Zyqx 12", language: nil).language == nil)
    }

    @Test("common words weigh little, rare words and unknown ones much")
    func prior() throws {
        let features = shingler.features(
            title: "", text: text.replacingCharacters(".", with: " Pyongyang."), language: nil)
        func prior(_ word: String) throws -> UInt8 {
            let key = UInt32(truncatingIfNeeded: Family.words.hash(Mixing.bytes(String(word.prefix(5)))) >> 32)
            return try #require(features.features(of: .words).first { $0.hash == key }).prior
        }
        #expect(try prior("the") > 240)
        #expect(try prior("government") > prior("culpability"))
        #expect(try prior("pyongyang") < prior("history"))
    }

    @Test("the logarithm and the exponential are exact to the last digits")
    func exactMath() {
        for x in stride(from: -20.0, through: 20, by: 0.37) {
            #expect(abs(ExactMath.ln(ExactMath.exp(x)) - x) < 1e-12)
        }
        #expect(abs(ExactMath.ln(10) - 2.302585092994046) < 1e-14)
        #expect(abs(ExactMath.exp(1) - 2.718281828459045) < 1e-14)
    }
}

extension String {
    /// A copy with one character replaced everywhere.
    func replacingCharacters(_ character: Character, with replacement: String) -> String {
        split(separator: character, omittingEmptySubsequences: false).joined(separator: replacement)
    }
}

import Testing

@testable import Shingling

@Suite("Stems")
struct StemTests {
    /// The stems of a text's tokens, by whether they are those of another text's.
    private func stems(_ text: String) -> [UInt64] { Tokenizer.tokens(title: "", text: text).stems }

    @Test(
        "words of one root have one stem, in every script, whatever marks their letters carry",
        arguments: [
            ("attack", "attackers"), ("Rettung", "RETTUNGSBOOT"), ("élection", "élections"),
            ("президент", "Президенту"),
            ("الحكومة", "الحكومات"), ("कार्यकर्ता", "कार्यकर्ताओं"), ("κυβέρνηση", "κυβέρνησης"),
        ])
    func oneRoot(left: String, right: String) {
        #expect(stems(left) == stems(right))
        #expect(Tokenizer.tokens(title: "", text: left).hashes != Tokenizer.tokens(title: "", text: right).hashes)
    }

    @Test(
        "what has five letters or fewer, numbers, and pairs of characters are their own stems",
        arguments: ["reefs", "été", "1987", "1226597", "12265971987", "東京都知事", "한국어", "ภาษาไทย"])
    func whole(text: String) {
        let tokens = Tokenizer.tokens(title: "", text: text)
        #expect(tokens.stems == tokens.hashes)
    }

    @Test("marks are no letters: a sixth letter ends the stem, a mark upon the fifth does not")
    func marks() {
        // q and x have no composed forms with a circumflex or a tilde.
        #expect(stems("abcdx\u{302}\u{303}yz") == stems("abcdx\u{302}\u{303}"))
        #expect(stems("abcdx\u{302}yz") != stems("abcdxyz"))
    }
}

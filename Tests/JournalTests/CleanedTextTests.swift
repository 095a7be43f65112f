import Testing

@testable import Journal

@Suite("Cleaned text")
struct CleanedTextTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let what: String
        let text: String
        let cleaned: String
        var testDescription: String { what }
    }

    static let cases = [
        Case(what: "plain text stays", text: "A plain headline.", cleaned: "A plain headline."),
        Case(what: "nothing stays nothing", text: "", cleaned: ""),
        Case(what: "only space is nothing", text: " \n\t ", cleaned: ""),
        Case(what: "whitespace is folded", text: "  a\r\n\tb\u{A0}\u{2028}c\u{3000}d ", cleaned: "a b c d"),
        Case(what: "control characters go", text: "a\u{0}b\u{7}c\u{7F}d\u{85}e\u{8}", cleaned: "abcd e"),
        Case(what: "a colour goes whole", text: "\u{1B}[1;31mred\u{1B}[0m", cleaned: "red"),
        Case(what: "a colour by C1 goes whole", text: "\u{9B}31mred", cleaned: "red"),
        Case(what: "a window title goes whole", text: "a\u{1B}]0;evil\u{7}b", cleaned: "ab"),
        Case(what: "a hyperlink goes whole", text: "\u{1B}]8;;http://x\u{1B}\\text\u{1B}]8;;\u{1B}\\", cleaned: "text"),
        Case(what: "a device string goes whole", text: "a\u{1B}Pq#0\u{1B}\\b\u{90}x\u{9C}c", cleaned: "abc"),
        Case(what: "a two-character sequence goes whole", text: "a\u{1B}cb\u{1B}(0d\u{1B}7e", cleaned: "abde"),
        Case(what: "an escape within an escape goes", text: "\u{1B}\u{1B}[31mx\u{1B}[\u{1B}[0my", cleaned: "xy"),
        Case(what: "a lone escape at the end goes", text: "a\u{1B}", cleaned: "a"),
        Case(what: "an escape before other text goes alone", text: "\u{1B}é", cleaned: "é"),
        Case(what: "an unfinished title ends at the line", text: "a\u{1B}]0;evil\nb", cleaned: "ab"),
        Case(
            what: "bidirectional controls go",
            text: "a\u{202A}\u{202B}\u{202C}\u{202D}\u{202E}b\u{2066}\u{2067}\u{2068}\u{2069}c\u{200E}\u{200F}\u{61C}d",
            cleaned: "abcd"),
        Case(
            what: "zero-width characters go", text: "a\u{200B}b\u{FEFF}c\u{2060}d\u{AD}e\u{200D}f\u{200C}g\u{E0041}h",
            cleaned: "abcdefgh"),
        Case(
            what: "unassigned and private characters go", text: "a\u{378}b\u{E000}c\u{FFFF}d\u{10FFFF}e",
            cleaned: "abcde"),
        Case(what: "Persian keeps its non-joiner", text: "می\u{200C}خواهم", cleaned: "می\u{200C}خواهم"),
        Case(what: "an emoji keeps its joiners", text: "👩\u{200D}🚀 ❤\u{FE0F}", cleaned: "👩\u{200D}🚀 ❤\u{FE0F}"),
        Case(what: "joiners do not pile up", text: "می\u{200C}\u{200C}\u{200D}خ", cleaned: "می\u{200C}خ"),
        Case(what: "accents stay", text: "Zürich e\u{301}té 東京 Москва", cleaned: "Zürich e\u{301}té 東京 Москва"),
    ]

    @Test("text is cleaned", arguments: cases)
    func cleans(_ sample: Case) {
        // Scalars, for Swift's equality of strings is canonical equivalence.
        #expect(Array(sample.text.cleaned(limit: 200).unicodeScalars) == Array(sample.cleaned.unicodeScalars))
    }

    @Test("an unfinished escape string does not swallow a headline")
    func unfinishedString() {
        let text = "\u{1B}]" + String(repeating: "x", count: 257) + "headline"
        #expect(text.cleaned(limit: 200) == "headline")
    }

    @Test("what exceeds the limit is cut to it")
    func cuts() {
        #expect("abcdef".cleaned(limit: 6) == "abcdef")
        #expect("abcdefg".cleaned(limit: 6) == "abcde…")
        #expect("äbcdef\n".cleaned(limit: 6) == "äbcdef")
        #expect("äbcdefg".cleaned(limit: 6) == "äbcde…")
        #expect("äbcd efg".cleaned(limit: 6) == "äbcd…")
        #expect("äbcde fg".cleaned(limit: 6) == "äbcde…")
        #expect("a".cleaned(limit: 0) == "…")
    }

    @Test("junk without end is not read to its end")
    func endlessJunk() {
        let text = "é" + String(repeating: "\u{200B}", count: 3_000_000) + "end"
        #expect(text.cleaned(limit: 200) == "é…")
    }

    @Test("whatever comes in, what goes out is short, clean and cleaned for good")
    func random() {
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix(state: seed)
        let alphabet: [Unicode.Scalar] = [
            "a", "é", "م", " ", "\n", "\u{1B}", "[", "]", "0", ";", "m", "\\", "\u{7}", "\u{9B}", "\u{9C}", "\u{9D}",
            "\u{200B}", "\u{200D}", "\u{202E}", "\u{301}", "\u{E000}", "😀", "\u{FE0F}", "P", "\u{0}",
        ]
        for _ in 0..<5_000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0..<60, using: &random) {
                text.append(alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
            }
            let once = String(text).cleaned(limit: 20)
            #expect(once.unicodeScalars.count <= 20, "seed \(seed)")
            #expect(once.cleaned(limit: 20) == once, "seed \(seed), \(String(text).debugDescription)")
            #expect(!once.contains("\u{1B}") && !once.contains("\n") && !once.contains("\u{202E}"), "seed \(seed)")
        }
    }
}

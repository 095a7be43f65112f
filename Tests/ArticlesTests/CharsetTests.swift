import Articles
import Testing

@Suite("Character sets and files that are no text")
struct CharsetTests {
    private let text =
        "Café owners in Zürich protest\n\nThe owners of forty cafés met on Monday – “enough is enough”, they said, and paid 5 €."

    private func windows1252(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "–": 0x96
            case "“": 0x93
            case "”": 0x94
            case "€": 0x80
            default: UInt8(truncatingIfNeeded: scalar.value)
            }
        }
    }

    @Test("the same text comes out of every character set")
    func sets() {
        let units = Array(text.utf16)
        let little = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        let big = units.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        let expected = read(text).articles
        #expect(expected.first?.title == "Café owners in Zürich protest")
        let forms: [(bytes: [UInt8], charset: String)] = [
            ([0xEF, 0xBB, 0xBF] + Array(text.utf8), "UTF-8"), (windows1252(text), "windows-1252"),
            ([0xFF, 0xFE] + little, "UTF-16LE"), ([0xFE, 0xFF] + big, "UTF-16BE"), (little, "UTF-16LE"),
            (big, "UTF-16BE"),
        ]
        for form in forms {
            let outcome = read(form.bytes)
            #expect(outcome.articles == expected, "\(form.charset)")
            #expect(outcome.summary?.charset == form.charset)
        }
    }

    @Test("a stray byte in good UTF-8 is repaired, not taken for another character set")
    func damage() {
        var bytes = Array(text.utf8)
        bytes.insert(0xFF, at: 60)
        let outcome = read(bytes)
        #expect(outcome.summary?.charset == "UTF-8")
        #expect(outcome.articles.first?.title == "Café owners in Zürich protest")
        #expect(outcome.articles.first?.text.unicodeScalars.filter { $0 == "\u{FFFD}" }.count == 1)
        let cut = read(Array("A text that is cut within its last character, which is a dash –".utf8.dropLast()))
        #expect(cut.articles.first?.text.hasSuffix("a dash \u{FFFD}") == true)
    }

    @Test(
        "a file that is no text is refused and named",
        arguments: [
            ([UInt8]("%PDF-1.7\nabc".utf8), "PDF"), ([0x50, 0x4B, 3, 4, 20, 0], "ZIP archive or office document"),
            ([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A], "PNG image"), ([0x7F, 0x45, 0x4C, 0x46, 2, 1], "ELF program"),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0, 4], "XZ data"),
            ([0, 1, 2, 3, 4, 5, 6, 7, 8, 0x41], "binary data"),
            ([UInt8](repeating: 0, count: 5000), "binary data"), ((0...255).map { UInt8($0) }, "binary data"),
        ])
    func binary(bytes: [UInt8], kind: String) {
        #expect(read(bytes).whole == Refusal(.binary, "not an article (\(kind))"))
    }

    @Test("nothing, and nothing but white space, is empty")
    func empty() {
        for bytes in [[], [0x20], [0x0A, 0x0D, 0x09], [0xEF, 0xBB, 0xBF], [0xFF, 0xFE, 0x20, 0x00]] as [[UInt8]] {
            #expect(read(bytes).whole == Refusal(.empty, "empty"))
        }
    }

    @Test(
        "declared sets of East Asia are read with the characters their users added to them",
        arguments: [
            ("shift_jis", [0x87, 0x40, 0x93, 0x8C, 0x8B, 0x9E, 0x82, 0xC5, 0x81, 0x42], "①東京で。"),
            ("gb2312", [0xD6, 0xEC, 0xE9, 0x46, 0xBB, 0xF9, 0xA1, 0xA3], "朱镕基。"),
            ("euc-kr", [0x8C, 0x63, 0xC7, 0xD1, 0xB1, 0xB9], "똠한국"),
            ("big5", [0xA4, 0xA4, 0xA4, 0xE5, 0xA1, 0x43], "中文。"),
        ] as [(String, [UInt8], String)])
    func eastAsia(charset: String, bytes: [UInt8], text: String) {
        let feed =
            Array("<?xml version='1.0' encoding='\(charset)'?><rss><channel><item><description>".utf8) + bytes
            + Array("</description></item></channel></rss>".utf8)
        #expect(read(feed).articles.first?.text == text)
    }

    @Test("a page's declared character set is used, unless the bytes prove otherwise")
    func declared() {
        func page(_ charset: String) -> String {
            "<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=\(charset)\"><title>T</title></head><body><p>"
        }
        let end = Array("</p></body></html>".utf8)
        let russian = "Паром сел на мель у мыса, пострадавших нет, сообщили в порту во вторник утром."
        let encoded = russian.unicodeScalars.map { scalar -> UInt8 in
            scalar.value >= 0x410 ? UInt8(truncatingIfNeeded: scalar.value - 0x410 + 0xC0) : UInt8(scalar.value)
        }
        let cyrillic = read(Array(page("windows-1251").utf8) + encoded + end)
        #expect(cyrillic.articles.first?.text == russian)
        #expect(cyrillic.summary?.charset == "windows-1251")
        #expect(read(page("iso-8859-1") + russian + "</p></body></html>").articles.first?.text == russian)
        let unknown = read(
            Array(page("no-such-set").utf8) + Array("Caf".utf8) + [0xE9] + Array(" owners met here.".utf8) + end)
        #expect(unknown.articles.first?.text == "Café owners met here.")
    }
}

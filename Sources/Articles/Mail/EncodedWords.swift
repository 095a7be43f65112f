/// Header text with encoded words (RFC 2047): `=?UTF-8?Q?F=C3=A4hre?=`.
enum EncodedWords {
    /// RFC 2047 allows 75 bytes; some writers do not count.
    private static let longest = 2048

    /// The text, on one line.
    static func decode(_ value: [UInt8]) -> String {
        var text: [UInt8] = []
        // Words side by side in one character set may cut a character in two, so their bytes are decoded together.
        var run: (charset: String, bytes: [UInt8])?
        var gap: [UInt8] = []
        var index = 0
        func endRun() {
            if let ended = run { text.append(contentsOf: Charset.decode(ended.bytes, declared: ended.charset).bytes) }
            run = nil
        }
        var plain: [UInt8] = []
        func endPlain() {
            text.append(contentsOf: Charset.decode(plain).bytes)
            plain = []
        }
        while index < value.count {
            if value[index] == 0x3D, let word = Word(value, at: index) {
                endPlain()
                if run?.charset == word.charset {
                    run?.bytes.append(contentsOf: word.bytes)
                } else {
                    endRun()
                    run = (word.charset, word.bytes)
                }
                // Blanks between two words are no part of the text.
                gap = []
                index = word.end
                continue
            }
            if run != nil, ASCII.isSpace(value[index]) {
                gap.append(value[index])
            } else {
                if run != nil {
                    endRun()
                    plain.append(contentsOf: gap)
                    gap = []
                }
                plain.append(value[index])
            }
            index += 1
        }
        endRun()
        endPlain()
        return JSONValue.oneLine(text)
    }

    /// One encoded word.
    private struct Word {
        let charset: String
        let bytes: [UInt8]
        /// Where what follows it begins.
        let end: Int

        init?(_ value: [UInt8], at start: Int) {
            let limit = min(value.count, start + longest)
            guard start + 1 < limit, value[start + 1] == 0x3F,
                let first = value[(start + 2)..<limit].firstIndex(of: 0x3F), first > start + 2, first + 2 < limit,
                value[first + 2] == 0x3F
            else { return nil }
            // A language may follow the character set (RFC 2231).
            let name = value[(start + 2)..<first].prefix { $0 != 0x2A }
            guard name.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
            let content = first + 3
            guard let mark = value[content..<limit].firstIndex(of: 0x3F), mark + 1 < limit, value[mark + 1] == 0x3D
            else { return nil }
            charset = String(decoding: name.map(ASCII.lower), as: UTF8.self)
            switch ASCII.lower(value[first + 1]) {
            case 0x62: bytes = TransferEncoding.base64(value[content..<mark])
            case 0x71:
                let blanks = value[content..<mark].map { $0 == 0x5F ? 0x20 : $0 }
                bytes = TransferEncoding.quotedPrintable(blanks[...])
            default: return nil
            }
            end = mark + 2
        }
    }
}

/// Markdown → text: the marks go, the words stay. Only what would put other words into a text is looked at: headings,
/// quotations, rules and code fences at the beginning of a line, links, images and emphasis within.
enum Markdown {
    /// The text of valid UTF-8.
    static func plain(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            let content = afterMarks(line)
            if !isFence(content) { inline(content, &out) }
            out.append(0x0A)
        }
        return out
    }

    /// The line after the marks of a heading or quotation.
    private static func afterMarks(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var rest = line
        while let first = rest.first(where: { $0 != 0x20 }), first == 0x3E {
            rest = rest.drop { $0 == 0x20 }.dropFirst()
        }
        let marks = rest.prefix { $0 == 0x23 }
        let after = rest.dropFirst(marks.count)
        return (1...6).contains(marks.count) && after.first == 0x20 ? after.dropFirst() : rest
    }

    private static func isFence(_ line: ArraySlice<UInt8>) -> Bool {
        line.starts(with: "```".utf8) || line.starts(with: "~~~".utf8)
    }

    /// Appends a line: of links their words, of images nothing, of emphasis what it emphasises.
    private static func inline(_ line: ArraySlice<UInt8>, _ out: inout [UInt8]) {
        var index = line.startIndex
        while index < line.endIndex {
            let byte = line[index]
            switch byte {
            case 0x5C where index + 1 < line.endIndex && isMark(line[index + 1]):
                out.append(line[index + 1])
                index += 2
                continue
            case 0x21 where index + 1 < line.endIndex && line[index + 1] == 0x5B:
                if let link = link(line, at: index + 1) {
                    index = link.end
                    continue
                }
                out.append(byte)
            case 0x5B:
                if let link = link(line, at: index) {
                    // Its words may be emphasised, but a link holds no link.
                    inline(line[link.words].filter { $0 != 0x5B }[...], &out)
                    index = link.end
                    continue
                }
                out.append(byte)
            case 0x2A, 0x60, 0x5F:
                let run = line[index...].prefix { $0 == byte }
                if !isEmphasis(line, run.startIndex..<run.endIndex) { out.append(contentsOf: run) }
                index = run.endIndex
                continue
            default: out.append(byte)
            }
            index += 1
        }
    }

    private static func isMark(_ byte: UInt8) -> Bool {
        "\\`*_{}[]()#+-.!>|".utf8.contains(byte)
    }

    /// The words and end of `[words](address)` at a bracket. Both ends must come soon, so that a line of brackets costs no
    /// more than its length.
    private static func link(_ line: ArraySlice<UInt8>, at bracket: Int) -> (words: Range<Int>, end: Int)? {
        let words = (bracket + 1)..<min(line.endIndex, bracket + 512)
        guard let close = line[words].firstIndex(of: 0x5D), close + 1 < line.endIndex, line[close + 1] == 0x28 else {
            return nil
        }
        var depth = 1
        for index in (close + 2)..<max(close + 2, min(line.endIndex, close + 2048)) {
            // An address may have brackets of its own, in pairs.
            if line[index] == 0x28 { depth += 1 }
            if line[index] == 0x29 { depth -= 1 }
            if depth == 0 { return ((bracket + 1)..<close, index + 1) }
        }
        return nil
    }

    /// Whether a run of stars, backticks or underscores touches a word, and is not within one: `*so*`, `**so**`, `_so_`;
    /// not `2 * 3` and not `snake_case`.
    private static func isEmphasis(_ line: ArraySlice<UInt8>, _ run: Range<Int>) -> Bool {
        let mark = line[run.lowerBound]
        if mark == 0x60 { return true }
        let before = run.lowerBound > line.startIndex ? line[run.lowerBound - 1] : 0x20
        let after = run.upperBound < line.endIndex ? line[run.upperBound] : 0x20
        guard !ASCII.isSpace(before) || !ASCII.isSpace(after) else { return false }
        return mark == 0x2A || !isWord(before) || !isWord(after)
    }

    private static func isWord(_ byte: UInt8) -> Bool { ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte >= 0x80 }
}

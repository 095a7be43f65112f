/// The block of `name: value` lines between two lines of three hyphens at the top of a text.
///
/// The lines are taken one by one rather than as YAML: trafilatura writes values without quotes, so a headline with a
/// colon in it is no YAML. Quotes, flow lists, lists of `- ` lines and block scalars are understood.
struct FrontMatter {
    /// More than this is no front matter.
    private static let longest = 65536

    /// Where the text after it begins.
    private(set) var end = 0
    private var fields: [(role: JSONArticleFields.Role, rank: Int, value: String)] = []

    /// The front matter at `start`; nil when there is none, or nothing in it says something of an article.
    init?(_ bytes: [UInt8], from start: Int) {
        var lines = LineCursor(bytes, from: start, to: min(bytes.count, start + FrontMatter.longest))
        guard let opening = lines.next(), FrontMatter.isRule(bytes, opening) else { return nil }
        var name: Range<Int>?
        var parts: [String] = []
        while let line = lines.next() {
            if FrontMatter.isRule(bytes, line) || bytes[line].elementsEqual("...".utf8) {
                close(name, &parts, bytes)
                guard !fields.isEmpty else { return nil }
                end = lines.position
                // In order of trust; equals in theirs.
                fields = fields.enumerated()
                    .sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
                return
            }
            guard let first = line.first, bytes[first] != 0x23 else { continue }
            if ASCII.isSpace(bytes[first]) || bytes[first] == 0x2D {
                guard name != nil || line.allSatisfy({ ASCII.isSpace(bytes[$0]) }) else { return nil }
                if let part = FrontMatter.item(bytes[line]) { parts.append(part) }
            } else {
                guard let colon = FrontMatter.colon(bytes, line) else { return nil }
                close(name, &parts, bytes)
                name = line.lowerBound..<colon
                parts += FrontMatter.parts(bytes[(colon + 1)..<line.upperBound])
            }
        }
        return nil
    }

    /// What the fields of a role say, the most trusted first.
    func values(_ role: JSONArticleFields.Role) -> [String] {
        fields.filter { $0.role == role }.map(\.value)
    }

    func first(_ role: JSONArticleFields.Role) -> String? { values(role).first }

    private mutating func close(_ name: Range<Int>?, _ parts: inout [String], _ bytes: [UInt8]) {
        defer { parts = [] }
        guard let name, !parts.isEmpty, let place = JSONArticleFields.place(bytes[name]) else { return }
        let separator = place.role == .byline ? "; " : " "
        fields.append((place.role, place.rank, parts.joined(separator: separator)))
    }

    private static func isRule(_ bytes: [UInt8], _ line: Range<Int>) -> Bool {
        bytes[line].starts(with: "---".utf8) && bytes[line].dropFirst(3).allSatisfy(ASCII.isSpace)
    }

    /// The colon after a name of letters, digits and signs, a blank or nothing after it.
    private static func colon(_ bytes: [UInt8], _ line: Range<Int>) -> Int? {
        guard let colon = bytes[line].firstIndex(of: 0x3A), colon > line.lowerBound, colon - line.lowerBound <= 48,
            bytes[line.lowerBound..<colon].allSatisfy({
                ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x5F || $0 == 0x2D || $0 == 0x2E
            }),
            colon + 1 == line.upperBound || ASCII.isSpace(bytes[colon + 1])
        else { return nil }
        return colon
    }

    /// An indented line: an item of a list, or of a block of text.
    private static func item(_ line: ArraySlice<UInt8>) -> String? {
        var rest = line.drop(while: ASCII.isSpace)
        if rest.starts(with: "- ".utf8) { rest = rest.dropFirst(2) }
        return scalar(rest)
    }

    /// The values after a name: one, or those of a list in square brackets.
    private static func parts(_ value: ArraySlice<UInt8>) -> [String] {
        let trimmed = trim(value)
        // The marks of a block scalar, whose lines follow.
        if [">", "|", ">-", "|-", ">+", "|+"].contains(String(decoding: trimmed, as: UTF8.self)) { return [] }
        if trimmed.first == 0x5B, trimmed.last == 0x5D {
            return trimmed.dropFirst().dropLast().split(separator: 0x2C).compactMap(scalar)
        }
        return scalar(trimmed).map { [$0] } ?? []
    }

    /// A value without its quotes; nil for what means "none".
    private static func scalar(_ value: ArraySlice<UInt8>) -> String? {
        var trimmed = trim(value)
        if let quote = trimmed.first, quote == 0x22 || quote == 0x27, trimmed.count >= 2, trimmed.last == quote {
            trimmed = trimmed.dropFirst().dropLast()
            let text = JSONValue.oneLine(unescaped(trimmed, quote: quote))
            return text.isEmpty ? nil : text
        }
        let text = JSONValue.oneLine(Array(trimmed))
        return ["", "None", "null", "~", "nan"].contains(text) ? nil : text
    }

    /// In double quotes a backslash, in single quotes a second quote.
    private static func unescaped(_ value: ArraySlice<UInt8>, quote: UInt8) -> [UInt8] {
        let escape: UInt8 = quote == 0x22 ? 0x5C : 0x27
        var out: [UInt8] = []
        var isEscaped = false
        for byte in value {
            if byte == escape, !isEscaped {
                isEscaped = true
                continue
            }
            isEscaped = false
            out.append(byte)
        }
        return out
    }

    private static func trim(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var trimmed = bytes.drop(while: ASCII.isSpace)
        while let last = trimmed.last, ASCII.isSpace(last) { trimmed.removeLast() }
        return trimmed
    }
}

/// Walks the lines of a text, their ends (LF or CRLF) left out.
private struct LineCursor {
    private let bytes: [UInt8]
    /// Where the next line begins.
    private(set) var position: Int
    private let end: Int

    init(_ bytes: [UInt8], from start: Int, to end: Int) {
        self.bytes = bytes
        position = start
        self.end = end
    }

    mutating func next() -> Range<Int>? {
        guard position < end else { return nil }
        let start = position
        let feed = bytes[start..<end].firstIndex(of: 0x0A) ?? end
        position = min(feed + 1, end)
        return start..<(feed > start && bytes[feed - 1] == 0x0D ? feed - 1 : feed)
    }
}

/// Tells the headline of a text that does not say which line it is.
enum Headline {
    /// Whether the line reads as a headline over the lines after it.
    /// - Parameters:
    ///   - rest: the lines after it, none of them boilerplate.
    static func isHeadline(_ line: TextLine, of text: TextLines, rest: ArraySlice<TextLine>, now: Int64?) -> Bool {
        let bytes = text.bytes
        guard (8...250).contains(line.range.count), let next = rest.first else { return false }
        let words = LineFeatures.words(bytes, line.range)
        // Scripts without blanks: one "word" of some characters will do.
        guard (2...32).contains(words) || words == 1 && bytes[line.range.lowerBound] >= 0xE0,
            !LineFeatures.core(bytes, line.range).isEmpty
        else { return false }
        guard mayEnd(bytes, line.range) else { return false }
        if ASCII.has("by ", in: bytes, at: line.range.lowerBound) { return false }
        // There has to be an article under it.
        guard rest.prefix(8).reduce(0, { $0 + $1.range.count }) >= line.range.count else { return false }
        if next.blankBefore { return true }
        if rest.prefix(4).contains(where: { sameWords(bytes, line.range, bytes, $0.range) }) { return true }
        if isDate(text, next, now: now) != nil { return true }
        // Without a blank line: what follows is a paragraph or a sentence of its own, not this one wrapped.
        if ASCII.isLower(bytes[line.range.lowerBound]) || ASCII.isLower(bytes[next.range.lowerBound]) { return false }
        return next.range.count >= 100 || next.range.count > 2 * line.range.count
            || LineFeatures.endsSentence(bytes, next.range)
    }

    /// A headline has no full stop, comma or colon at its end, unless the stop is an abbreviation's ("in the U.S.").
    private static func mayEnd(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        switch bytes[range.upperBound &- 1] {
        case 0x2C, 0x3A, 0x3B: return false
        case 0x2E:
            return range.count >= 3 && ASCII.isUpper(bytes[range.upperBound &- 2])
                && !ASCII.isLetter(bytes[range.upperBound &- 3])
        default: break
        }
        let last = bytes[range.upperBound &- 1]
        if last == 0x3F || last == 0x21 || !LineFeatures.endsSentence(bytes, range) { return true }
        // A quotation closed after a full stop is a sentence; after a question or an ellipsis it may be a headline.
        return !bytes[range.suffix(5)].contains(0x2E)
    }

    /// The date a line near the top states, when it states nothing else.
    static func isDate(_ text: TextLines, _ line: TextLine, now: Int64?) -> Timestamp? {
        guard line.range.count <= 60, text.bytes[line.range].contains(where: ASCII.isDigit) else { return nil }
        return Timestamp(parsing: text.bytes[line.range].filter { $0 != 0x7C }, now: now)
    }

    /// Whether two lines have the same letters and digits, in whatever case and punctuation.
    static func sameWords(_ a: [UInt8], _ first: Range<Int>, _ b: [UInt8], _ second: Range<Int>) -> Bool {
        var i = first.lowerBound
        var j = second.lowerBound
        while true {
            let left = letter(a, &i, first.upperBound)
            let right = letter(b, &j, second.upperBound)
            guard left == right else { return false }
            if left == nil { return true }
        }
    }

    private static func letter(_ bytes: [UInt8], _ index: inout Int, _ end: Int) -> UInt8? {
        while index < end {
            let byte = bytes[index]
            index &+= 1
            if ASCII.isLetter(byte) || ASCII.isDigit(byte) { return ASCII.lower(byte) }
            if byte < 0x80 { continue }
            if byte == 0xE2, index &+ 1 < end, bytes[index] == 0x80 {
                // General punctuation: dashes, quotes, ellipsis.
                index &+= 2
                continue
            }
            return byte
        }
        return nil
    }
}

/// The rules that tell boilerplate lines. They are general, none is for a single site, and they err on the side of
/// keeping: a junk line left in costs less than a sentence lost.
enum Boilerplate {
    /// Lines longer than this are paragraphs, whatever words they use; only lists of names are looked for in them.
    private static let longestLine = 300

    static func kind(of bytes: [UInt8], _ line: TextLine) -> LineKind {
        let range = line.range
        if range.count > longestLine {
            guard range.count <= 8192, !LineFeatures.endsSentence(bytes, range) else { return .body }
            return isNameList(bytes, range) ? .junk : .body
        }
        let core = LineFeatures.core(bytes, range)
        if core.isEmpty { return isRule(bytes, range) ? .junk : .body }
        // A line that begins in lower case is the rest of a sentence that was wrapped, if it is not very short.
        let isContinued = ASCII.isLower(bytes[core.lowerBound]) && range.count > 24
        if !isContinued {
            if isCopyright(bytes, range, core) { return .junk }
            if let kind = table.kind(of: bytes, range, core: core) { return kind }
        }
        if LineFeatures.endsSentence(bytes, range) { return .body }
        if !isContinued {
            let separators = LineFeatures.separators(bytes, range)
            if separators >= 3, range.count / (separators + 1) <= 25 { return .junk }
        }
        return isNameList(bytes, range) ? .junk : .body
    }

    /// Whether a line without letters or digits is a rule (`* * *`, `-----`) or bullet, not text in another script.
    private static func isRule(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        bytes[range].allSatisfy { $0 < 0x80 }
    }

    private static func isCopyright(_ bytes: [UInt8], _ range: Range<Int>, _ core: Range<Int>) -> Bool {
        let start = range.lowerBound
        if bytes[start] == 0xC2, range.count >= 2, bytes[start &+ 1] == 0xA9 { return true }
        var next = core.lowerBound
        if ASCII.has("copyright", in: bytes, at: next) {
            next &+= 9
        } else if bytes[start] == 0x28, ASCII.has("c)", in: bytes, at: next) {
            next &+= 2
        } else {
            return false
        }
        while next < range.upperBound, bytes[next] == 0x20 || bytes[next] == 0x3A { next &+= 1 }
        guard next < range.upperBound else { return true }
        return ASCII.isDigit(bytes[next]) || bytes[next] == 0xC2 || ASCII.has("(c)", in: bytes, at: next)
    }

    /// Whether the line is a list of names run together, such as an icon font's: two words in five, and at least six,
    /// begin or end with the same four bytes as one of the two words before.
    private static func isNameList(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var heads: (UInt32, UInt32) = (0, 0)
        var tails: (UInt32, UInt32) = (0, 0)
        var words = 0
        var repeats = 0
        var index = range.lowerBound
        while index < range.upperBound {
            let start = index
            while index < range.upperBound, bytes[index] != 0x20 { index &+= 1 }
            words &+= 1
            if index &- start >= 4 {
                let head = four(bytes, start)
                let tail = four(bytes, index &- 4)
                if head == heads.0 || head == heads.1 || tail == tails.0 || tail == tails.1 { repeats &+= 1 }
                heads = (head, heads.0)
                tails = (tail, tails.0)
            }
            index &+= 1
        }
        return repeats >= 6 && repeats &* 5 >= words &* 2
    }

    /// Four bytes as a number, letters without case.
    @inline(__always)
    private static func four(_ bytes: [UInt8], _ index: Int) -> UInt32 {
        let high = UInt32(bytes[index]) << 24 | UInt32(bytes[index &+ 1]) << 16
        return (high | UInt32(bytes[index &+ 2]) << 8 | UInt32(bytes[index &+ 3])) | 0x2020_2020
    }
}

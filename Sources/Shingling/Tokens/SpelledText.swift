/// A text's tokens with their spelling: what the hashes of features stand for, for a person to read.
package struct SpelledText: Sendable {
    private let tokens: TokenList
    private let spans: [Range<Int>]
    private let title: [UInt8]
    private let text: [UInt8]

    /// Cuts a text into tokens as `Shingler` does.
    package init(title: String, text: String) {
        var tokenizer = Tokenizer(recordsSpans: true)
        tokenizer.read(title: title, text: text)
        tokens = TokenList(tokenizer.stream)
        spans = tokenizer.spans
        self.title = Array(title.utf8)
        self.text = Array(text.utf8)
    }

    /// The tokens' hashes, title first.
    package var hashes: [UInt64] { tokens.hashes }
    /// Tokens of the title.
    package var titleCount: Int { tokens.titleCount }

    /// A run of tokens as it is written, what stands between them included.
    /// - Parameter range: Not empty; within the title or within the text.
    package func passage(_ range: Range<Int>) -> String {
        let bytes = range.lowerBound < titleCount ? title : text
        var end = min(spans[range.upperBound - 1].upperBound, bytes.count)
        let start = min(spans[range.lowerBound].lowerBound, end)
        // A token of a script without spaces ends only where something else begins.
        while end > start, bytes[end - 1] <= UInt8(ascii: " ") { end -= 1 }
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// The first spelling of each of some features of a family, by the features' hashes.
    package func spellings(of wanted: Set<UInt32>, _ family: Family) -> [UInt32: String] {
        var found: [UInt32: String] = [:]
        for (place, stem) in tokens.stems.enumerated() {
            let hash = UInt32(truncatingIfNeeded: family.hash(stem) >> 32)
            if wanted.contains(hash), found[hash] == nil { found[hash] = passage(place..<place + 1) }
        }
        return found
    }

    /// Whether a run of tokens lies within quotation marks.
    package func isQuoted(_ range: Range<Int>) -> Bool {
        guard range.lowerBound >= titleCount else { return false }
        let start = min(spans[range.lowerBound].lowerBound, text.count)
        let end = spans[range.upperBound - 1].upperBound
        return Quotations.ranges(in: text).contains { $0.lowerBound <= start && end <= $0.upperBound }
    }
}

/// Finds what stands between quotation marks.
enum Quotations {
    /// The quoted ranges, in bytes, marks included. A quotation ends with its paragraph at the latest.
    static func ranges(in text: [UInt8]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var opened: (start: Int, closing: [UInt32])?
        text.withUnsafeBufferPointer { bytes in
            var index = 0
            while index < bytes.count {
                let (scalar, width) = UTF8Scalar.decode(bytes, at: index)
                if scalar == 0x0A {
                    opened = nil
                } else if let (start, closing) = opened {
                    if closing.contains(scalar) {
                        result.append(start..<index + width)
                        opened = nil
                    }
                } else if let closing = Self.closing(scalar) {
                    opened = (index, closing)
                }
                index += width
            }
        }
        return result
    }

    /// The marks that close what a mark opens.
    private static func closing(_ opening: UInt32) -> [UInt32]? {
        switch opening {
        case 0x22: [0x22]  // "
        case 0x201C: [0x201D]  // “ ”
        case 0x201E: [0x201C, 0x201D]  // „ “
        case 0xAB: [0xBB]  // « »
        case 0x300C: [0x300D]  // 「 」
        case 0x300E: [0x300F]  // 『 』
        default: nil
        }
    }
}

internal import CLanes

/// A line of text within ``TextLines``.
struct TextLine {
    /// Where its bytes are; never empty.
    var range: Range<Int>
    /// Whether a blank line, or the text's beginning, is before it.
    var blankBefore: Bool
    /// Whether it began with white space.
    var isIndented: Bool
}

/// A text as its lines that are not blank: trimmed, every run of white space one blank, without control characters,
/// byte-order marks, soft hyphens and zero-width spaces.
struct TextLines {
    /// The lines one after the other, with nothing between them.
    private(set) var bytes: [UInt8] = []
    var lines: [TextLine] = []

    /// The lines of valid UTF-8.
    init(_ text: [UInt8]) {
        var lines: [TextLine] = []
        // What comes out is never longer than what went in.
        bytes = Array(unsafeUninitializedCapacity: text.count) { out, count in
            var made = 0
            var lineStart = 0
            var isBlankBefore = true
            var isIndented = false
            var hasGap = false
            var breaks = 0

            func endLine() {
                if made > lineStart {
                    lines.append(
                        TextLine(range: lineStart..<made, blankBefore: isBlankBefore, isIndented: isIndented))
                    lineStart = made
                    breaks = 0
                }
                breaks &+= 1
                isBlankBefore = lines.isEmpty || breaks > 1
                isIndented = false
                hasGap = false
            }

            text.withUnsafeBufferPointer { text in
                var index = 0
                while index < text.count {
                    let byte = text[index]
                    var length = 1
                    switch TextLines.role(text, index, byte, &length) {
                    case .text:
                        if hasGap {
                            if made > lineStart {
                                out[made] = 0x20
                                made &+= 1
                            } else {
                                isIndented = true
                            }
                            hasGap = false
                        }
                        let end = TextLines.plainEnd(text, index &+ length)
                        let from = UnsafeBufferPointer(rebasing: text[index..<end])
                        _ = UnsafeMutableBufferPointer(rebasing: out[made...]).update(fromContentsOf: from)
                        made &+= from.count
                        index = end
                        continue
                    case .gap: hasGap = true
                    case .lineBreak: endLine()
                    case .nothing: break
                    }
                    index &+= length
                }
            }
            endLine()
            count = made
        }
        self.lines = lines
    }

    /// Where ASCII text that needs no change, visible with single blanks between, ends.
    @inline(__always)
    private static func plainEnd(_ text: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        let raw = UnsafeRawBufferPointer(text)
        var index = start
        while index &+ 64 < raw.count, let base = raw.baseAddress {
            let blank = storyd_equal(base + index, 0x20)
            let after = raw[index &+ 64] &- 0x21 < 0x5E ? 0 : blank & 1 << 63
            let found = storyd_odd(base + index)
            let bad = found | blank & (found | blank) >> 1 | after
            if bad != 0 { return index &+ bad.trailingZeroBitCount }
            index &+= 64
        }
        while index &+ 8 < raw.count {
            let word = ByteLanes.load(raw, index)
            let blank = ByteLanes.equal(word, 0x20)
            // A blank is plain when what follows it is visible ASCII; of the last one that is seen in the next byte.
            let after = raw[index &+ 8] &- 0x21 < 0x5E ? 0 : blank & 1 << 63
            let found = word & ByteLanes.high | ByteLanes.below(word, 0x20) | ByteLanes.equal(word, 0x7F)
            let bad = found | blank & (found | blank) >> 8 | after
            if bad != 0 { return index &+ ByteLanes.first(bad) }
            index &+= 8
        }
        while index < raw.count, raw[index] &- 0x21 < 0x5E { index &+= 1 }
        return index
    }

    private enum Role { case text, gap, lineBreak, nothing }

    /// What the character at `index` is; sets `length` when it has more than one byte.
    @inline(__always)
    private static func role(_ text: UnsafeBufferPointer<UInt8>, _ index: Int, _ byte: UInt8, _ length: inout Int)
        -> Role
    {
        if byte > 0x20, byte < 0x7F { return .text }
        switch byte {
        case 0x20, 0x09: return .gap
        case 0x0A, 0x0B, 0x0C: return .lineBreak
        case 0x0D:
            if index &+ 1 < text.count, text[index &+ 1] == 0x0A { length = 2 }
            return .lineBreak
        case 0x00...0x1F, 0x7F: return .nothing
        case 0xC2:
            guard index &+ 1 < text.count else { return .text }
            length = 2
            switch text[index &+ 1] {
            case 0xA0: return .gap
            case 0x85: return .lineBreak
            case 0xAD: return .nothing
            case 0x80...0x9F: return .nothing
            default: return .text
            }
        case 0xE2, 0xE3, 0xEF:
            guard index &+ 2 < text.count else { return .text }
            length = 3
            switch (byte, text[index &+ 1], text[index &+ 2]) {
            case (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xAF), (0xE3, 0x80, 0x80): return .gap
            case (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9): return .lineBreak
            case (0xE2, 0x80, 0x8B), (0xEF, 0xBB, 0xBF): return .nothing
            default: return .text
            }
        default: return .text
        }
    }
}

/// Questions about a line of text.
enum LineFeatures {
    /// The bytes from the first letter or digit to the last, where phrases are looked for.
    static func core(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high, isEdge(bytes[low]) { low &+= 1 }
        while high > low, isEdge(bytes[high &- 1]) { high &-= 1 }
        return low..<high
    }

    /// The number of runs of bytes between blanks. The line has no blanks side by side or at its ends.
    static func words(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        var count = 1
        for index in range where bytes[index] == 0x20 { count &+= 1 }
        return count
    }

    /// The number of separators of menus and trails: `|`, `•`, `›`, `·`, `»`.
    static func separators(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        var count = 0
        for index in range {
            let byte = bytes[index]
            if byte == 0x7C {
                count &+= 1
            } else if byte >= 0x80 {
                // Told by their last byte; what is before it is looked at only then.
                switch byte {
                case 0xA2, 0xBA: if follows(0xE2, 0x80, bytes, index, range) { count &+= 1 }
                case 0xB7, 0xBB: if index > range.lowerBound, bytes[index &- 1] == 0xC2 { count &+= 1 }
                default: break
                }
            }
        }
        return count
    }

    private static func isEdge(_ byte: UInt8) -> Bool {
        byte < 0x80 && !ASCII.isLetter(byte) && !ASCII.isDigit(byte)
    }

    private static func follows(_ a: UInt8, _ b: UInt8, _ bytes: [UInt8], _ index: Int, _ range: Range<Int>) -> Bool {
        index &- 2 >= range.lowerBound && bytes[index &- 2] == a && bytes[index &- 1] == b
    }

    /// Whether the last character, closing quotes and brackets aside, ends a sentence (`.`, `!`, `?`, `…`, `。` and kin).
    static func endsSentence(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        var end = range.upperBound
        while end > range.lowerBound {
            let byte = bytes[end &- 1]
            if byte == 0x22 || byte == 0x27 || byte == 0x29 || byte == 0x5D || byte == 0x20 {
                end &-= 1
            } else if byte == 0x9D || byte == 0x99, follows(0xE2, 0x80, bytes, end &- 1, range) {
                end &-= 3
            } else if byte == 0xBB, end &- 2 >= range.lowerBound, bytes[end &- 2] == 0xC2 {
                end &-= 2
            } else {
                break
            }
        }
        guard end > range.lowerBound else { return false }
        switch bytes[end &- 1] {
        case 0x2E, 0x21, 0x3F: return true
        case 0xA6: return follows(0xE2, 0x80, bytes, end &- 1, range)
        case 0x82: return follows(0xE3, 0x80, bytes, end &- 1, range)
        case 0x81, 0x9F: return follows(0xEF, 0xBC, bytes, end &- 1, range)
        // The Devanagari danda and the Arabic question mark.
        case 0xA4: return follows(0xE0, 0xA5, bytes, end &- 1, range)
        case 0x94: return end &- 2 >= range.lowerBound && bytes[end &- 2] == 0xDB
        default: return false
        }
    }
}

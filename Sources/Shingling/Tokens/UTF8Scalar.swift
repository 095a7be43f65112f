/// Unicode scalars in UTF-8 bytes that come from a `String`, and so are well formed.
enum UTF8Scalar {
    /// The scalar at a byte, and its length in bytes. Never reads beyond the buffer.
    @inline(__always)
    static func decode(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> (scalar: UInt32, width: Int) {
        let first = UInt32(bytes[index])
        let width = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard index &+ width <= bytes.count else { return (0xFFFD, bytes.count &- index) }
        switch width {
        case 1: return (first, 1)
        case 2: return ((first & 0x1F) << 6 | UInt32(bytes[index &+ 1] & 0x3F), 2)
        case 3:
            return (
                (first & 0x0F) << 12 | UInt32(bytes[index &+ 1] & 0x3F) << 6 | UInt32(bytes[index &+ 2] & 0x3F), 3
            )
        default:
            let high = (first & 0x07) << 18 | UInt32(bytes[index &+ 1] & 0x3F) << 12
            return (high | UInt32(bytes[index &+ 2] & 0x3F) << 6 | UInt32(bytes[index &+ 3] & 0x3F), 4)
        }
    }

    /// Writes a scalar at a place in the buffer, which has room for it.
    /// - Returns: The bytes written.
    static func encode(_ scalar: UInt32, into buffer: inout [UInt8], at index: Int) -> Int {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: scalar >> shift & 0x3F | 0x80) }
        if scalar < 0x80 {
            buffer[index] = UInt8(truncatingIfNeeded: scalar)
            return 1
        }
        if scalar < 0x800 {
            buffer[index] = UInt8(truncatingIfNeeded: scalar >> 6 | 0xC0)
            buffer[index &+ 1] = tail(0)
            return 2
        }
        if scalar < 0x10000 {
            buffer[index] = UInt8(truncatingIfNeeded: scalar >> 12 | 0xE0)
            buffer[index &+ 1] = tail(6)
            buffer[index &+ 2] = tail(0)
            return 3
        }
        buffer[index] = UInt8(truncatingIfNeeded: scalar >> 18 | 0xF0)
        buffer[index &+ 1] = tail(12)
        buffer[index &+ 2] = tail(6)
        buffer[index &+ 3] = tail(0)
        return 4
    }

    /// White space beyond ASCII.
    static func isSpace(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000: true
        default: false
        }
    }
}

/// What the tokenizer does with ASCII, without the table.
enum ASCII {
    /// A letter's lower case or a digit; 0 for everything else.
    static let folded: [UInt8] = (0..<128).map { byte in
        switch UInt8(byte) {
        case 65...90: UInt8(byte) | 0x20
        case 97...122, 48...57: UInt8(byte)
        default: 0
        }
    }
    /// Single letters that stand for an article or a pronoun before an apostrophe.
    static let elided = Array("cdjlmnst".utf8)
}

/// The arithmetic of Hangul syllables (Unicode standard, section 3.12).
enum Hangul {
    /// The syllable that two jamo, or a syllable without a final and a jamo, make together.
    static func compose(_ first: UInt32, _ second: UInt32) -> UInt32? {
        switch (first, second) {
        case (0x1100...0x1112, 0x1161...0x1175):
            0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28
        case (0xAC00...0xD7A3, 0x11A8...0x11C2) where (first - 0xAC00) % 28 == 0:
            first + second - 0x11A7
        default: nil
        }
    }
}

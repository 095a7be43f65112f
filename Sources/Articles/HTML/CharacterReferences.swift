internal import CXML

/// Character references of HTML and XML (`&eacute;`, `&#233;`, `&#xE9;`) in text that is not parsed as markup.
enum CharacterReferences {
    /// The text with its references undone; nil when there is none in it.
    static func decoded(_ bytes: [UInt8]) -> [UInt8]? {
        guard var next = reference(in: bytes, from: 0) else { return nil }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var copied = 0
        while true {
            out.append(contentsOf: bytes[copied..<next.start])
            out.append(contentsOf: UTF8.encode(next.scalar) ?? UTF8.encodedReplacementCharacter)
            copied = next.end
            guard let following = reference(in: bytes, from: copied) else { break }
            next = following
        }
        out.append(contentsOf: bytes[copied...])
        return out
    }

    /// The next reference at or after `start` that means a character.
    private static func reference(in bytes: [UInt8], from start: Int) -> (start: Int, end: Int, scalar: Unicode.Scalar)?
    {
        var index = start
        while true {
            let ampersand = ByteLanes.index(of: 0x26, in: bytes, from: index, to: bytes.count)
            guard ampersand < bytes.count else { return nil }
            if let (scalar, end) = scalar(in: bytes, at: ampersand) { return (ampersand, end, scalar) }
            index = ampersand &+ 1
        }
    }

    /// The character that the reference at `ampersand` means and the index after it; nil when it is none.
    static func scalar(in bytes: [UInt8], at ampersand: Int) -> (Unicode.Scalar, end: Int)? {
        var index = ampersand &+ 1
        guard index < bytes.count else { return nil }
        if bytes[index] == 0x23 { return number(in: bytes, from: index &+ 1) }
        let start = index
        // The longest name of HTML 4 has eight letters.
        while index < bytes.count, index &- start <= 8, ASCII.isLetter(bytes[index]) || ASCII.isDigit(bytes[index]) {
            index &+= 1
        }
        guard index < bytes.count, bytes[index] == 0x3B, index > start else { return nil }
        let name = String(decoding: bytes[start..<index], as: UTF8.self)
        if name == "apos" { return ("'", index &+ 1) }
        guard let entity = htmlEntityLookup(name), let scalar = Unicode.Scalar(entity.pointee.value) else { return nil }
        return (scalar, index &+ 1)
    }

    private static func number(in bytes: [UInt8], from start: Int) -> (Unicode.Scalar, end: Int)? {
        var index = start
        var radix: UInt32 = 10
        if index < bytes.count, bytes[index] | 0x20 == 0x78 {
            radix = 16
            index &+= 1
        }
        var value: UInt32 = 0
        let first = index
        while index < bytes.count, index &- first < 8, let digit = digit(bytes[index], radix) {
            value = value &* radix &+ digit
            index &+= 1
        }
        guard index > first, index < bytes.count, bytes[index] == 0x3B else { return nil }
        return (character(value), index &+ 1)
    }

    private static func digit(_ byte: UInt8, _ radix: UInt32) -> UInt32? {
        if ASCII.isDigit(byte) { return UInt32(byte &- 0x30) }
        let letter = (byte | 0x20) &- 0x61
        return radix == 16 && letter < 6 ? UInt32(letter) &+ 10 : nil
    }

    /// What a number means: 128 to 159 are Windows-1252, as browsers take them; what is no character becomes U+FFFD.
    private static func character(_ value: UInt32) -> Unicode.Scalar {
        if (0x80...0x9F).contains(value) {
            return Unicode.Scalar(Charset.windows1252Upper[Int(value &- 0x80)]) ?? "\u{FFFD}"
        }
        if value < 0x20, value != 0x09, value != 0x0A, value != 0x0D { return "\u{FFFD}" }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    /// Whether there is a tag of any name in the text: `<b>`, `</p>`, `<br/>`.
    static func hasTags(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while let open = bytes[index...].firstIndex(of: 0x3C) {
            index = open &+ 1
            guard index < bytes.count else { return false }
            let next = bytes[index]
            if ASCII.isLetter(next) || next == 0x2F || next == 0x21 { return bytes[index...].contains(0x3E) }
        }
        return false
    }
}

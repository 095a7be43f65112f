extension JSONString {
    /// The string's text as valid UTF-8: escapes undone, bad escapes and lone surrogates as U+FFFD, bytes that are not
    /// UTF-8 repaired.
    func decoded(_ bytes: [UInt8]) -> [UInt8] {
        let plain = isEscaped ? unescaped(bytes) : Array(bytes[range])
        return Charset.decode(plain).bytes
    }

    /// Whether it stands there as this word of ASCII letters.
    func `is`(_ word: StaticString, _ bytes: [UInt8]) -> Bool {
        guard !isEscaped, range.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { $0.elementsEqual(bytes[range]) }
    }

    /// Whether it stands there as this word, given in lower case, in whatever case.
    func isAnyCase(_ word: StaticString, _ bytes: [UInt8]) -> Bool {
        !isEscaped && range.count == word.utf8CodeUnitCount && ASCII.has(word, in: bytes, at: range.lowerBound)
    }

    /// Whether it is one line of ASCII that needs no change: no escapes, single blanks, none at its ends.
    func isPlain(_ bytes: [UInt8]) -> Bool {
        guard !isEscaped else { return false }
        var before: UInt8 = 0x20
        for byte in bytes[range] {
            guard byte > 0x20 || byte == 0x20 && before != 0x20, byte < 0x7F else { return false }
            before = byte
        }
        return range.isEmpty || before != 0x20
    }

    /// The same as a string.
    func string(_ bytes: [UInt8]) -> String {
        String(decoding: decoded(bytes), as: UTF8.self)
    }

    private func unescaped(_ bytes: [UInt8]) -> [UInt8] {
        let end = range.upperBound
        return bytes.withUnsafeBytes { raw in
            var out: [UInt8] = []
            out.reserveCapacity(range.count)
            var index = range.lowerBound
            while index < end {
                let run = ByteLanes.index(of: 0x5C, in: raw, from: index, to: end)
                out.append(contentsOf: UnsafeRawBufferPointer(rebasing: raw[index..<run]))
                guard run &+ 1 < end else { break }
                index = run &+ 2
                switch raw[run &+ 1] {
                case 0x6E: out.append(0x0A)
                case 0x74: out.append(0x09)
                case 0x72: out.append(0x0D)
                case 0x62, 0x66: out.append(0x20)
                case 0x22, 0x5C, 0x2F: out.append(raw[run &+ 1])
                case 0x75: JSONString.unicode(bytes, &index, end, into: &out)
                default:
                    out.append(contentsOf: [0xEF, 0xBF, 0xBD])
                    index = run &+ 1
                }
            }
            return out
        }
    }

    /// Appends the character of the four digits at `index` (and of a low surrogate's escape after them).
    private static func unicode(_ bytes: [UInt8], _ index: inout Int, _ end: Int, into out: inout [UInt8]) {
        guard let first = hex(bytes, index, end) else {
            out.append(contentsOf: [0xEF, 0xBF, 0xBD])
            return
        }
        index &+= 4
        var code = first
        if first & 0xFC00 == 0xD800, index &+ 1 < end, bytes[index] == 0x5C, bytes[index &+ 1] == 0x75,
            let second = hex(bytes, index &+ 2, end), second & 0xFC00 == 0xDC00
        {
            index &+= 6
            code = 0x10000 &+ (first & 0x3FF) << 10 &+ second & 0x3FF
        }
        let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
        out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    private static func hex(_ bytes: [UInt8], _ index: Int, _ end: Int) -> UInt32? {
        guard index &+ 4 <= end else { return nil }
        var value: UInt32 = 0
        for byte in bytes[index..<index &+ 4] {
            let digit: UInt8
            if ASCII.isDigit(byte) {
                digit = byte &- 0x30
            } else if (byte | 0x20) &- 0x61 < 6 {
                digit = (byte | 0x20) &- 0x61 &+ 10
            } else {
                return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}

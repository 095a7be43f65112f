/// Questions about single bytes, for text handled as UTF-8 bytes.
enum ASCII {
    @inline(__always) static func lower(_ byte: UInt8) -> UInt8 {
        byte &- 0x41 < 26 ? byte | 0x20 : byte
    }

    @inline(__always) static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte &- 0x09 < 5
    }

    @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    @inline(__always) static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    @inline(__always) static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

    @inline(__always) static func isLower(_ byte: UInt8) -> Bool { byte &- 0x61 < 26 }

    /// Whether `bytes` has `word`, given in lower case, at `index`, letters compared without case.
    static func has(_ word: StaticString, in bytes: [UInt8], at index: Int) -> Bool {
        let count = word.utf8CodeUnitCount
        guard index >= 0, count <= bytes.count &- index else { return false }
        return word.withUTF8Buffer { word in
            for offset in 0..<count where lower(bytes[index &+ offset]) != word[offset] { return false }
            return true
        }
    }
}

/// A run of ASCII letters and digits, read eight bytes at a time.
struct PlainWord {
    /// Bytes that must be readable after the text.
    static let lookahead = 96

    /// Bytes; 0 where no letter or digit stands. What is longer than 64 is measured as longer, however long it is.
    let length: Int
    /// Its hash, once `hash(_:)` was called.
    private(set) var hash: UInt64 = 0
    /// The hash of its stem, likewise.
    private(set) var stem: UInt64 = 0
    /// Whether it has digits only, likewise.
    private(set) var isNumber = false

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    private static let high: UInt64 = 0x8080_8080_8080_8080
    private static let lowerCase: UInt64 = 0x2020_2020_2020_2020

    /// The run that starts here, with `lookahead` bytes to be read.
    @inline(__always)
    init(_ start: UnsafeRawPointer) {
        var length = 0
        while length <= 64 {
            let others = Self.others(start.loadUnaligned(fromByteOffset: length, as: UInt64.self).littleEndian)
            if others != 0 {
                length &+= others.trailingZeroBitCount &>> 3
                break
            }
            length &+= 8
        }
        self.length = length
    }

    /// Hashes it as `Mixing.token` does its lower-case form: a digit's bits are the same with the bit of lower case set.
    @inline(__always)
    mutating func hash(_ start: UnsafeRawPointer) {
        var hash = Mixing.tokenStart(count: length)
        var letters: UInt64 = 0
        var offset = 0
        while offset &+ 8 <= length {
            let word = start.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian
            letters |= word
            hash = Mixing.token(hash, word | Self.lowerCase)
            offset &+= 8
        }
        if offset < length {
            let mask = ~0 &>> UInt64(truncatingIfNeeded: (8 &- (length &- offset)) &* 8)
            let word = start.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian & mask
            letters |= word
            hash = Mixing.token(hash, (word | Self.lowerCase) & mask)
        }
        self.hash = Mixing.tokenEnd(hash)
        // Letters have a bit that digits have not.
        isNumber = letters & (Self.ones &<< 6) == 0
        stem = self.hash
        if length > Stem.letters, !isNumber {
            let first = start.loadUnaligned(as: UInt64.self).littleEndian | Self.lowerCase
            let mask = (UInt64(1) &<< UInt64(Stem.letters &* 8)) &- 1
            stem = Mixing.tokenEnd(Mixing.token(Mixing.tokenStart(count: Stem.letters), first & mask))
        }
    }

    /// Whether it is what Romance languages write before an apostrophe.
    @inline(__always)
    func isElided(_ start: UnsafePointer<UInt8>) -> Bool {
        if length == 1 {
            let letter = start[0] | 0x20
            return letter &- 97 < 26 && Self.elided &>> UInt32(letter &- 97) & 1 == 1
        }
        return length == 2 && start[0] | 0x20 == UInt8(ascii: "q") && start[1] | 0x20 == UInt8(ascii: "u")
    }

    /// A bit for each letter that is elided: c, d, j, l, m, n, s, t.
    private static let elided: UInt32 = 1 << 2 | 1 << 3 | 1 << 9 | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 18 | 1 << 19

    /// The high bit of each of eight bytes that is no letter or digit.
    @inline(__always)
    private static func others(_ word: UInt64) -> UInt64 {
        let seven = word & low
        let lower = seven | lowerCase
        let letters = (lower &+ ones &* 0x1F) & ~(lower &+ ones &* 0x05)
        let digits = (seven &+ ones &* 0x50) & ~(seven &+ ones &* 0x46)
        return (~(letters | digits) | word) & high
    }

    /// Whether an ASCII byte is a letter or a digit.
    @inline(__always)
    static func isPlain(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 || byte &- 48 < 10 }

    /// Whether an ASCII byte ends a sentence.
    @inline(__always)
    static func isTerminator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
    }
}

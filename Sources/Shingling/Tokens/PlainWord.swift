/// A run of ASCII letters and digits, hashed eight bytes at a time as `Mixing.token` hashes its lower-case form.
struct PlainWord {
    let hash: UInt64
    /// The hash of its stem.
    let stem: UInt64
    /// Whether it has digits only.
    let isNumber: Bool

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let lowerCase: UInt64 = 0x2020_2020_2020_2020

    /// The word of this many bytes, at least one, that starts here, with eight bytes to be read from any of them. A digit's
    /// bits are the same with the bit of lower case set.
    @inline(__always)
    init(_ start: UnsafeRawPointer, count: Int) {
        let first = start.loadUnaligned(as: UInt64.self).littleEndian
        let firstBytes = first & Self.mask(min(count, 8))
        var letters = firstBytes
        let begun = Mixing.tokenStart(count: count)
        var state = Mixing.token(begun, firstBytes | Self.lowerCase & Self.mask(min(count, 8)))
        if count > 8 {
            var offset = 8
            while offset < count {
                let mask = Self.mask(min(count &- offset, 8))
                let word = start.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian & mask
                letters |= word
                state = Mixing.token(state, word | Self.lowerCase & mask)
                offset &+= 8
            }
        }
        let hash = Mixing.tokenEnd(state)
        // Letters have a bit that digits have not.
        isNumber = letters & (Self.ones &<< 6) == 0
        let stemMask = Self.mask(Stem.letters)
        let stem = Mixing.tokenEnd(
            Mixing.token(Mixing.tokenStart(count: Stem.letters), (first | Self.lowerCase) & stemMask))
        self.hash = hash
        self.stem = count > Stem.letters && !isNumber ? stem : hash
    }

    /// The lowest bytes, 1–8 of them.
    @inline(__always)
    private static func mask(_ bytes: Int) -> UInt64 { ~0 &>> UInt64(truncatingIfNeeded: (8 &- bytes) &* 8) }

    /// Whether it is what Romance languages write before an apostrophe.
    @inline(__always)
    static func isElided(_ start: UnsafePointer<UInt8>, count: Int) -> Bool {
        if count == 1 {
            let letter = start[0] | 0x20
            return letter &- 97 < 26 && Self.elided &>> UInt32(letter &- 97) & 1 == 1
        }
        return count == 2 && start[0] | 0x20 == UInt8(ascii: "q") && start[1] | 0x20 == UInt8(ascii: "u")
    }

    /// A bit for each letter that is elided: c, d, j, l, m, n, s, t.
    private static let elided: UInt32 = 1 << 2 | 1 << 3 | 1 << 9 | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 18 | 1 << 19

    /// Whether an ASCII byte is a letter or a digit.
    @inline(__always)
    static func isPlain(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 || byte &- 48 < 10 }

    /// Whether an ASCII byte ends a sentence.
    @inline(__always)
    static func isTerminator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ".") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
    }
}

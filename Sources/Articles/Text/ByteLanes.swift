internal import CLanes

/// Questions about eight bytes at once, asked of a 64-bit word. An answer has the high bit of each byte set for which it is
/// yes, the first byte of memory the lowest.
///
/// The formulas are the exact ones of "Hacker's Delight", chapter 6: no byte's answer depends on its neighbours.
enum ByteLanes {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
    static let high: UInt64 = 0x8080_8080_8080_8080

    /// The eight bytes at `index`, which must be there.
    @inline(__always)
    static func load(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    }

    /// Which bytes are `byte`.
    @inline(__always)
    static func equal(_ word: UInt64, _ byte: UInt8) -> UInt64 {
        let different = word ^ ones &* UInt64(byte)
        return ~((different & low) &+ low | different) & high
    }

    /// Which bytes are below `byte`, which is at most 0x80.
    @inline(__always)
    static func below(_ word: UInt64, _ byte: UInt8) -> UInt64 {
        ~((word & low) &+ ones &* UInt64(0x80 &- byte) | word) & high
    }

    /// The place, 0–7, of the first byte an answer says yes for; the answer must not be zero.
    @inline(__always)
    static func first(_ answer: UInt64) -> Int { answer.trailingZeroBitCount >> 3 }

    /// Asks 64 bytes at once, from `index` on, for as long as they lie before `end`; then `index` is where the rest begins.
    /// - Parameter question: The answer for the 64 bytes that start there, a bit for each, the first one's the lowest.
    /// - Returns: The index of the first byte that an answer says yes for.
    @inline(__always)
    static func wide(
        _ bytes: UnsafeRawBufferPointer, _ index: inout Int, _ end: Int, _ question: (UnsafeRawPointer) -> UInt64
    ) -> Int? {
        guard let base = bytes.baseAddress else { return nil }
        while index &+ 64 <= end {
            let answer = question(base + index)
            if answer != 0 { return index &+ answer.trailingZeroBitCount }
            index &+= 64
        }
        return nil
    }

    /// The index of the first `byte` from `start` on, or `end`.
    static func index(of byte: UInt8, in bytes: [UInt8], from start: Int, to end: Int) -> Int {
        bytes.withUnsafeBytes { index(of: byte, in: $0, from: start, to: end) }
    }

    /// The same in bytes of any kind.
    static func index(of byte: UInt8, in bytes: UnsafeRawBufferPointer, from start: Int, to end: Int) -> Int {
        var index = start
        if let found = wide(bytes, &index, end, { storyd_equal($0, byte) }) { return found }
        while index < end, bytes[index] != byte { index &+= 1 }
        return index
    }
}

/// The one hash everything is built on: 64 × 64 → 128-bit multiplications, folded.
///
/// The same on every machine and in every version of storyd: hashes are kept in ledgers, and the word-frequency table is
/// generated with them (`CWordPrior/generate.py` repeats `token` and `language`).
package enum Mixing {
    // Digits of pi, made odd.
    private static let seed: UInt64 = 0x243F_6A88_85A3_08D3
    private static let multiplier: UInt64 = 0x1319_8A2E_0370_7345
    private static let finish: UInt64 = 0xA409_3822_299F_31D1
    private static let language: UInt64 = 0x082E_FA98_EC4E_6C89
    private static let pairLeft: UInt64 = 0x4528_21E6_38D0_1377
    private static let pairRight: UInt64 = 0xBE54_66CF_34E9_0C6D
    package static let textHigh: UInt64 = 0xC0AC_29B7_C97C_50DD
    package static let textLow: UInt64 = 0x3F84_D5B5_B547_0917

    /// High half xor low half of the 128-bit product.
    @inline(__always)
    package static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
        let product = a.multipliedFullWidth(by: b)
        return product.high ^ product.low
    }

    /// An order-sensitive hash of two hashes.
    @inline(__always)
    package static func pair(_ a: UInt64, _ b: UInt64) -> UInt64 { fold(a ^ pairLeft, b ^ pairRight) }

    /// The hash of a token's bytes.
    @inline(__always)
    static func token(_ bytes: UnsafePointer<UInt8>, count: Int) -> UInt64 {
        var hash = tokenStart(count: count)
        var offset = 0
        while offset &+ 8 <= count {
            hash = token(hash, UnsafeRawPointer(bytes + offset).loadUnaligned(as: UInt64.self).littleEndian)
            offset &+= 8
        }
        if offset < count {
            var word: UInt64 = 0
            var shift: UInt64 = 0
            while offset < count {
                word |= UInt64(bytes[offset]) &<< shift
                shift &+= 8
                offset &+= 1
            }
            hash = token(hash, word)
        }
        return tokenEnd(hash)
    }

    // The same in steps: the start, each eight bytes (the last ones filled up with zeros), the end.

    @inline(__always)
    static func tokenStart(count: Int) -> UInt64 { seed ^ UInt64(truncatingIfNeeded: count) }

    @inline(__always)
    static func token(_ hash: UInt64, _ word: UInt64) -> UInt64 { fold(hash ^ word, multiplier) }

    @inline(__always)
    static func tokenEnd(_ hash: UInt64) -> UInt64 { fold(hash ^ finish, multiplier) }

    /// The hash of any bytes, for addresses and names of outlets.
    package static func bytes(_ text: String) -> UInt64 {
        var text = text
        return text.withUTF8 { buffer in
            guard let start = buffer.baseAddress else { return fold(seed ^ finish, multiplier) }
            return token(start, count: buffer.count)
        }
    }

    /// The hash of a file's bytes, for knowing it again. It is no cryptographic hash.
    package static func content(_ bytes: [UInt8]) -> UInt64 {
        bytes.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return fold(seed ^ finish, multiplier) }
            return token(start, count: buffer.count)
        }
    }

    /// 0 for zero, 1 for all else, without a branch.
    @inline(__always)
    static func one(unlessZero bits: UInt64) -> Int { Int(truncatingIfNeeded: (bits | (0 &- bits)) &>> 63) }

    /// The key of a token in the word-frequency table; language 0 holds the numbers of all languages.
    @inline(__always)
    static func prior(_ token: UInt64, language number: Int) -> UInt64 {
        fold(token ^ language, language &+ 2 &* UInt64(truncatingIfNeeded: number))
    }
}

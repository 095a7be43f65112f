public import Shingling

/// A story's lasting name: 65 bits, written as 13 characters of Crockford base 32 in lower case.
///
/// It is a hash of the founding article's normalised text and of how many earlier stories that text founded, so
/// a replay of the same articles gives the same names.
public struct StoryID: Hashable, Sendable {
    /// Characters in a name.
    public static let length = 13
    /// Crockford's digits: no i, l, o, u.
    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// The first of the 65 bits, 0 or 1.
    private let high: UInt8
    /// The other 64 bits.
    private let low: UInt64

    /// The name of a story.
    /// - Parameters:
    ///   - text: The hash of the founding article's normalised text.
    ///   - generation: How many earlier stories that text founded.
    public init(founding text: TextHash, generation: Int) {
        let salted = text.salted(UInt64(truncatingIfNeeded: generation))
        high = UInt8(salted.high & 1)
        low = salted.low
    }

    /// Reads a whole name, in either case. Nil unless it is 13 digits of Crockford base 32 that stand for 65 bits.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == Self.length else { return nil }
        var high: UInt8 = 0
        var low: UInt64 = 0
        for byte in bytes {
            let lower = byte >= 65 && byte <= 90 ? byte | 0x20 : byte
            guard let digit = Self.digits.firstIndex(of: lower) else { return nil }
            high = UInt8(truncatingIfNeeded: low >> 59)
            low = low << 5 | UInt64(digit)
        }
        // 13 digits are exactly 65 bits: what the last shift pushed out is the first of them.
        self.high = high & 1
        self.low = low
    }

    /// The 65 bits as two numbers, and back.
    var words: (high: UInt64, low: UInt64) { (UInt64(high), low) }
    init(words: (high: UInt64, low: UInt64)) {
        high = UInt8(words.high & 1)
        low = words.low
    }

    /// The first 8 characters, for a person to read.
    public var short: String { String(description.prefix(8)) }
}

extension StoryID: CustomStringConvertible {
    /// The whole name.
    public var description: String {
        var text = [UInt8](repeating: 0, count: Self.length)
        var rest = low
        for place in stride(from: Self.length - 1, through: 1, by: -1) {
            text[place] = Self.digits[Int(rest & 31)]
            rest >>= 5
        }
        // Twelve digits took 60 bits; the first has the remaining four and the topmost bit.
        text[0] = Self.digits[Int(rest) | Int(high) << 4]
        return String(decoding: text, as: UTF8.self)
    }
}

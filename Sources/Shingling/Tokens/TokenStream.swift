/// The tokens of an article, in order, as hashes: no token is ever a `String`.
struct TokenStream {
    /// What is known of a token beside its hash.
    struct Flags: OptionSet {
        let rawValue: UInt8
        /// Its first letter is a capital.
        static let capital = Flags(rawValue: 1)
        /// It opens a sentence, or stands in the title: its capital says nothing.
        static let opening = Flags(rawValue: 2)
        /// ASCII digits only.
        static let number = Flags(rawValue: 4)
    }

    /// Token hashes, title first.
    var hashes: [UInt64] = []
    /// One for each token.
    var flags: [Flags] = []
    /// Tokens of the title.
    var titleCount = 0
    /// The hash of all tokens together.
    var textHash = TextHash(high: Mixing.textHigh, low: Mixing.textLow)

    /// Adds a token.
    @inline(__always)
    mutating func append(_ hash: UInt64, _ tokenFlags: Flags) {
        hashes.append(hash)
        flags.append(tokenFlags)
        textHash.high = Mixing.fold(textHash.high ^ hash, Mixing.textHigh)
        textHash.low = Mixing.fold(textHash.low &+ hash, Mixing.textLow)
    }
}

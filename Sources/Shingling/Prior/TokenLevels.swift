/// How common the stem of each token of a text is in the text's language; see `WordPrior`.
struct TokenLevels: ~Copyable {
    /// One for each token.
    private(set) var levels = ReusedList<UInt8>()
    /// What was last found in the table, the same words coming again and again: a key with its lowest byte replaced by the
    /// level, at the place that the key's lowest bits say. The table is large, this stays in the cache.
    private var recent = ReusedList<UInt64>(capacity: Self.recentCount)
    private static let recentCount = 1 << 13

    private var keys = ReusedList<UInt64>()
    /// The tokens whose key is not among them.
    private var missing = ReusedList<UInt32>()
    private var misses = 0
    /// The language they were last looked up in.
    private(set) var language = WordPrior.Language.unknown

    init() {
        // Of keys that belong at other places.
        recent.fill(0, count: Self.recentCount)
        for place in 0..<256 { recent[place] = .max }
    }

    /// Looks up the tokens of a stream as far as they are among the recent ones, and asks for the memory of the others: until
    /// that is there, something else can be done.
    /// - Parameter language: The language the text is in, or is likely to be in; `read` is told which it was.
    mutating func lookUp(_ stream: borrowing TokenStream, language: WordPrior.Language) {
        let count = stream.count
        levels.removeAll()
        levels.resize(count)
        keys.removeAll()
        keys.resize(count)
        missing.removeAll()
        missing.resize(count)
        let (levels, keys, missing, recent) = (levels.start, keys.start, missing.start, recent.start)
        let (stems, flags) = (stream.stems.start, stream.flags.start)
        var misses = 0
        // No branch depends on a word: none could be foretold.
        for token in 0..<count {
            let number = flags[token].contains(.number) ? 0 : language.number
            let key = Mixing.prior(stems[token], language: number)
            let entry = recent[Int(truncatingIfNeeded: key) & (Self.recentCount &- 1)]
            keys[token] = key
            levels[token] = UInt8(truncatingIfNeeded: entry)
            missing[misses] = UInt32(truncatingIfNeeded: token)
            misses &+= Mixing.one(unlessZero: (entry ^ key) &>> 8)
        }
        for place in 0..<misses { WordPrior.prefetch(key: keys[Int(truncatingIfNeeded: missing[place])]) }
        self.misses = misses
        self.language = language
    }

    /// Completes the levels of a stream that was looked up.
    mutating func read(_ stream: borrowing TokenStream, language: WordPrior.Language) {
        if language != self.language { lookUp(stream, language: language) }
        let (levels, keys, missing, recent) = (levels.start, keys.start, missing.start, recent.start)
        for place in 0..<misses {
            let token = Int(truncatingIfNeeded: missing[place])
            let key = keys[token]
            let level = WordPrior.level(ofKey: key)
            levels[token] = level
            recent[Int(truncatingIfNeeded: key) & (Self.recentCount &- 1)] = key & ~0xFF | UInt64(level)
        }
        guard language == .unknown else { return }
        for token in 0..<stream.count where !stream.flags[token].contains(.number) { levels[token] = 0 }
    }
}

internal import CPrefetch
import CWordPrior

/// Tells the language of a text from its commonest words.
struct LanguageDetector: ~Copyable {
    /// Tokens looked at: a few paragraphs say as much as the whole.
    static let sample = 256
    /// Common words needed for an answer.
    private static let evidence = 3
    /// Languages compared word by word when their common words are too alike.
    private static let finalists = 3

    /// What was last found for words, the same words coming again and again: a token and its languages, at the place that its
    /// lowest bits say.
    private var recent = ReusedList<Entry>(capacity: Self.recentCount)
    private static let recentCount = 1 << 12

    /// For each token looked at its languages; room for three more.
    private var masks = ReusedList<UInt64>(capacity: Self.sample + 3)
    private var missing = ReusedList<UInt32>(capacity: Self.sample)
    private var misses = 0

    struct Entry {
        var token: UInt64
        var languages: UInt64
    }

    init() {
        // Of no token: each is at its own place.
        recent.fill(Entry(token: 1, languages: 0), count: Self.recentCount)
        recent[1] = Entry(token: 0, languages: 0)
    }

    /// The language of a text, or unknown when too few of its words are common in any.
    /// - Parameter stream: What was looked up before.
    mutating func language(of stream: borrowing TokenStream) -> WordPrior.Language {
        let count = min(stream.count, Self.sample)
        var tally = languages(of: UnsafeBufferPointer(start: stream.hashes.start, count: count))
        guard let first = tally.next(), first.hits >= max(Self.evidence, count / 12) else { return .unknown }
        var best = (number: first.number, score: -1)
        var others = 0
        while others < Self.finalists - 1 {
            guard let next = tally.next(), next.hits * 4 >= first.hits * 3 else { break }
            if others == 0 { best.score = Self.score(first.number, stream, count) }
            others += 1
            let score = Self.score(next.number, stream, count)
            if score > best.score { best = (next.number, score) }
        }
        return WordPrior.Language(number: best.number + 1)
    }

    /// The frequency levels of the sample in a language, summed.
    private static func score(_ number: Int, _ stream: borrowing TokenStream, _ count: Int) -> Int {
        let stems = stream.stems.start
        for place in 0..<count { WordPrior.prefetch(key: Mixing.prior(stems[place], language: number + 1)) }
        var sum = 0
        for place in 0..<count {
            sum &+= Int(WordPrior.level(ofKey: Mixing.prior(stems[place], language: number + 1)))
        }
        return sum
    }

    /// Looks up the words of a text as far as they are among the recent ones, and asks for the memory of the others: until that
    /// is there, something else can be done.
    mutating func lookUp(_ stream: borrowing TokenStream) {
        let tokens = UnsafeBufferPointer(rebasing: stream.hashes.elements.prefix(Self.sample))
        let (masks, missing, recent) = (masks.start, missing.start, recent.start)
        var misses = 0
        // No branch depends on a word: none could be foretold.
        for place in tokens.indices {
            let entry = recent[Int(truncatingIfNeeded: tokens[place]) & (Self.recentCount &- 1)]
            masks[place] = entry.languages
            missing[misses] = UInt32(truncatingIfNeeded: place)
            misses &+= Mixing.one(unlessZero: entry.token ^ tokens[place])
        }
        let slots = UnsafeRawPointer(storyd_common_word_table())
        for place in 0..<misses {
            storyd_prefetch(slots + Self.start(of: tokens[Int(truncatingIfNeeded: missing[place])]) &* 16)
        }
        self.misses = misses
    }

    /// For each language, how many of the tokens are among its commonest.
    private mutating func languages(of tokens: UnsafeBufferPointer<UInt64>) -> LanguageTally {
        let (masks, missing, recent) = (masks.start, missing.start, recent.start)
        for place in 0..<misses {
            let place = Int(truncatingIfNeeded: missing[place])
            masks[place] = Self.languages(withCommon: tokens[place])
            recent[Int(truncatingIfNeeded: tokens[place]) & (Self.recentCount &- 1)] = Entry(
                token: tokens[place], languages: masks[place])
        }
        (masks + tokens.count).update(repeating: 0, count: 3)
        var tally = LanguageTally()
        for place in stride(from: 0, to: tokens.count, by: 4) {
            tally.add(masks[place], masks[place &+ 1], masks[place &+ 2], masks[place &+ 3])
        }
        return tally
    }

    @inline(__always)
    private static func start(of token: UInt64) -> Int {
        Int(truncatingIfNeeded: token &>> (64 - UInt64(storyd_common_word_bits)))
    }

    /// A bit for each language that has the token among its commonest.
    private static func languages(withCommon token: UInt64) -> UInt64 {
        let slots = UnsafeRawPointer(storyd_common_word_table())
        let mask = 1 << Int(storyd_common_word_bits) - 1
        var index = start(of: token)
        while true {
            let languages = UInt64(littleEndian: slots.load(fromByteOffset: index &* 16 &+ 8, as: UInt64.self))
            if languages == 0 { return 0 }
            if UInt64(littleEndian: slots.load(fromByteOffset: index &* 16, as: UInt64.self)) == token {
                return languages
            }
            index = (index &+ 1) & mask
        }
    }
}

/// Counts for 64 languages at once: each bit of a count lies in a word of its own, a bit for each language.
struct LanguageTally {
    /// The lowest bits of the counts first.
    private var planes: InlineArray<9, UInt64> = .init(repeating: 0)
    /// Languages that were not handed out yet.
    private var left = UInt64.max

    /// Counts one for each language of four masks; 511 at most in all.
    @inline(__always)
    mutating func add(_ a: UInt64, _ b: UInt64, _ c: UInt64, _ d: UInt64) {
        let ab = a ^ b
        let abc = ab ^ c
        let twos = (a & b | ab & c, abc & d)
        var carry = add(abc ^ d, 0, to: 0)
        carry = add(twos.0 ^ twos.1, carry, to: 1)
        carry = add(twos.0 & twos.1, carry, to: 2)
        for plane in 3..<planes.count {
            let both = planes[plane] & carry
            planes[plane] ^= carry
            carry = both
        }
    }

    /// Adds two bits to those of a plane, and returns what carries over.
    @inline(__always)
    private mutating func add(_ a: UInt64, _ b: UInt64, to plane: Int) -> UInt64 {
        let old = planes[plane]
        let either = a ^ b
        planes[plane] = old ^ either
        return a & b | old & either
    }

    /// The language, counted from 0, with the greatest count of those left, the first of several; nil when none is left.
    mutating func next() -> (number: Int, hits: Int)? {
        guard left != 0 else { return nil }
        var best = left
        var hits = 0
        for plane in (0..<planes.count).reversed() where best & planes[plane] != 0 {
            best &= planes[plane]
            hits |= 1 &<< plane
        }
        let number = best.trailingZeroBitCount
        left &= ~(1 &<< UInt64(truncatingIfNeeded: number))
        return (number, hits)
    }
}

internal import CPrefetch
import CWordPrior

/// The table of word frequencies, by stems.
struct WordPrior {
    private static let bits = UInt64(storyd_word_prior_bits)
    private static let mask = 1 << Int(storyd_word_prior_bits) - 1

    /// A language of the table, counted from 1; 0 when it is unknown.
    struct Language: Equatable {
        var number: Int
        static let unknown = Language(number: 0)

        /// The language of a code such as `en` or `pt-BR`.
        init(code: String) {
            let primary = code.lowercased().prefix { $0 != "-" && $0 != "_" }
            number = (WordPrior.codes.firstIndex { $0 == primary } ?? -1) + 1
        }

        init(number: Int) { self.number = number }

        /// Its ISO 639 code.
        var code: String? { number >= 1 && number <= WordPrior.codes.count ? WordPrior.codes[number - 1] : nil }
    }

    /// ISO 639 codes of the languages in the table.
    static let codes: [String] = (0..<Int32(storyd_prior_language_count)).map {
        String(cString: storyd_prior_language($0))
    }

    /// Brings what the table has for a key into the processor's cache.
    @inline(__always)
    static func prefetch(key: UInt64) {
        storyd_prefetch(
            UnsafeRawPointer(storyd_word_prior_table()) + Int(truncatingIfNeeded: key &>> (64 - bits)) &* 4)
    }

    /// The frequency level of a stem, 1–255, or 0 when the table does not have it.
    @inline(__always)
    static func level(_ stem: UInt64, isNumber: Bool, language: Language) -> UInt8 {
        guard isNumber || language != .unknown else { return 0 }
        return level(ofKey: Mixing.prior(stem, language: isNumber ? 0 : language.number))
    }

    /// The same for a key of the table; see `Mixing.prior`.
    static func level(ofKey key: UInt64) -> UInt8 {
        let slots = UnsafeRawPointer(storyd_word_prior_table())
        let fingerprint = UInt32(truncatingIfNeeded: key & 0xFF_FFFF)
        var index = Int(truncatingIfNeeded: key >> (64 - bits))
        while true {
            let slot = UInt32(littleEndian: slots.load(fromByteOffset: index &* 4, as: UInt32.self))
            if slot == 0 { return 0 }
            if slot & 0xFF_FFFF == fingerprint { return UInt8(truncatingIfNeeded: slot >> 24) }
            index = (index &+ 1) & mask
        }
    }
}

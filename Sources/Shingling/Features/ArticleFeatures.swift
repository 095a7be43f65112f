/// All that decisions need to know of a text: hashes of its shingles, its text hash, its language.
///
/// A value of bounded size, whatever the text: a family keeps the shingles of greatest weight, phrases those with the
/// smallest hashes.
public struct ArticleFeatures: Sendable, Equatable {
    /// The hash of the normalised title and text.
    public var textHash: TextHash
    /// Tokens in title and text.
    public var tokenCount: Int
    /// The language the text is in (ISO 639), as detected, else as declared; nil when neither is known.
    public var language: String?
    /// The families' features one after the other, each sorted by hash.
    package var features: [Feature]
    /// Where each family ends in `features`.
    package var ends: [Int]
    /// P: hashes of the 5-word phrases, sorted, each once, all below `phraseLimit`.
    package var phrases: [UInt32]
    /// Phrases were kept when the top `phraseShift` bits of their hash are zero: 0 keeps all.
    package var phraseShift: UInt8
    /// One bit for each phrase, the lowest first: it has a name, a figure or a rare word in it.
    package var specific: [UInt64]
    /// How the text begins.
    package var opening: Opening

    /// Bounds of what is kept of one text.
    package enum Limit {
        /// Features in each family.
        package static let features = [128, 64, 64]
        /// Phrases; beyond it every second one goes, again and again.
        package static let phrases = 16_384
        /// Words a phrase has.
        package static let phraseWidth = 5
        /// Words of the lead, the title not counted.
        package static let lead = 60
    }

    package init(
        textHash: TextHash, tokenCount: Int, language: String?, features: [Feature], ends: [Int], phrases: [UInt32],
        phraseShift: UInt8, specific: [UInt64], opening: Opening
    ) {
        self.textHash = textHash
        self.tokenCount = tokenCount
        self.language = language
        self.features = features
        self.ends = ends
        self.phrases = phrases
        self.phraseShift = phraseShift
        self.specific = specific
        self.opening = opening
    }

    /// The features of one family, sorted by hash.
    package func features(of family: Family) -> ArraySlice<Feature> {
        features[(family.rawValue == 0 ? 0 : ends[family.rawValue - 1])..<ends[family.rawValue]]
    }

    /// How many 5-word phrases the text has, about: exact unless it has more than are kept.
    package var phraseCount: Int { phrases.count << Int(phraseShift) }
}

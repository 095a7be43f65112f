/// The families of shingles the story model compares (phrases are kept apart, as bare hashes).
package enum Family: Int, CaseIterable, Sendable {
    /// W: stems of words.
    case words
    /// N: stems of words written with a capital inside a sentence.
    case names
    /// L: stems of the title's words and the first 60 words.
    case lead

    /// Sets the hashes of one family apart from those of the others.
    private var salt: UInt64 { 0x9E37_79B9_7F4A_7C15 &* UInt64(truncatingIfNeeded: rawValue &+ 1) }

    /// A shingle's hash within the family; the upper half is kept.
    @inline(__always)
    func hash(_ shingle: UInt64) -> UInt64 { Mixing.fold(shingle ^ salt, 0x9FB2_1C65_1E98_DF25) }
}

/// One shingle of an article: what it is, how often the article has it, how common it is in general.
package struct Feature: Equatable, Sendable, BitwiseCopyable {
    /// A hash of the shingle and its family.
    package var hash: UInt32
    /// Times it occurs in the article, 255 at most (tf).
    package var count: UInt8
    /// How common it is in general; see `PriorLevel`.
    package var prior: UInt8
}

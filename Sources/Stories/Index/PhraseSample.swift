/// The phrases by which an article is looked up, as they were found.
struct PhraseSample {
    /// Sorted, each once.
    let phrases: [UInt32]
    /// For each the place of its entry in the index, with a mark; or the empty one where it would be.
    let places: [UInt32]
    /// The places hold for as long as the index is of this generation.
    let generation: Int

    /// Set in a place where somebody holds the phrase.
    static let isKnown: UInt32 = 1 << 31
}

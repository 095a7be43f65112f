/// What an article turned out to be.
public enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// It opens a story.
    case newStory = "new-story"
    /// It is another report of a known story.
    case sameStory = "same-story"
    /// Most of its 5-word shingles are those of a known article, or the other way round.
    case nearDuplicate = "near-duplicate"
    /// Its normalised text is that of a known article.
    case exactDuplicate = "exact-duplicate"
    /// A near-duplicate that replaces the article it copies: the same address, or the same outlet at a later date.
    case revision
}

/// What stays known of a story.
struct KnownStory {
    var id: StoryID
    var generation: Int
    /// Place of its founding article.
    var founder: Int
    /// The story that absorbed it.
    var mergedInto: Int?
    /// Its articles, copies included, in the order of arrival.
    var members: [Int] = []
    /// Articles among them that are no copies.
    var originals = 0
    /// The articles that stand for it: the first and the latest originals. Which they are depends on the members alone,
    /// not on how they came together, so a story restored from a ledger has the same.
    var representatives: [Int] = []
}

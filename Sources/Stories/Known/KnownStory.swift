/// What stays known of a story.
struct KnownStory {
    var id: StoryID
    var generation: Int
    /// Place of its founding article.
    var founder: Int
    /// The story that absorbed it.
    var mergedInto: Int?
    /// Its articles, copies included, in the order of arrival; none any more once it is closed.
    var members: [Int] = []
    /// Articles that were its members when it closed, and copies that came since.
    var settled = 0
    /// Articles among them that are no copies.
    var originals = 0
    /// The articles that stand for it: the first and the latest originals. Which they are depends on the members alone,
    /// not on how they came together, so a story restored from a ledger has the same.
    var representatives: [Int] = []
    /// When something came to it, or left it, for the last time; nil while the time is not known.
    var lastArrival: Int64?
    /// Nothing came for too long: only copies join it.
    var isClosed = false

    /// Articles in it.
    var size: Int { members.count + settled }
}

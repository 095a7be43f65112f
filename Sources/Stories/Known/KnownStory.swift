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

extension KnownStory {
    /// The numbers of a story, without its lists.
    private struct Plain: BitwiseCopyable {
        var id: (UInt64, UInt64)
        var generation: Int
        var founder: Int
        /// -1 for none.
        var mergedInto: Int
        var settled: Int
        var originals: Int
        /// `Int64.min` for none.
        var lastArrival: Int64
        var isClosed: UInt64
    }

    static func encode(_ stories: [KnownStory], to writer: SnapshotWriter) throws {
        try writer.list(
            stories.map { story in
                Plain(
                    id: story.id.words, generation: story.generation, founder: story.founder,
                    mergedInto: story.mergedInto ?? -1, settled: story.settled, originals: story.originals,
                    lastArrival: story.lastArrival ?? .min, isClosed: story.isClosed ? 1 : 0)
            })
        try writer.lists(stories.map(\.members))
        try writer.lists(stories.map(\.representatives))
    }

    static func decode(from reader: inout SnapshotReader) throws(SnapshotError) -> [KnownStory] {
        let plain = try reader.list(Plain.self)
        let members = try reader.lists()
        let representatives = try reader.lists()
        guard members.count == plain.count, representatives.count == plain.count else { throw SnapshotError() }
        return plain.indices.map { place in
            let known = plain[place]
            return KnownStory(
                id: StoryID(words: known.id), generation: known.generation, founder: known.founder,
                mergedInto: known.mergedInto < 0 ? nil : known.mergedInto, members: members[place],
                settled: known.settled, originals: known.originals, representatives: representatives[place],
                lastArrival: known.lastArrival == .min ? nil : known.lastArrival, isClosed: known.isClosed == 1)
        }
    }
}

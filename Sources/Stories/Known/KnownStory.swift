/// What stays known of a story.
struct KnownStory {
    var id: StoryID
    private var generationNumber: UInt32
    private var founderNumber: UInt32
    private var survivorNumber: UInt32 = 0
    private var settledCount: UInt32 = 0
    private var originalCount: UInt32 = 0
    /// Nothing came for too long: only copies join it.
    var isClosed = false
    private var latest: Int64 = .min
    /// Its articles, copies included, in the order of arrival; none any more once it is closed.
    var members: [Int] = []
    /// The articles that stand for it: the first and the latest originals. Which they are depends on the members alone,
    /// not on how they came together, so a story restored from a ledger has the same.
    var representatives: [Int] = []

    /// A story without articles yet.
    init(id: StoryID, generation: Int, founder: Int) {
        self.id = id
        generationNumber = UInt32(clamping: generation)
        founderNumber = UInt32(clamping: founder)
    }

    /// How many earlier stories its founding text founded.
    var generation: Int { Int(generationNumber) }

    /// Place of its founding article.
    var founder: Int { Int(founderNumber) }

    /// The story that absorbed it.
    var mergedInto: Int? {
        get { survivorNumber == 0 ? nil : Int(survivorNumber) - 1 }
        set { survivorNumber = newValue.map { UInt32(clamping: $0 + 1) } ?? 0 }
    }

    /// Articles that were its members when it closed, and copies that came since.
    var settled: Int {
        get { Int(settledCount) }
        set { settledCount = UInt32(clamping: newValue) }
    }

    /// Articles among its members that are no copies.
    var originals: Int {
        get { Int(originalCount) }
        set { originalCount = UInt32(clamping: newValue) }
    }

    /// When something came to it, or left it, for the last time; nil while the time is not known.
    var lastArrival: Int64? {
        get { latest == .min ? nil : latest }
        set { latest = newValue ?? .min }
    }

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
            var story = KnownStory(id: StoryID(words: known.id), generation: known.generation, founder: known.founder)
            story.mergedInto = known.mergedInto < 0 ? nil : known.mergedInto
            story.members = members[place]
            story.settled = known.settled
            story.originals = known.originals
            story.representatives = representatives[place]
            story.lastArrival = known.lastArrival == .min ? nil : known.lastArrival
            story.isClosed = known.isClosed == 1
            return story
        }
    }
}

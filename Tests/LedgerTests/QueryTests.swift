import Testing

@testable import Ledger

@Suite("Questions to the ledger")
struct QueryTests {
    let folder: TemporaryFolder
    let ledger: Ledger

    init() throws {
        folder = try TemporaryFolder()
        ledger = try folder.openLedger()
    }

    /// Four stories: the sizes 1, 5, 5 and, merged away, 0; the latest arrival is story 1's.
    private func storiesOfManySizes() throws {
        let shapes: [(size: Int, latest: Int64, mergedInto: Int64?)] = [
            (1, 400, nil), (5, 100, nil), (5, 300, nil), (0, 500, 2),
        ]
        try ledger.commit(
            Batch(
                stories: shapes.enumerated().map { place, shape in
                    var record = story(Int64(place + 1), mergedInto: shape.mergedInto)
                    record.size = shape.size
                    record.lastArrival = shape.latest
                    return record
                }))
    }

    @Test(
        "stories come by size or by their latest article, merged ones never",
        arguments: [
            (StoryQuery(), [1, 3, 2]),
            (StoryQuery(order: .size), [3, 2, 1]),
            (StoryQuery(since: 300), [1, 3]),
            (StoryQuery(since: 301, minimumSize: 2), []),
            (StoryQuery(minimumSize: 2, order: .size, limit: 1), [3]),
            (StoryQuery(limit: -1), []),
        ] as [(StoryQuery, [Int64])])
    func stories(query: StoryQuery, expected: [Int64]) throws {
        try storiesOfManySizes()
        #expect(try ledger.stories(query).map(\.number) == expected)
    }

    @Test("a story lists its articles as they came, with what they are copies of")
    func listing() throws {
        var rows = batch(1...3)
        rows.stories = [story(1)]
        rows.articles[0].arrivedAt = 1_800_000_000
        rows.memberships = [membership(1), membership(2, story: 1), membership(3, story: 1)]
        rows.memberships[2].duplicateOf = 1
        try ledger.commit(rows)
        let found = try ledger.listing(ofStory: 1)
        #expect(found.map(\.article.id) == [2, 3, 1])
        #expect(found.map(\.membership.duplicateOf) == [nil, 1, nil])
        #expect(found.allSatisfy { $0.storyID == storyID(1) && $0.article.features.isEmpty && $0.article.text == nil })
        #expect(try ledger.listing(ofArticle: 2)?.article.file == "wire-2.txt")
        #expect(try ledger.listing(ofArticle: 4) == nil)
    }

    @Test("an article is found by its file's whole name, its last part, and in a file of many")
    func files() throws {
        var rows = batch(1...5)
        for (place, file) in ["a/feed.xml#1", "feed.xml#2", "my_feed.xml", "myXfeed.xml", "deep/my_feed.xml"]
            .enumerated()
        {
            rows.articles[place].file = file
        }
        try ledger.commit(rows)
        #expect(try ledger.listings(inFile: "feed.xml", limit: 9).map(\.article.id) == [2])
        #expect(try ledger.listings(inFile: "a/feed.xml", limit: 9).map(\.article.id) == [1])
        #expect(try ledger.listings(inFile: "my_feed.xml", limit: 9).map(\.article.id) == [5, 3])
        #expect(try ledger.listings(inFile: "my_feed.xml", limit: 1).map(\.article.id) == [5])
        #expect(try ledger.listings(inFile: "%", limit: 9).isEmpty)
    }

    @Test("copies come latest first, from a time on")
    func copies() throws {
        var rows = batch(1...4)
        for place in 1...3 { rows.memberships[place].duplicateOf = 1 }
        try ledger.commit(rows)
        #expect(try ledger.copies(since: .min, limit: 9).map(\.article.id) == [4, 3, 2])
        #expect(try ledger.copies(since: 1_700_000_003, limit: 9).map(\.article.id) == [4, 3])
        #expect(try ledger.copies(since: .min, limit: 1).map(\.article.id) == [4])
    }

    @Test("an article's decisions are its own and its moves, in order")
    func decisions() throws {
        var rows = batch(1...2)
        var move = decision(3)
        move.kind = "moved"
        move.article = 1
        rows.decisions.append(move)
        try ledger.commit(rows)
        #expect(try ledger.decisions(ofArticle: 1).map(\.kind) == ["new-story", "moved"])
        #expect(try ledger.decisions(ofArticle: 9).isEmpty)
    }

    @Test("refusals come latest first, with the name of the file")
    func refusals() throws {
        try ledger.insertClaims([claim(1, name: [0x66, 0xFF])])
        var refusal = decision(1, claim: 1, position: 0)
        refusal.kind = "rejected"
        refusal.article = nil
        refusal.reason = "not an article (binary data)"
        try ledger.commit(Batch(decisions: [refusal, decision(2)]))
        let found = try ledger.refusals(since: .min, limit: 9)
        #expect(found.map(\.decision) == [refusal])
        #expect(found.map(\.name) == [[0x66, 0xFF]])
        #expect(try ledger.refusals(since: 1_700_000_001, limit: 9).isEmpty)
    }

    @Test("texts come latest first until there are enough; one that was not kept is nil")
    func texts() throws {
        var rows = batch(1...4)
        rows.articles[2].text = nil
        try ledger.commit(rows)
        var seen: [(Int64, String?)] = []
        try ledger.forEachText(since: .min) { listing, text in
            seen.append((listing.article.id, text))
            return seen.count < 3
        }
        #expect(seen.map(\.0) == [4, 3, 2])
        #expect(seen.map(\.1) == ["Sony was hacked.", nil, "Sony was hacked."])
    }
}

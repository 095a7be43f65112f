import GRDB
import Testing

@testable import Ledger

@Suite("Reading back")
struct ReadingTests {
    let folder: TemporaryFolder
    let ledger: Ledger

    init() throws {
        folder = try TemporaryFolder()
        ledger = try folder.openLedger()
    }

    @Test("an identifier finds the latest article that has it, with its story")
    func byIdentifier() throws {
        var articles = [article(1), article(2), article(3)]
        articles[0].guid = "urn:1"
        articles[1].guid = "urn:1"
        let stories = [story(1)]
        let memberships = (1...3).map { membership($0, story: 1) }
        try ledger.commit(Batch(articles: articles, stories: stories, memberships: memberships))
        let found = try #require(try ledger.latestArticle(guid: "urn:1"))
        #expect(found.article.id == 2)
        #expect(found.story == 1)
        #expect(try ledger.latestArticle(guid: "urn:2") == nil)
    }

    @Test("every field of an article, a story and a membership comes back")
    func roundTrip() throws {
        let poor = ArticleRecord(
            id: 1, claim: nil, position: 0, arrivedAt: .min, publishedAt: nil, title: "", url: nil, guid: nil,
            source: nil, language: nil, file: "", text: nil, textHash: [], features: [])
        let rich = ArticleRecord(
            id: 2, claim: 7, position: 3, arrivedAt: .max, publishedAt: -1, title: "Ünï “çødé” 🗞",
            url: "https://example.org/?a=b", guid: "urn:1", source: "Reuters", language: "ko", file: "a\nb.txt",
            text: "She said 'no'; -- \u{1}", textHash: Array(0...15), features: [UInt8](repeating: 0xFF, count: 5000))
        let stories = [
            StoryRecord(
                number: 1, id: "7k3m9q2x00000", title: "", founder: 1, generation: 0, size: 0, mergedInto: 2,
                openedAt: .min, lastArrival: .max, follows: nil),
            StoryRecord(
                number: 2, id: "7k3m9q2xzzzzz", title: "Sony", founder: 2, generation: 3, size: 2, mergedInto: nil,
                openedAt: 1, lastArrival: 2, follows: 1),
        ]
        let memberships = [
            MembershipRecord(
                article: 1, story: 2, outcome: "moved", score: nil, duplicateOf: nil, similarity: nil,
                containment: nil, sequence: 9),
            MembershipRecord(
                article: 2, story: 2, outcome: "near-duplicate", score: 0.1, duplicateOf: 1,
                similarity: 0.30000000000000004, containment: 1, sequence: .max),
        ]
        try ledger.commit(Batch(articles: [poor, rich], stories: stories, memberships: memberships))
        for (article, membership) in zip([poor, rich], memberships) {
            let found = try #require(try ledger.article(article.id))
            #expect(found.0 == article)
            #expect(found.1 == membership)
            var heading = article
            heading.text = nil
            heading.features = []
            #expect(try ledger.heading(ofArticle: article.id) == heading)
        }
        var streamed: [StoredArticle] = []
        try ledger.forEachArticle { streamed.append($0) }
        var textless = rich
        textless.text = nil
        #expect(streamed.map(\.article) == [poor, textless])
        #expect(streamed.map(\.membership) == memberships)
        var all: [StoryRecord] = []
        try ledger.forEachStory { all.append($0) }
        #expect(all == stories)
        #expect(try ledger.article(3) == nil)
        #expect(try ledger.heading(ofArticle: 3) == nil)
        #expect(try ledger.story(number: 3) == nil)
    }

    @Test("a NUL in a string does not cut it short")
    func nul() throws {
        var odd = article(1)
        odd.title = "a\0b"
        odd.text = "c\0d"
        try ledger.commit(Batch(articles: [odd], memberships: [membership(1)]))
        let found = try #require(try ledger.article(1)?.0)
        #expect(found.title == "a\u{FFFD}b")
        #expect(found.text == "c\0d")
    }

    @Test("articles come in order of their number, whatever the order of their arrival")
    func order() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix(state: seed)
        let numbers = (Int64(1)...300).shuffled(using: &random)
        for number in numbers { try ledger.commit(batch(number...number)) }
        var seen: [Int64] = []
        try ledger.forEachArticle { seen.append($0.article.id) }
        #expect(seen == Array(1...300), "seed \(seed)")
    }

    @Test("an error of the caller ends the walk and passes as it is")
    func callersError() throws {
        struct Enough: Error {}
        try ledger.commit(batch(1...5))
        var seen = 0
        #expect(throws: Enough.self) {
            try ledger.forEachArticle { stored in
                seen += 1
                if stored.article.id == 3 { throw Enough() }
            }
        }
        #expect(seen == 3)
        #expect(throws: Enough.self) { try ledger.forEachStory { _ in throw Enough() } }
    }

    @Test("the ledger can be asked within a walk")
    func nested() throws {
        try ledger.commit(batch(1...5))
        var stories: [Int64] = []
        try ledger.forEachArticle { stored in
            stories.append(try ledger.story(number: stored.membership.story)?.number ?? 0)
        }
        #expect(stories == [1, 2, 3, 4, 5])
    }

    @Test("a missing part of an article is told as damage")
    func missingPart() throws {
        try ledger.commit(batch(1...2))
        try ledger.write { try $0.execute(sql: "DELETE FROM sketches WHERE article = 2") }
        let error = #expect(throws: LedgerError.self) { try ledger.forEachArticle { _ in } }
        guard case .damaged = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("a story is found by the beginning of its id, and a merged one leads to the survivor")
    func prefixes() throws {
        try ledger.commit(
            Batch(stories: [
                story(1, id: "aaaa000000000", mergedInto: 2), story(2, id: "bbbb000000000", mergedInto: 3),
                story(3, id: "cccc000000000"), story(4, id: "cccd000000000"), story(5, id: "dddd000000000"),
                story(6, id: "dddd100000000", mergedInto: 5), story(7, id: "eeee000000000", mergedInto: 8),
                story(8, id: "ffff000000000", mergedInto: 7),
            ]))
        #expect(try ledger.story(id: "aaaa000000000")?.number == 3)
        #expect(try ledger.story(id: "a")?.number == 3)
        #expect(try ledger.story(id: "bbb")?.number == 3)
        #expect(try ledger.story(id: "cccd")?.number == 4)
        #expect(try ledger.story(id: "dddd")?.number == 5)
        #expect(try ledger.story(id: "zzzz") == nil)
        #expect(try ledger.story(id: "") == nil)
        #expect(try ledger.story(id: "%") == nil)
        #expect(try ledger.story(id: "cccc0000000000") == nil)
        #expect(try ledger.story(id: "eeee") == nil, "a circle of merges comes to an end")
        let error = #expect(throws: LedgerError.self) { try ledger.story(id: "ccc") }
        guard case .ambiguousStory(prefix: "ccc") = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("readers and a writer work side by side")
    func sideBySide() async throws {
        let ledger = ledger
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in Int64(1)...100 { try ledger.commit(batch(number...number)) }
            }
            for _ in 1...3 {
                group.addTask {
                    var last = 0
                    while last < 100 {
                        let counts = try ledger.counts()
                        #expect(counts.articles >= last)
                        #expect(counts.articles == Int(counts.lastSequence))
                        last = counts.articles
                        await Task.yield()
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): a random sequence that a seed gives again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

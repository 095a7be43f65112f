import GRDB
import Testing

@testable import Ledger

@Suite("Decisions")
struct DecisionTests {
    let folder: TemporaryFolder
    let ledger: Ledger

    init() throws {
        folder = try TemporaryFolder()
        ledger = try folder.openLedger()
    }

    /// Everything there is, to see that nothing has changed.
    private func everything() throws -> [Row] {
        try ledger.write { db in
            try ["claims", "articles", "texts", "sketches", "stories", "memberships", "decisions", "outbox"].flatMap {
                try Row.fetchAll(db, sql: "SELECT '\($0)', * FROM \($0) ORDER BY 1, 2")
            }
        }
    }

    @Test("a batch is there whole, and counted")
    func whole() throws {
        try ledger.insertClaims([claim(1)])
        var whole = batch(1...4, claim: 1)
        whole.progress = [ClaimProgress(claim: 1, decided: 4, complete: true, firstSequence: 1)]
        try ledger.commit(whole)
        #expect(
            try ledger.counts()
                == LedgerCounts(
                    articles: 4, stories: 4, openClaims: 1, unconfirmed: 4, lastSequence: 4, lastArticle: 4,
                    lastStory: 4, lastClaim: 1))
        #expect(try ledger.openClaims().first?.state == .decided)
    }

    static let spoiled: [(String, @Sendable (inout Batch) -> Void)] = [
        ("an article's number is taken", { $0.articles.append(article(1)) }),
        ("a story's id is taken", { $0.stories.append(story(90, id: storyID(1))) }),
        ("a decision's number is taken", { $0.decisions.append(decision(1)) }),
        ("an entry's number is taken", { $0.outbox.append(entry(1)) }),
        ("the claim's position is taken", { $0.decisions.append(decision(90, claim: 1, position: 1)) }),
        ("an article has no membership", { $0.articles.append(article(90)) }),
        ("a membership has no article", { $0.memberships.append(membership(90)) }),
        ("the claim is not there", { $0.progress.append(ClaimProgress(claim: 9, decided: 1, complete: true)) }),
    ]

    @Test("values of any length are kept as they are, beside short ones")
    func lengths() throws {
        var batch = batch(1...6)
        for (index, length) in [0, 16_000, 3, 16_384, 40_000, 9].enumerated() {
            batch.articles[index].title = String(repeating: "t", count: length)
            batch.articles[index].url = String(repeating: "é\u{0}", count: length / 2)
            batch.articles[index].textHash = [UInt8](repeating: UInt8(index), count: length / 3)
        }
        try ledger.commit(batch)
        for article in batch.articles {
            let kept = try #require(try ledger.article(article.id)).0
            #expect(kept.title == article.title)
            #expect(kept.url == article.url?.replacing("\u{0}", with: "\u{FFFD}"))
            #expect(kept.textHash == article.textHash)
            #expect(kept.file == article.file)
        }
    }

    @Test("nothing of a batch is there when one row cannot be", arguments: spoiled)
    func allOrNothing(_ case: (name: String, spoil: @Sendable (inout Batch) -> Void)) throws {
        try ledger.insertClaims([claim(1)])
        try ledger.commit(batch(1...2, claim: 1))
        let before = try everything()
        var next = batch(3...5, claim: 1)
        next.progress = [ClaimProgress(claim: 1, decided: 5, complete: true)]
        var spoiled = next
        `case`.spoil(&spoiled)
        let error = #expect(throws: LedgerError.self) { try ledger.commit(spoiled) }
        #expect(error?.isTransient == false)
        #expect(try everything() == before)
        try ledger.commit(next)
        #expect(try ledger.counts().articles == 5)
    }

    @Test("a batch that met a full disk is taken when it is given again")
    func fullDisk() throws {
        try ledger.insertClaims([claim(1)])
        try ledger.commit(batch(1...2))
        let before = try everything()
        let pool = try ledger.connection().pool
        try pool.writeWithoutTransaction { db in
            let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
            try db.execute(sql: "PRAGMA max_page_count = \(pages)")
        }
        let large = batch(3...400)
        for _ in 1...3 {
            let error = #expect(throws: LedgerError.self) { try ledger.commit(large) }
            #expect(sqliteCode(error) == 13)
            #expect(error?.isTransient == true)
        }
        #expect(try everything() == before)
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1000000000") }
        try ledger.commit(large)
        #expect(try ledger.counts().articles == 400)
        #expect(try ledger.counts().unconfirmed == 400)
    }

    @Test("decisions without a claim or a position share neither")
    func noPosition() throws {
        try ledger.commit(
            Batch(decisions: [
                decision(1), decision(2), decision(3, claim: 1), decision(4, claim: 1),
                decision(5, claim: 1, position: 1), decision(6, claim: 2, position: 1),
            ]))
        #expect(try ledger.counts().lastSequence == 6)
    }

    @Test("a membership and a story given again replace the earlier ones")
    func replacing() throws {
        try ledger.commit(batch(1...2))
        var grown = story(1)
        grown.size = 2
        grown.title = "Another headline"
        var moved = membership(2, story: 1, sequence: 3)
        moved.outcome = "near-duplicate"
        moved.duplicateOf = 1
        moved.score = 0.97
        try ledger.commit(Batch(stories: [grown], memberships: [moved]))
        #expect(try ledger.story(number: 1) == grown)
        #expect(try ledger.article(2)?.1 == moved)
        #expect(try ledger.counts().stories == 2)
    }

    @Test("a merge moves the articles, of the same batch too, and is not undone by a later arrival")
    func merging() throws {
        try ledger.commit(batch(1...3))
        var merge = batch(4...4)
        merge.storyUpdates = [
            StoryUpdate(number: 4, size: 0, lastArrival: 50, mergedInto: 1),
            StoryUpdate(number: 2, size: 0, lastArrival: 50, mergedInto: 1),
            StoryUpdate(number: 1, size: 3, lastArrival: 60),
        ]
        merge.moves = [MoveRecord(article: 2, story: 1, sequence: 5), MoveRecord(article: 4, story: 1, sequence: 6)]
        try ledger.commit(merge)
        #expect(try ledger.members(ofStory: 1) == [1, 2, 4])
        #expect(try ledger.members(ofStory: 2) == [])
        var expected = membership(4, story: 1, sequence: 6)
        expected.outcome = "new-story"
        #expect(try ledger.article(4)?.1 == expected)
        #expect(try ledger.story(number: 1)?.size == 3)
        #expect(try ledger.story(number: 1)?.lastArrival == 60)
        #expect(try ledger.counts().stories == 2)
        try ledger.commit(Batch(storyUpdates: [StoryUpdate(number: 2, size: 0, lastArrival: 70)]))
        #expect(try ledger.story(number: 2)?.mergedInto == 1)
    }
}

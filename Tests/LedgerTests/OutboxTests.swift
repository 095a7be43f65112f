import Testing

@testable import Ledger

@Suite("The outbox")
struct OutboxTests {
    let folder: TemporaryFolder
    let ledger: Ledger
    private let now: Int64 = 1_700_000_070_000_000

    init() throws {
        folder = try TemporaryFolder()
        ledger = try folder.openLedger()
        try ledger.commit(Batch(outbox: [5, 3, 4, 1, 2].map(entry)))
    }

    @Test("unconfirmed entries come oldest first, as many as asked for")
    func unconfirmed() throws {
        #expect(try ledger.unconfirmed(limit: 10) == [1, 2, 3, 4, 5].map(entry))
        #expect(try ledger.unconfirmed(limit: 2).map(\.sequence) == [1, 2])
        #expect(try ledger.unconfirmed(limit: 0).isEmpty)
        #expect(try ledger.unconfirmed(limit: -1).isEmpty)
        #expect(try ledger.counts().lastSequence == 5)
    }

    @Test("sending is counted and dated")
    func sending() throws {
        try ledger.markSent([1, 2, 99], at: 1_000)
        try ledger.markSent([2], at: 2_000)
        let entries = try ledger.unconfirmed(limit: 3)
        #expect(entries.map(\.sends) == [1, 2, 0])
        #expect(entries.map(\.sentAt) == [1_000, 2_000, nil])
    }

    @Test("a confirmed entry is not sent again, and forgotten only when it is old")
    func confirming() throws {
        try ledger.markSent([1, 2, 3], at: 1_000)
        try ledger.markSent([4], at: 5_000)
        try ledger.markConfirmed([1, 2, 99], at: 2_000)
        try ledger.markConfirmed([4], at: 6_000)
        #expect(try ledger.unconfirmed(limit: 10).map(\.sequence) == [3, 5])
        #expect(try ledger.counts().unconfirmed == 2)
        try ledger.pruneConfirmed(sentBefore: 2_000)
        #expect(try ledger.outbox(sequences: [4, 1, 77, 2]).map(\.sequence) == [4, 1, 2])
        try ledger.pruneConfirmed(sentBefore: 2_001)
        let left = try ledger.outbox(sequences: [1, 2, 3, 4, 5])
        #expect(left.map(\.sequence) == [3, 4, 5])
        #expect(left.map(\.confirmed) == [false, true, false])
    }

    @Test("an entry is kept as if sent when it was seen, however long ago its sending was noted, if it was")
    func confirmedLate() throws {
        // Sent and noted, and sent again by the run after, which notes nothing until it is seen.
        try ledger.markSent([2], at: 1_000)
        try ledger.markSent([2], at: 2_000)
        // The clock was set back since.
        try ledger.markSent([3], at: now + 1)
        try ledger.markConfirmed([1, 2, 3], at: now)
        try ledger.pruneConfirmed(sentBefore: now)
        let seen = try ledger.outbox(sequences: [1, 2, 3])
        #expect(seen.map(\.confirmed) == [true, true, true])
        #expect(seen.map(\.sends) == [1, 2, 1])
        #expect(seen.map(\.sentAt) == [now, now, now + 1])
        try ledger.pruneConfirmed(sentBefore: .max)
        #expect(try ledger.outbox(sequences: [1, 2, 3]).isEmpty)
    }

    @Test("the journal is read from the earliest decision that is not confirmed")
    func oldest() throws {
        var late = decision(1)
        late.decidedAt = 1_700_000_050
        var early = decision(2)
        early.decidedAt = 1_700_000_020
        try ledger.commit(Batch(decisions: [late, early]))
        try ledger.markSent([1, 2, 3], at: 1_700_000_060_000_000)
        try ledger.markConfirmed([4, 5], at: now)
        #expect(try ledger.oldestUnconfirmed() == 1_700_000_020_000_000)
        try ledger.markConfirmed([2], at: now)
        #expect(try ledger.oldestUnconfirmed() == 1_700_000_050_000_000)
        try ledger.markConfirmed([1], at: now)
        #expect(try ledger.oldestUnconfirmed() == 1_700_000_060_000_000, "an entry without a decision")
        try ledger.markConfirmed([3], at: now)
        #expect(try ledger.oldestUnconfirmed() > 1_700_000_060_000_000, "now")
    }

    @Test("after a change of boot everything that is still there is unconfirmed")
    func reopening() throws {
        try ledger.markSent([1, 2, 3], at: 1_000)
        try ledger.markConfirmed([1, 2, 3], at: now)
        try ledger.pruneConfirmed(sentBefore: 500)
        try ledger.reopenConfirmed()
        #expect(try ledger.unconfirmed(limit: 10).map(\.sequence) == [1, 2, 3, 4, 5])
        #expect(try ledger.counts().unconfirmed == 5)
    }

    @Test("many entries are pruned, and no more than those")
    func pruningMany() throws {
        let many = Array(Int64(10)...Int64(12_009))
        try ledger.commit(Batch(outbox: many.map(entry)))
        try ledger.markSent(many, at: 1_000)
        try ledger.markConfirmed(many.filter { $0 % 100 != 0 }, at: 1_000)
        try ledger.pruneConfirmed(sentBefore: 2_000)
        #expect(try ledger.outbox(sequences: many).map(\.sequence) == many.filter { $0 % 100 == 0 })
    }
}

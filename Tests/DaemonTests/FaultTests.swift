import DropFolder
import Foundation
import Journal
import Ledger
import Stories
import SystemPackage
import Testing

@testable import Daemon

@Suite("What goes wrong in the middle")
struct FaultTests {
    private func claim(_ id: Int64, progress: Int = 0, firstSequence: Int64? = nil) -> ClaimRecord {
        ClaimRecord(
            id: id, folder: Array("/in".utf8), name: Array("feed.jsonl".utf8), device: 1, inode: 1, size: 1,
            modified: 1, changed: 1, kind: "regular", claimedAt: 1_700_000_000, attempts: 1, progress: progress,
            firstSequence: firstSequence)
    }

    @Test("a refused row is committed with its progress, so that a crash after it does not decide it again")
    func refusedRow() throws {
        let daemon = try TestDaemon()
        let ledger = try Ledger(path: daemon.settings.ledger.path)
        defer { ledger.close() }
        try ledger.insertClaims([claim(1)])
        var decider = Decider(engine: Engine(settings: EngineSettings()), ledger: ledger)
        var batch = DecidedBatch()
        try decider.decide(.refusedArticle(claim: claim(1), position: 1, reason: "no text"), into: &batch)
        batch.seal()
        try ledger.commit(batch.rows)
        let open = try ledger.openClaims()
        #expect(open.map(\.progress) == [1])
        #expect(open.map(\.firstSequence) == [1])
    }

    @Test("a file whose every row was decided before a crash keeps its progress when it ends")
    func nothingLeft() throws {
        let daemon = try TestDaemon()
        let ledger = try Ledger(path: daemon.settings.ledger.path)
        defer { ledger.close() }
        var decider = Decider(engine: Engine(settings: EngineSettings()), ledger: ledger, lastSequence: 9)
        var batch = DecidedBatch()
        let claim = claim(1, progress: 2, firstSequence: 4)
        try decider.decide(.end(claim: claim, rejection: nil), into: &batch)
        batch.seal()
        #expect(batch.rows.progress.map(\.decided) == [2])
        #expect(batch.rows.progress.map(\.firstSequence) == [4])
    }

    @Test("a stop ends in time while the journal holds its sender, and the next run sends what is left")
    func blockedJournal() throws {
        let daemon = try TestDaemon()
        daemon.sink.isBlocking = true
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run."))
        let path = daemon.settings.ledger.path
        try daemon.waitUntil("the commit") { try Ledger.readOnly(path: path).counts().lastSequence == 1 }
        nonisolated(unsafe) let stopping = daemon
        let stop = StageThread("stop") { stopping.stop(patience: .milliseconds(200)) }
        try #require(stop.join(timeout: 30), "the stop hangs")
        #expect(daemon.files(in: "work").count == 1)
        daemon.sink.isBlocking = false
        daemon.sink = RecordingSink()
        try daemon.start()
        let told = try daemon.waitForDecisions(1)
        #expect(told[0]["ASSIGNMENT_SEQ"] == "1")
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
    }

    @Test("entries confirmed long ago leave the outbox, where the journal is not read back as well")
    func prunedOutbox() throws {
        let daemon = try TestDaemon()
        let ledger = try Ledger(path: daemon.settings.ledger.path)
        var batch = Batch()
        let entry = Entry.rejected(file: ArticleFields(file: "old.txt"), reason: "empty file", errno: nil)
        batch.decisions = [
            DecisionRecord(
                sequence: 1, kind: "rejected", claim: 1, position: 0, article: nil, story: nil, otherStory: nil,
                decidedAt: 1, reason: "empty file")
        ]
        batch.outbox = [
            OutboxRecord(sequence: 1, entry: entry.encoded(sequence: 1, ledger: ledger.identity).encoded(), claim: 1)
        ]
        try ledger.commit(batch)
        try ledger.markSent([1], at: 1)
        try ledger.markConfirmed([1], at: 1)
        ledger.close()
        try daemon.start()
        let reader = try Ledger.readOnly(path: daemon.settings.ledger.path)
        try daemon.waitUntil("the outbox to be pruned") { try reader.outbox(sequences: [1]).isEmpty }
    }
}

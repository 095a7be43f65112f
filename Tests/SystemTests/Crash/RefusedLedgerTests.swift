import Foundation
import Testing

/// The real process before a ledger that is not one to write to, and a backup taken beside it.
@Suite("ledgers that are refused, and backups", .serialized)
struct RefusedLedgerTests {
    @Test(
        "a later version's ledger and another program's are refused for good, and left as they are",
        .timeLimit(.minutes(2)),
        arguments: [
            ("INSERT INTO grdb_migrations (identifier) VALUES ('later')", "later version of storyd"),
            ("PRAGMA application_id = 7", "is not a ledger"),
        ])
    func refused(change: String, words: String) async throws {
        let storyd = try ForegroundStoryd(program: try Host.debugProgram)
        try storyd.start()
        try await eventually("it is ready") { storyd.complaint.contains("ready") }
        #expect(storyd.stop() == 0)
        let changed = try await Command(arguments: ["sqlite3", storyd.ledger.path, change]).run()
        try #require(changed.status == 0, "\(changed.complaint)")
        let before = try Data(contentsOf: storyd.ledger)
        try storyd.start()
        try await eventually("it ends") { !storyd.isRunning }
        #expect(storyd.complaint.contains(words), "\(storyd.complaint)")
        // The unit does not try this status again.
        #expect(storyd.stop() == 78)
        #expect(try Data(contentsOf: storyd.ledger) == before)
        let names = try FileManager.default.contentsOfDirectory(atPath: storyd.root.path)
        #expect(!names.contains { $0.contains("damaged") || $0.contains("rebuild") }, "\(names)")
    }

    @Test("a backup taken while files come can take the ledger's place", .timeLimit(.minutes(3)))
    func backup() async throws {
        let storyd = try ForegroundStoryd(program: try Host.debugProgram)
        var files = DroppedFiles(seed: 7)
        try storyd.start()
        for _ in 0..<40 { try storyd.drop(files.next(), byRename: true) }
        let target = storyd.root.appending(path: "backup.sqlite")
        try await eventually("something is decided") {
            (try? await storyd.query("SELECT count(*) > 5 FROM decisions")) == ["1"]
        }
        let command = [try Host.debugProgram.path, "backup", target.path, "--ledger", storyd.ledger.path]
        let answer = try await Command(arguments: command).run()
        #expect(answer.status == 0, "\(answer.complaint)")
        try await storyd.waitUntilPutAway(40)
        #expect(storyd.stop() == 0)
        #expect(try await storyd.query("PRAGMA integrity_check", in: target) == ["ok"])
        // Restored, it takes what it does not know of from the archive's place: nothing is decided twice under one number.
        storyd.ledger = target
        for _ in 0..<10 { try storyd.drop(files.next(), byRename: true) }
        try storyd.start()
        try await eventually("the new files are decided") {
            (try? storyd.files(below: "incoming").isEmpty) == true && (try? storyd.files(below: "work").isEmpty) == true
        }
        #expect(storyd.stop() == 0, "\(storyd.complaint)")
    }
}

import DropFolder
import Foundation
import Journal
import Ledger
import SystemPackage
import Testing

@testable import Daemon

@Suite("Recovery after an unclean stop")
struct RecoveryTests {
    /// Leaves a claim as a crash would: recorded in the ledger, the file in `work/`, nothing decided.
    private func leaveClaim(
        in daemon: TestDaemon, id: Int64, name: String, text: String, attempts: Int, progress: Int = 0,
        renamed: Bool = true
    ) throws {
        let ledger = try Ledger(path: daemon.settings.ledger.path)
        defer {
            ledger.close()
            try? leaveNumber(daemon)
        }
        try daemon.drop(name, text)
        let spool = Spool(
            work: daemon.settings.folder.work, archive: daemon.settings.folder.archive,
            rejected: daemon.settings.folder.rejected)
        try spool.prepare()
        var status = stat()
        #expect(lstat("\(daemon.incoming)/\(name)", &status) == 0)
        let modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        let record = ClaimRecord(
            id: id, folder: Array(daemon.incoming.utf8), name: Array(name.utf8), device: UInt64(status.st_dev),
            inode: UInt64(status.st_ino), size: Int64(status.st_size), modified: modified, changed: 0, kind: "regular",
            claimedAt: 1_700_000_000, attempts: attempts, inPlace: false, progress: progress, state: .open,
            firstSequence: nil, disposition: nil, reason: nil, destination: nil)
        try ledger.insertClaims([record])
        if renamed {
            try FileManager.default.moveItem(
                atPath: "\(daemon.incoming)/\(name)", toPath: daemon.settings.folder.work.appending("\(id)").string)
        }
    }

    /// Who dies leaves its number in the lock.
    private func leaveNumber(_ daemon: TestDaemon) throws {
        try Data("4194304\n".utf8).write(to: URL(filePath: daemon.settings.ledger.path.string + ".lock"))
    }

    @Test("a command that owns the ledger after a crash leaves the next start what the crash left")
    func commandInBetween() throws {
        let daemon = try TestDaemon()
        let path = daemon.settings.ledger.path
        var crashed: Ledger? = try Ledger(path: path)
        let entry = Entry.rejected(file: ArticleFields(file: "a.txt"), reason: "empty", errno: nil)
        var batch = Batch()
        batch.outbox = [
            OutboxRecord(
                sequence: 1, entry: entry.encoded(sequence: 1, ledger: crashed?.identity ?? "").encoded(), claim: nil)
        ]
        try crashed?.commit(batch)
        // Without close(): what was sent is noted nowhere.
        crashed = nil
        for _ in 1...2 {
            let direct = try DirectLedger(daemon.settings)
            // By the latter, what was being read would be read as if nothing had happened.
            #expect(direct.ledger.wasUnclean && !direct.ledger.wasLetGo)
            direct.close()
        }
        try daemon.start()
        let told = try daemon.waitForDecisions(1)
        #expect(told.first { $0["ARTICLE_FILE"] == "a.txt" }?["REPLAYED"] == "1")
    }

    @Test("a file in progress at one crash is read again")
    func oneCrash() throws {
        let daemon = try TestDaemon()
        try leaveClaim(in: daemon, id: 1, name: "flood.txt", text: Texts.flood("Ferries run."), attempts: 1)
        try daemon.start()
        let told = try daemon.waitForDecisions(1)
        #expect(told[0]["OUTCOME"] == "new-story")
        #expect(told[0]["ARTICLE_FILE"] == "flood.txt")
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
    }

    @Test("a file in progress at two crashes is rejected as crashed-the-reader and never read")
    func twoCrashes() throws {
        let daemon = try TestDaemon()
        try leaveClaim(in: daemon, id: 1, name: "bomb.txt", text: Texts.flood("Tick."), attempts: 2)
        try leaveClaim(in: daemon, id: 2, name: "chess.txt", text: Texts.chess, attempts: 1)
        try Data().write(to: URL(fileURLWithPath: daemon.settings.ledger.path.string + ".crash"))
        try daemon.start()
        let told = try daemon.waitForDecisions(2)
        let bomb = told.first { $0["ARTICLE_FILE"] == "bomb.txt" }
        #expect(bomb?["OUTCOME"] == "rejected")
        #expect(bomb?["REASON"] == "crashed-the-reader")
        #expect(told.first { $0["ARTICLE_FILE"] == "chess.txt" }?["OUTCOME"] == "new-story")
        try daemon.waitUntil("rejected/") { daemon.files(in: "rejected").count == 2 }
    }

    @Test("a file that was in progress when the process was killed twice from outside is read once more")
    func twoKills() throws {
        let daemon = try TestDaemon()
        try leaveClaim(in: daemon, id: 1, name: "flood.txt", text: Texts.flood("Ferries run."), attempts: 2)
        try leaveClaim(in: daemon, id: 2, name: "chess.txt", text: Texts.chess, attempts: 3)
        try daemon.start()
        let told = try daemon.waitForDecisions(2)
        #expect(told.first { $0["ARTICLE_FILE"] == "flood.txt" }?["OUTCOME"] == "new-story")
        #expect(told.first { $0["ARTICLE_FILE"] == "chess.txt" }?["REASON"] == "crashed-the-reader")
    }

    @Test("a long file that kills from outside interrupt is not suspected while it gets on")
    func killedLongFile() throws {
        func row(_ text: String) throws -> String {
            String(decoding: try JSONEncoder().encode(["title": "A headline", "text": text]), as: UTF8.self)
        }
        let rows = try [row(Texts.flood("One.")), row(Texts.flood("Two.")), row(Texts.chess)].joined(separator: "\n")
        let daemon = try TestDaemon()
        try leaveClaim(in: daemon, id: 1, name: "on.jsonl", text: rows, attempts: 3, progress: 2)
        try leaveClaim(in: daemon, id: 2, name: "stuck.jsonl", text: rows, attempts: 3, progress: 2)
        do {
            // At the start before, the first had come to its first row and the second to where it is now.
            let ledger = try Ledger(path: daemon.settings.ledger.path)
            defer { ledger.close() }
            try ledger.setValue(Recovery.progressKey, "1:1 2:2")
        }
        try leaveNumber(daemon)
        try daemon.start()
        let told = try daemon.waitForDecisions(2)
        #expect(told.first { $0["ARTICLE_FILE"] == "on.jsonl#3" }?["OUTCOME"] == "new-story")
        #expect(told.first { $0["ARTICLE_FILE"] == "stuck.jsonl" }?["REASON"] == "crashed-the-reader")
    }

    @Test("reading a file that somebody still writes to is no attempt")
    func stillWritten() throws {
        let daemon = try TestDaemon()
        daemon.settings.folder.settle = .seconds(1)
        try leaveClaim(in: daemon, id: 1, name: "slow.txt", text: Texts.flood("It begins."), attempts: 1)
        let file = try #require(FileHandle(forWritingAtPath: daemon.settings.folder.work.appending("1").string))
        try file.seekToEnd()
        try file.write(contentsOf: Data("And it goes on.".utf8))
        try file.close()
        try daemon.start()
        let reader = try Ledger.readOnly(path: daemon.settings.ledger.path)
        try daemon.waitUntil("the attempt to be taken back") { try reader.openClaims().first?.attempts == 0 }
        _ = try daemon.waitForDecisions(1)
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
    }

    @Test("a file that was claimed to be moved is archived under `keep` too, and decided once")
    func keptLater() throws {
        let daemon = try TestDaemon()
        try leaveClaim(in: daemon, id: 1, name: "flood.txt", text: Texts.flood("Ferries run."), attempts: 0)
        daemon.settings.folder.finished = .keep
        try daemon.start()
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
        try daemon.drop("chess.txt", Texts.chess)
        let told = try daemon.waitForDecisions(2)
        #expect(told.map { $0["ARTICLE_FILE"] } == ["flood.txt", "chess.txt"])
        #expect(daemon.files(in: "incoming") == ["chess.txt"])
    }

    @Test("a claim whose rename never happened is taken anew, once")
    func claimWithoutRename() throws {
        let daemon = try TestDaemon()
        try leaveClaim(
            in: daemon, id: 1, name: "flood.txt", text: Texts.flood("Ferries run."), attempts: 1, renamed: false)
        try daemon.start()
        _ = try daemon.waitForDecisions(1)
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
        daemon.stop()
        #expect(daemon.sink.decisions.count == 1)
    }

    @Test("a file in work/ that no claim names is taken up")
    func stray() throws {
        let daemon = try TestDaemon()
        try FileManager.default.createDirectory(
            atPath: daemon.settings.folder.work.string, withIntermediateDirectories: true)
        try Texts.chess.write(
            toFile: daemon.settings.folder.work.appending("77").string, atomically: false, encoding: .utf8)
        try daemon.start()
        let told = try daemon.waitForDecisions(1)
        #expect(told[0]["OUTCOME"] == "new-story")
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
    }

    @Test("a stray in work/ that is no file is refused for what it is, and a folder there is left alone")
    func strayOfAnotherKind() throws {
        let daemon = try TestDaemon()
        let work = daemon.settings.folder.work
        try FileManager.default.createDirectory(
            atPath: work.appending("78").string, withIntermediateDirectories: true)
        #expect(symlink("/etc/passwd", work.appending("77").string) == 0)
        try daemon.start()
        let told = try daemon.waitForDecisions(1)
        #expect(told[0]["REASON"] == "not a regular file (symbolic link)")
        try daemon.waitUntil("rejected/") { daemon.files(in: "rejected").count == 2 }
        #expect(FileManager.default.fileExists(atPath: work.appending("78").string))
    }

    @Test("after a stop in good order that could not be written down, no file is a suspect")
    func fullDiskAtStop() throws {
        let daemon = try TestDaemon()
        try leaveClaim(in: daemon, id: 1, name: "flood.txt", text: Texts.flood("Ferries run."), attempts: 3)
        let path = daemon.settings.ledger.path
        // As the ledger and its lock look when the disk was full at the end.
        try markUnclean(path)
        try Data().write(to: URL(filePath: path.string + ".lock"))
        try daemon.start()
        #expect(try daemon.waitForDecisions(1)[0]["OUTCOME"] == "new-story")
    }

    @Test("after a death that left its number in the lock, a file in progress too often is refused")
    func deathLeavesNumber() throws {
        let daemon = try TestDaemon()
        try leaveClaim(in: daemon, id: 1, name: "flood.txt", text: Texts.flood("Ferries run."), attempts: 3)
        let path = daemon.settings.ledger.path
        try markUnclean(path)
        try leaveNumber(daemon)
        try daemon.start()
        #expect(try daemon.waitForDecisions(1)[0]["REASON"] == "crashed-the-reader")
    }

    private func markUnclean(_ path: FilePath) throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sqlite3", path.string, "UPDATE meta SET value = '0' WHERE key = 'ledger.clean'"]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    @Test("what the journal did not take is sent by the next run, and only then put away")
    func journalDown() throws {
        let daemon = try TestDaemon()
        daemon.sink.isRefusing = true
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run."))
        try daemon.waitUntil("the claim") { daemon.files(in: "work").count == 1 }
        let path = daemon.settings.ledger.path
        try daemon.waitUntil("the commit") {
            let ledger = try Ledger.readOnly(path: path)
            return try ledger.counts().lastSequence == 1
        }
        daemon.stop(patience: .milliseconds(200))
        #expect(daemon.sink.decisions.isEmpty)
        #expect(daemon.files(in: "work").count == 1)
        daemon.sink.isRefusing = false
        try daemon.start()
        let told = try daemon.waitForDecisions(1)
        #expect(told[0]["ASSIGNMENT_SEQ"] == "1")
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
    }

    @Test("a decided file that somebody took out of work/ is finished, not waited for")
    func takenOutOfWork() throws {
        let daemon = try TestDaemon()
        daemon.sink.isRefusing = true
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run."))
        let path = daemon.settings.ledger.path
        try daemon.waitUntil("the commit") { try Ledger.readOnly(path: path).counts().lastSequence == 1 }
        daemon.stop(patience: .milliseconds(200))
        try FileManager.default.removeItem(atPath: daemon.settings.folder.work.appending("1").string)
        daemon.sink.isRefusing = false
        try daemon.start()
        try daemon.waitUntil("the claim to end") { try Ledger.readOnly(path: path).openClaims().isEmpty }
    }

    @Test("a second daemon on the same ledger is told who has it")
    func oneOwner() throws {
        let daemon = try TestDaemon()
        try daemon.start()
        let error = #expect(throws: LedgerError.self) { _ = try Ledger(path: daemon.settings.ledger.path) }
        guard case .locked(let pid) = error else {
            Issue.record("expected .locked, got \(String(describing: error))")
            return
        }
        #expect(pid == getpid())
    }
}

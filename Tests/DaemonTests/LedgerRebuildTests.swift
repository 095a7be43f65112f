import Articles
import DropFolder
import Foundation
import Ledger
import Synchronization
import SystemPackage
import Testing

@testable import Daemon

@Suite("A damaged ledger is set aside and made anew")
struct LedgerRebuildTests {
    private let daemon: TestDaemon
    private var path: FilePath { daemon.settings.ledger.path }

    init() throws { daemon = try TestDaemon() }

    /// What must be the same again, as text.
    private static let questions = [
        "SELECT * FROM stories ORDER BY number", "SELECT * FROM memberships ORDER BY article",
        """
        SELECT id, position, arrived_at, title, language, file, hex(text_hash) FROM articles ORDER BY id
        """,
        "SELECT sequence, kind, position, article, story, other_story FROM decisions WHERE kind <> 'rejected' ORDER BY 1",
        """
        SELECT sequence, decisions.position, decisions.reason, CAST(name AS TEXT) FROM decisions JOIN claims ON claims.id = claim
        WHERE decisions.kind = 'rejected' ORDER BY 1
        """,
        "SELECT hex(zstd) FROM texts ORDER BY article", "SELECT value FROM meta WHERE key = 'ledger.identity'",
    ]

    private func sqlite(_ sql: String, _ ledger: FilePath) throws -> String {
        let (process, output) = (Process(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["sqlite3", ledger.string, sql]
        process.standardOutput = output
        try process.run()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(sql)")
        return text
    }

    private func state() throws -> [String] { try Self.questions.map { try sqlite($0, path) } }

    /// Overwrites every page of some tables, after an unclean stop.
    private func damage(_ tables: String...) throws {
        _ = try sqlite("UPDATE meta SET value = '0' WHERE key = 'ledger.clean'; PRAGMA wal_checkpoint(TRUNCATE)", path)
        let list = tables.map { "'\($0)'" }.joined(separator: ",")
        let pages = try sqlite("SELECT pgoffset, pgsize FROM dbstat WHERE name IN (\(list))", path)
        let file = try #require(FileHandle(forUpdatingAtPath: path.string))
        for page in pages.split(separator: "\n") {
            let numbers = page.split(separator: "|").compactMap { UInt64($0) }
            try #require(numbers.count == 2)
            try file.seek(toOffset: numbers[0])
            try file.write(contentsOf: Data(repeating: 0xA5, count: Int(numbers[1])))
        }
        try file.close()
    }

    private var setAside: [FilePath] { Ledger.setAsideLedgers(of: path) }

    private func rows(_ count: Int) -> String {
        (0..<count).map {
            #"{"title": "Report \#($0)", "text": "Ship \#($0) of \#($0 * 7) left pier \#($0 % 9) late."}"#
        }
        .joined(separator: "\n")
    }

    /// Files of several kinds, decided and archived.
    private func fill() throws -> Int {
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run."))
        _ = try daemon.waitForDecisions(1)
        try daemon.drop("copy.txt", Texts.flood("Ferries run.") + "\nOne more line.\n")
        try daemon.drop("rows.jsonl", rows(300) + "\n{\"title\": \"no text\"}\n")
        try daemon.drop("chess.txt", Texts.chess)
        try daemon.drop("noise.bin", "\0\0\u{1}\0")
        try daemon.waitUntil("the files to be put away") {
            daemon.files(in: "archive").count == 4 && daemon.files(in: "rejected").count == 2
        }
        let reader = try Ledger.readOnly(path: path)
        try daemon.waitUntil("the claims to end") { try reader.openClaims().isEmpty }
        daemon.stop()
        return daemon.sink.decisions.count
    }

    @Test(
        "every decision comes back with its number, story and outcome, and the next one follows them",
        arguments: [["sketches", "articles"], ["claims", "decisions", "outbox", "meta"], ["sqlite_schema"]])
    func rebuilt(tables: [String]) throws {
        let told = try fill()
        let before = try state()
        for table in tables { try damage(table) }
        let damaged = try Data(contentsOf: URL(filePath: path.string))
        try daemon.start()
        #expect(daemon.sink.lines.contains { $0.contains("the ledger is damaged") && $0.contains("set aside") })
        #expect(daemon.sink.lines.contains { $0.contains("the ledger is made anew: 303 articles in") })
        #expect(setAside.count == 1)
        #expect(try Data(contentsOf: URL(filePath: setAside[0].string)) == damaged, "what was set aside was changed")
        for (question, (old, new)) in zip(Self.questions, zip(before, try state())) {
            // Refusals are in no archive: where the damaged ledger tells of them no more, only the journal does.
            guard tables == ["sketches", "articles"] || !question.contains("reason") else { continue }
            #expect(old == new, "\(question)")
        }
        #expect(daemon.sink.decisions.count == told, "something was told again")
        let last = try #require(daemon.sink.decisions.compactMap { $0["ASSIGNMENT_SEQ"].flatMap { Int($0) } }.max())

        try daemon.drop("copy2.txt", Texts.flood("Ferries run."))
        let next = try #require(try daemon.waitForDecisions(told + 1).last)
        #expect(next["OUTCOME"] == "exact-duplicate")
        #expect(next["DUPLICATE_FILE"] == "flood.txt")
        #expect(try #require(next["ASSIGNMENT_SEQ"].flatMap { Int($0) }) > last)
        daemon.stop()
        // It is a ledger like any other.
        try daemon.start()
        daemon.stop()
        #expect(setAside.count == 1)
    }

    @Test("what persons corrected is corrected again in its place")
    func corrections() throws {
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run."))
        _ = try daemon.waitForDecisions(1)
        try daemon.drop("copy.txt", Texts.flood("Ferries run.").uppercased())
        _ = try daemon.waitForDecisions(2)
        try correct(.move(article: "copy.txt", story: "new"), by: "alice")
        try daemon.drop("chess.txt", Texts.chess)
        let told = try daemon.waitForDecisions(4)
        let stories = [told[3], told[2]].map { $0["STORY_ID"] ?? "" }
        try correct(.merge(one: stories[0], other: stories[1]), by: "bob")
        _ = try daemon.waitForDecisions(6)
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 3 }
        daemon.stop()
        let before = try state()
        try damage("decisions", "memberships", "stories")
        try daemon.start()
        daemon.stop()
        #expect(!setAside.isEmpty)
        for (one, other) in zip(before, try state()) { #expect(one == other) }
        let sql = "SELECT sequence, corrected_by FROM decisions WHERE corrected_by IS NOT NULL ORDER BY 1"
        #expect(try sqlite(sql, path) == "3|alice\n5|bob\n6|bob\n")
    }

    private func correct(_ request: CorrectionRequest, by user: String) throws {
        guard case .corrected? = daemon.pipeline?.correct(request, user: user) else {
            throw Unfulfilled(description: "not corrected: \(request)")
        }
    }

    @Test(
        "where nothing tells any more what was decided of a file on its way, it is decided anew, beyond all numbers given",
        arguments: [["decisions"], ["claims", "decisions"], ["claims", "decisions", "outbox"]])
    func inFlightUnknown(tables: [String]) throws {
        try leaveInFlight()
        for table in tables { try damage(table) }
        daemon.sink.isRefusing = false
        try daemon.start()
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 2 }
        daemon.stop()
        #expect(daemon.sink.decisions.map { $0["OUTCOME"] } == ["new-story", "new-story"])
        let numbers = daemon.sink.decisions.compactMap { $0["ASSIGNMENT_SEQ"].flatMap { Int($0) } }
        // Where the highest number is not known either, a million are passed over.
        #expect(numbers.first == 1 && numbers.last ?? 0 > 2)
        #expect(try sqlite("SELECT count(*) FROM decisions", path) == "2\n")
    }

    @Test("what was decided and not yet told or put away keeps its number, and is told and put away once")
    func inFlight() throws {
        try leaveInFlight()
        let before = try state()
        try damage("sketches")
        daemon.sink.isRefusing = false
        try daemon.start()
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 2 }
        daemon.stop()
        #expect(try state() == before)
        #expect(daemon.sink.decisions.map { $0["ASSIGNMENT_SEQ"] } == ["1", "2"])
    }

    /// Leaves one file archived and one decided, in `work/`, and not told.
    private func leaveInFlight() throws {
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run."))
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
        daemon.sink.isRefusing = true
        try daemon.drop("chess.txt", Texts.chess)
        let reader = try Ledger.readOnly(path: path)
        try daemon.waitUntil("the commit") { try reader.counts().lastSequence == 2 }
        daemon.stop(patience: .milliseconds(100))
        #expect(daemon.files(in: "work").count == 1)
    }

    @Test("files that stay in place are known again, and not decided twice")
    func keptFiles() throws {
        daemon.settings.folder.finished = .keep
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run."))
        try daemon.drop("chess.txt", Texts.chess)
        _ = try daemon.waitForDecisions(2)
        let reader = try Ledger.readOnly(path: path)
        try daemon.waitUntil("the claims to end") { try reader.openClaims().isEmpty }
        daemon.stop()
        let before = try state()
        try damage("sketches")
        try daemon.start()
        #expect(try state() == before)
        try daemon.drop("copy.txt", Texts.chess)
        #expect(try daemon.waitForDecisions(3).last?["DUPLICATE_FILE"] == "chess.txt")
        daemon.stop()
        #expect(daemon.sink.decisions.count == 3)
    }

    @Test("a file of more articles than are kept at a time comes back whole, also where another was read in between")
    func longFile() throws {
        let folder = daemon.root.appending("archive")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        for name in ["a.jsonl", "b.jsonl"] {
            try rows(60).write(toFile: folder.appending(name).string, atomically: false, encoding: .utf8)
        }
        func file(_ name: String, _ runs: [SequenceNote.Run]) -> ArchiveReplay.File {
            ArchiveReplay.File(path: folder.appending(name), name: FilePath(name), arrived: 1_700_000_000, runs: runs)
        }
        // One article of each by turns, then the rest.
        let turns = (1...25).map { Int64($0) }
        let files = [
            file(
                "a.jsonl",
                turns.map { .init(position: Int($0), sequence: 2 * $0 - 1, count: 1) } + [
                    .init(position: 26, sequence: 51, count: 35)
                ]),
            file(
                "b.jsonl",
                turns.map { .init(position: Int($0), sequence: 2 * $0, count: 1) } + [
                    .init(position: 26, sequence: 90, count: 35)
                ]),
        ]
        for window in [(1, 1 << 20), (7, 1 << 20), (1000, 100), (1000, 1 << 20)] {
            var replay = ArchiveReplay(files: files, limits: ReaderLimits(), window: window)
            var (steps, last) = (0, Int64(0))
            while let step = try replay.next() {
                #expect(step.sequence > last)
                #expect(step.article.title == "Report \(step.position - 1)")
                #expect(step.name.hasSuffix("#\(step.position)"))
                (steps, last) = (steps + 1, step.sequence)
            }
            #expect(steps == 120 && replay.missing == 0)
        }
    }

    @Test("what has left the archive is counted, and the rest is known")
    func missing() throws {
        _ = try fill()
        for name in daemon.files(in: "archive") where name.contains("rows") {
            try FileManager.default.removeItem(atPath: daemon.settings.folder.archive.pushing(FilePath(name)).string)
        }
        try damage("sketches")
        try daemon.start()
        #expect(
            daemon.sink.lines.contains {
                $0.contains("anew: 3 articles") && $0.contains("files of 300 others are gone")
            })
    }

    @Test("one that was interrupted goes on where it came to")
    func interrupted() throws {
        let told = try fill()
        let before = try state()
        try damage("articles")
        let asked = Atomic(0)
        // Asked before the ledger is opened, before the damaged one is read, and after every 128 articles.
        daemon.isStopping = { asked.add(1, ordering: .relaxed).newValue > 3 }
        #expect(throws: StartInterrupted.self) { try daemon.start() }
        let draft = LedgerRebuild.draft(of: path)
        #expect(!FileManager.default.fileExists(atPath: path.string))
        #expect(try sqlite("SELECT count(*) FROM articles", draft) == "256\n")
        daemon.isStopping = { false }
        try daemon.start()
        daemon.stop()
        #expect(try state() == before)
        #expect(setAside.count == 1)
        #expect(daemon.sink.decisions.count == told)
        let left = try FileManager.default.contentsOfDirectory(atPath: daemon.root.string)
        #expect(!left.contains { $0.contains("rebuild") }, "\(left)")
    }

    @Test("damage that shows while the ledger is in use leads to a new one at the next start")
    func noted() throws {
        let told = try fill()
        let before = try state()
        DamageNote.leave("database disk image is malformed", beside: path)
        try daemon.start()
        daemon.stop()
        #expect(setAside.count == 1)
        #expect(try state() == before)
        try daemon.start()
        daemon.stop()
        #expect(setAside.count == 1, "the note was kept")
        #expect(daemon.sink.decisions.count == told)
    }

    @Test(
        "damage of a large ledger that shows after the start ends the daemon, and the next start makes the ledger anew")
    func shownLate() throws {
        let told = try fill()
        // Of no use to the engine: only reading all of the ledger finds it.
        try damage("texts")
        daemon.largestChecked = 0
        let failure = Mutex<(any Error)?>(nil)
        daemon.onFailure = { error in failure.withLock { $0 = error } }
        // Taken before or after the damage is found, whichever comes first.
        try daemon.drop("late.txt", Texts.chess + " Late.")
        try daemon.start()
        #expect(setAside.isEmpty)
        try daemon.waitUntil("the failure") { failure.withLock { $0 } != nil }
        guard case .damaged? = failure.withLock({ $0 }) as? LedgerError else {
            throw Unfulfilled(description: "it failed otherwise")
        }
        daemon.stop()
        #expect(DamageNote.read(beside: path) != nil)
        try daemon.start()
        #expect(setAside.count == 1)
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").contains { $0.hasSuffix("late.txt") } }
        daemon.stop()
        let numbers = Set(daemon.sink.decisions.compactMap { $0["ASSIGNMENT_SEQ"] })
        #expect(numbers.count == told + 1, "told anew under other numbers, or not at all")
        #expect(try sqlite("SELECT count(*) FROM articles", path) == "304\n")
    }

    @Test("after three in a day it is left as it is, and the error says what to do")
    func tooOften() throws {
        _ = try fill()
        for _ in 0..<3 {
            DamageNote.leave("database disk image is malformed", beside: path)
            try daemon.start()
            daemon.stop()
        }
        DamageNote.leave("database disk image is malformed", beside: path)
        let error = #expect(throws: DamagedTooOften.self) { try daemon.start() }
        #expect(error?.description.contains("3 were set aside within a day") == true)
        #expect(FileManager.default.fileExists(atPath: path.string))
        #expect(setAside.count == 3)
    }

    @Test("a backup put back in the ledger's place gives no number twice, and it is said what it does not know")
    func backupPutBack() throws {
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run."))
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
        let backup = daemon.root.appending("backup.sqlite")
        try Ledger.readOnly(path: path).backup(to: backup)
        try daemon.drop("chess.txt", Texts.chess)
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 2 }
        daemon.stop()
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path.string + suffix) }
        try FileManager.default.moveItem(atPath: backup.string, toPath: path.string)
        try daemon.start()
        try daemon.drop("again.txt", Texts.chess)
        let told = try daemon.waitForDecisions(3)
        #expect(told.map { $0["ASSIGNMENT_SEQ"] } == ["1", "2", "3"])
        #expect(told[2]["OUTCOME"] == "new-story")
        #expect(daemon.sink.lines.contains { $0.contains("ends with decision 1 and the archive with 2") })
        daemon.stop()

        // And made anew it knows all of them.
        try FileManager.default.moveItem(atPath: path.string, toPath: path.string + ".old")
        try Data().write(to: URL(filePath: LedgerRebuild.draft(of: path).string))
        try daemon.start()
        #expect(daemon.sink.lines.contains { $0.contains("made anew: 3 articles in 2 stories") })
        #expect(try sqlite("SELECT outcome FROM memberships WHERE sequence = 3", path) == "exact-duplicate\n")
        daemon.stop()
        #expect(daemon.sink.decisions.count == 3)
    }

    @Test("a ledger of a later version is refused and never set aside")
    func laterVersion() throws {
        _ = try fill()
        _ = try sqlite("INSERT INTO grdb_migrations (identifier) VALUES ('later')", path)
        let error = #expect(throws: LedgerError.self) { try daemon.start() }
        #expect(error?.description.contains("later version of storyd") == true)
        #expect(setAside.isEmpty)
    }
}

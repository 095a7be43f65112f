import Foundation
import Ledger
import Logging
import Synchronization
import SystemPackage
import Testing

@testable import Daemon

@Suite("An archive taken in")
struct ImportTests {
    /// A folder of files: one event, reported by several, one report a line of a file of many; and a file that is no article.
    private func archive(_ daemon: TestDaemon) throws -> FilePath {
        let folder = daemon.root.appending("old")
        for name in ["old/b", "old/.hidden"] {
            try FileManager.default.createDirectory(
                atPath: daemon.root.appending(name).string, withIntermediateDirectories: true)
        }
        func write(_ name: String, _ text: String) throws {
            try text.write(toFile: folder.appending(name).string, atomically: false, encoding: .utf8)
        }
        for number in 0..<20 { try write("a\(number).txt", Texts.flood("Ferry \(number) runs.")) }
        let lines = (0..<600).map { number in
            "{\"title\":\"Session \(number)\",\"text\":\"\(Self.sentence(number)).\"}"
        }
        try write("b/many.jsonl", lines.joined(separator: "\n"))
        try write("b/chess.txt", Texts.chess)
        try write("bad.bin", "\u{0}\u{1}\u{2}\u{3}")
        try write(".hidden/secret.txt", Texts.chess)
        try write("unfinished.tmp", Texts.chess)
        return folder
    }

    private static func sentence(_ number: Int) -> String {
        let words = Texts.chess.split(separator: " ").filter { !$0.contains("\n") && !$0.contains("\"") }
        return (0..<40).map { String(words[(number * 7 + $0 * (number % 11 + 1)) % words.count]) }.joined(
            separator: " ")
    }

    private func state(_ path: FilePath) throws -> [String] {
        let ledger = try Ledger.readOnly(path: path)
        defer { ledger.close() }
        var rows: [String] = []
        try ledger.forEachDecision {
            rows.append(
                "\($0.decision.sequence) \($0.decision.kind) \($0.article?.file ?? "") \($0.decision.story ?? 0)")
            return true
        }
        return rows
    }

    private func run(_ daemon: TestDaemon, _ folder: FilePath, articles limit: Int = .max) throws -> (
        Bool, ImportProgress
    ) {
        let direct = try DirectLedger(daemon.settings, forImport: true)
        defer { direct.close() }
        let left = Atomic<Int>(limit)
        let run = try ImportRun(
            [folder], into: direct,
            isInterrupted: { left.subtract(1, ordering: .relaxed).newValue < 0 }, complain: { _ in })
        return (try run.run(), run.present)
    }

    @Test("broken off again and again, it decides every article once, as in one go")
    func resuming() throws {
        let (whole, broken) = (try TestDaemon(), try TestDaemon())
        let folder = try archive(whole)
        let (isComplete, progress) = try run(whole, folder)
        #expect(isComplete && progress.files == 23 && progress.filesDone == 23 && progress.articles == 621)
        #expect(progress.refused == 1 && progress.bytesDone == progress.bytes)
        let (_, again) = try run(whole, folder)
        #expect(again.filesKnown == 23 && again.articles == 0)
        var rounds = 0
        while try !run(broken, folder, articles: 60 + 40 * rounds).0 {
            rounds += 1
            try #require(rounds < 100)
        }
        #expect(rounds > 5)
        #expect(try state(broken.settings.ledger.path) == state(whole.settings.ledger.path))
        #expect(FileManager.default.fileExists(atPath: folder.appending("bad.bin").string))
    }

    @Test("over a running daemon, in between what is dropped, files stay where they are and the journal is told")
    func overDaemon() throws {
        let daemon = try TestDaemon()
        let folder = try archive(daemon)
        try daemon.start()
        let pipeline = try #require(daemon.pipeline)
        let control = daemon.root.appending("control")
        let server = try ControlServer(path: control, logger: Logger(label: "test")) { request, _ in
            guard case .take(let step, _) = request else { return .refused(reason: "not this") }
            return pipeline.imports(step)
        }
        let thread = StageThread("server") { server.run() }
        try daemon.drop("chess.txt", Texts.chess)
        let run = { (limit: Int) in
            let left = Atomic<Int>(limit)
            return try ImportRun(
                [folder], settings: daemon.settings, daemonAt: control, user: "alice",
                isInterrupted: { left.subtract(1, ordering: .relaxed).newValue < 0 }, complain: { _ in }
            ).run()
        }
        #expect(try !run(300))
        // A start in between leaves what is begun to the import.
        #expect(try run(.max))
        let told = try daemon.waitForDecisions(623)
        #expect(Set(told.compactMap { $0["ARTICLE_FILE"] }).count == 623)
        #expect(told.count == 623 && told.contains { $0["OUTCOME"] == "rejected" && $0["ARTICLE_FILE"] == "bad.bin" })
        #expect(FileManager.default.fileExists(atPath: folder.appending("bad.bin").string))
        #expect(try run(.max))
        try daemon.waitUntil("all are finished") { try pipeline.shared.ledger.counts().openClaims == 0 }
        #expect(daemon.sink.decisions.count == 623 && daemon.files(in: "rejected").isEmpty)
        server.stop()
        thread.join(timeout: 10)
    }
}

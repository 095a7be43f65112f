import Foundation
import Testing

@testable import Daemon

/// The real process, killed at every step of the line and at random moments: nothing is lost, nothing decided twice,
/// nothing left untold, and a replay of the archive gives every answer again.
@Suite("killed at any moment", .serialized)
struct KilledTests {
    @Test("killed at each step of the line in turn", .timeLimit(.minutes(5)))
    func everyStep() async throws {
        let seed = UInt64.random(in: .min ... .max)
        print("killed at each step: seed \(seed)")
        var run = try CrashRun(program: try Host.debugProgram, seed: seed)
        for point in KillPoint.allCases {
            try run.drop(12)
            try run.storyd.start(killAt: "\(point.rawValue):1")
            // The second half comes while it runs.
            try run.drop(12)
            #expect(try await run.dies(within: .seconds(60)), "\(point) was never come to: \(run.storyd.complaint)")
        }
        let findings = try await run.finish()
        #expect(findings.suspected == 0)
    }

    @Test("killed at random", .timeLimit(.minutes(10)))
    func random() async throws {
        try await killAtRandom(kills: 50, filesAKill: 8)
    }

    @Test("a file on which the reader overflows its stack is refused after the second crash", .timeLimit(.minutes(2)))
    func stackOverflow() async throws {
        let storyd = try ForegroundStoryd(program: try Host.debugProgram)
        let word = "abysswithoutend"
        let bad = DroppedFiles.File(
            name: "bad.txt", content: Array("A headline\n\nThe \(word) sits here.\n".utf8), decisions: 1,
            isRejected: true)
        try storyd.drop(bad, byRename: true)
        let note = URL(filePath: storyd.ledger.path + ".crash")
        for _ in 0..<2 {
            try storyd.start(environment: ["STORYD_TEST_OVERFLOW": word])
            try await eventually("it crashes") { !storyd.isRunning }
            #expect(storyd.diedBy() == SIGSEGV)
            #expect(FileManager.default.fileExists(atPath: note.path), "no note says that it crashed")
        }
        try storyd.start(environment: ["STORYD_TEST_OVERFLOW": word])
        try await eventually("the file is refused") {
            try await storyd.query("SELECT reason FROM decisions") == ["crashed-the-reader"]
        }
        #expect(storyd.stop() == 0)
    }

    private func killAtRandom(kills: Int, filesAKill: Int) async throws {
        let seed = UInt64.random(in: .min ... .max)
        print("killed at random: seed \(seed)")
        var run = try CrashRun(program: try Host.debugProgram, seed: seed)
        var died = 0
        for _ in 0..<kills {
            try run.drop(filesAKill / 2)
            if Bool.random(using: &run.random), let point = KillPoint.allCases.randomElement(using: &run.random) {
                try run.storyd.start(killAt: "\(point.rawValue):\(Int.random(in: 1...8, using: &run.random))")
                try run.drop(filesAKill - filesAKill / 2)
                // It need not come to the point so often: then it is killed at rest.
                if try await run.dies(within: .milliseconds(1000)) { died += 1 }
            } else {
                try run.storyd.start()
                try run.drop(filesAKill - filesAKill / 2)
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...500, using: &run.random)))
            }
            run.storyd.kill()
        }
        #expect(died > kills / 10, "hardly any kill came in the middle of something")
        let findings = try await run.finish()
        print("killed at random: \(kills) kills, \(run.dropped.files.count) files, \(findings)")
    }
}

/// One spool and its process through many kills.
struct CrashRun {
    let storyd: ForegroundStoryd
    var dropped: DroppedFiles
    var random: ArticleGenerator
    private let seed: UInt64

    init(program: URL, seed: UInt64) throws {
        storyd = try ForegroundStoryd(program: program)
        dropped = DroppedFiles(seed: seed)
        random = ArticleGenerator(seed: ~seed)
        self.seed = seed
    }

    /// Drops so many files, some of them written in place.
    mutating func drop(_ count: Int) throws {
        for _ in 0..<count { try storyd.drop(dropped.next(), byRename: Int.random(in: 0..<4, using: &random) > 0) }
    }

    /// Waits until the process ends by itself. Returns whether it died of a kill.
    func dies(within limit: Duration) async throws -> Bool {
        let deadline = ContinuousClock.now + limit
        while storyd.isRunning {
            guard ContinuousClock.now < deadline else { return false }
            try await Task.sleep(for: .milliseconds(5))
        }
        return storyd.wasKilled()
    }

    /// Lets it run to the end of its work, stops it in good order, and checks what must hold.
    func finish() async throws -> Invariants.Findings {
        try storyd.start()
        let total = dropped.files.count
        try await eventually("all \(total) files are put away, seed \(seed)", within: .seconds(300)) {
            try #require(storyd.isRunning, "it ended: \(storyd.complaint)")
            let finished = try? await storyd.query("SELECT count(*) FROM claims WHERE state = 2")
            return finished == ["\(total)"]
        }
        #expect(storyd.stop() == 0, "\(storyd.complaint)")
        return try await Invariants(storyd: storyd, dropped: dropped, seed: seed, knowsEntries: true).check()
    }
}

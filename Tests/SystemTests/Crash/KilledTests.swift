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
        let run = try CrashRun(program: try Host.debugProgram, seed: seed)
        for point in KillPoint.line {
            try run.drop(12)
            try run.storyd.start(killAt: "\(point.rawValue):1")
            // The second half comes while it runs.
            try run.drop(12)
            #expect(try await run.dies(within: .seconds(60)), "\(point) was never come to: \(run.storyd.complaint)")
        }
        let findings = try await run.finish()
        #expect(findings.suspected == 0)
    }

    @Test("killed while a damaged ledger is set aside and made anew", .timeLimit(.minutes(5)))
    func rebuilding() async throws {
        let run = try CrashRun(program: try Host.debugProgram, seed: .random(in: .min ... .max))
        try run.drop(240)
        try run.storyd.start()
        try await run.storyd.waitUntilPutAway(240)
        try run.drop(30)
        #expect(run.storyd.stop() == 0)
        // Some are on their way when it dies.
        try run.storyd.start(killAt: "\(KillPoint.sent.rawValue):10")
        #expect(try await run.dies(within: .seconds(60)), "\(run.storyd.complaint)")
        let handle = try FileHandle(forUpdating: run.storyd.ledger)
        try await run.storyd.settle()
        for page in try await run.storyd.query("SELECT pgoffset, pgsize FROM dbstat WHERE name = 'sketches'") {
            let numbers = page.split(separator: "|").compactMap { UInt64($0) }
            try #require(numbers.count == 2)
            try handle.seek(toOffset: numbers[0])
            try handle.write(contentsOf: Data(repeating: 0xA5, count: Int(numbers[1])))
        }
        try handle.close()
        for point in [KillPoint.setAside, .rebuilding, .rebuilt] {
            try run.storyd.start(killAt: "\(point.rawValue):1")
            #expect(try await run.dies(within: .seconds(60)), "\(point) was never come to: \(run.storyd.complaint)")
        }
        let findings = try await run.finish()
        #expect(findings.suspected == 0)
        let set = try FileManager.default.contentsOfDirectory(atPath: run.storyd.root.path)
        #expect(set.filter { $0.contains(".damaged-") && !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm") }.count == 1)
    }

    @Test("killed after decisions that the engine's snapshot does not know, again and again", .timeLimit(.minutes(5)))
    func snapshot() async throws {
        let run = try CrashRun(program: try Host.debugProgram, seed: .random(in: .min ... .max))
        // As many as a snapshot is worth while for.
        try run.drop(1100)
        try run.storyd.start()
        try await run.storyd.waitUntilPutAway(1100)
        #expect(run.storyd.stop() == 0)
        let path = URL(filePath: run.storyd.ledger.path + ".engine")
        let snapshot = try Data(contentsOf: path)
        for _ in 0..<3 {
            try run.drop(30)
            try run.storyd.start(killAt: "\(KillPoint.committed.rawValue):1")
            #expect(try await run.dies(within: .seconds(60)), "\(run.storyd.complaint)")
        }
        #expect(try Data(contentsOf: path) == snapshot)
        // The replay of the archive compares all that was decided with what one process decides.
        let findings = try await run.finish()
        #expect(findings.suspected == 0)
        #expect(try !run.storyd.said().contains { $0.contains("was of no use") })
    }

    @Test("killed at random", .timeLimit(.minutes(10)))
    func random() async throws {
        let run = try CrashRun(program: try Host.debugProgram, seed: .random(in: .min ... .max))
        try await run.killAtRandom(kills: 50, filesAKill: 8)
        print("killed at random: \(try await run.finish())")
    }

    @Test("killed at random while system calls fail", .timeLimit(.minutes(10)))
    func faults() async throws {
        let run = try CrashRun(program: try Host.debugProgram, seed: .random(in: .min ... .max))
        run.storyd.faultsPerMille = 20
        try await run.killAtRandom(kills: 10, filesAKill: 8)
        let findings = try await run.finish()
        print("killed at random while system calls fail: \(findings)")
        #expect(findings.faults > 0)
    }

    @Test("the long run", .enabled(if: LongRun.isAsked, "make soak"))
    func soak() async throws {
        var total = Findings()
        while total.kills < LongRun.kills || total.files < LongRun.files {
            let seed = UInt64.random(in: .min ... .max)
            // By turns at the points of the line with failing calls, and at any moment under load.
            let steps = try CrashRun(program: try Host.debugProgram, seed: seed)
            steps.storyd.faultsPerMille = 5
            try await steps.killAtRandom(kills: 25, filesAKill: 20)
            total.add(try await steps.finish())
            let load = try CrashRun(program: try Host.releaseProgram, seed: ~seed)
            try await load.killAtRandom(kills: 25, filesAKill: LongRun.filesAKill)
            total.add(try await load.finish(isDebug: false))
            print("so far: \(total)")
            // Into a file as well, where standard output waits until there is much of it.
            fflush(nil)
        }
        print("soak: \(total)")
        #expect(total.lost == 0 && total.decidedTwice == 0 && total.untold == 0)
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
}

/// How long `make soak` goes on.
enum LongRun {
    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    static let isAsked = number("STORYD_SOAK_KILLS") != nil
    static let kills = number("STORYD_SOAK_KILLS") ?? 0
    static let files = number("STORYD_SOAK_FILES") ?? 0
    /// Files dropped for each kill under load: as many as the release build decides in some tenths of a second.
    static let filesAKill = number("STORYD_SOAK_FILES_A_KILL") ?? 400
}

/// One spool and its process through many kills.
final class CrashRun {
    let storyd: ForegroundStoryd
    private var dropped: DroppedFiles
    private var random: ArticleGenerator
    private let seed: UInt64
    private var kills = 0

    init(program: URL, seed: UInt64) throws {
        storyd = try ForegroundStoryd(program: program)
        dropped = DroppedFiles(seed: seed)
        random = ArticleGenerator(seed: ~seed)
        self.seed = seed
        print("files and kills by seed \(seed)")
    }

    /// Drops so many files, some of them written in place.
    func drop(_ count: Int) throws {
        for _ in 0..<count { try storyd.drop(dropped.next(), byRename: Int.random(in: 0..<4, using: &random) > 0) }
    }

    /// Waits until the process ends by itself. Returns whether it died of a kill.
    func dies(within limit: Duration) async throws -> Bool {
        let deadline = ContinuousClock.now + limit
        while storyd.isRunning {
            guard ContinuousClock.now < deadline else { return false }
            try await Task.sleep(for: .milliseconds(5))
        }
        guard storyd.wasKilled() else { return false }
        kills += 1
        return true
    }

    /// Starts and kills it again and again, at points of the line and at any moment, while files come.
    func killAtRandom(kills: Int, filesAKill: Int) async throws {
        for _ in 0..<kills {
            try drop(filesAKill / 2)
            if Bool.random(using: &random), let point = KillPoint.line.randomElement(using: &random) {
                try storyd.start(killAt: "\(point.rawValue):\(Int.random(in: 1...8, using: &random))")
                try drop(filesAKill - filesAKill / 2)
                // It need not come to the point so often: then it is killed at rest.
                _ = try await dies(within: .milliseconds(1000))
            } else {
                try storyd.start()
                try drop(filesAKill - filesAKill / 2)
                try await Task.sleep(for: .milliseconds(Int.random(in: 0...500, using: &random)))
            }
            if storyd.kill() { self.kills += 1 }
        }
        #expect(self.kills > kills / 2, "hardly any start came so far as to be killed: \(storyd.complaint)")
    }

    /// Lets it run to the end of its work, stops it in good order, and checks what must hold.
    func finish(isDebug: Bool = true) async throws -> Findings {
        storyd.faultsPerMille = 0
        try storyd.start()
        let total = dropped.files.count
        try await eventually("all \(total) files are put away, seed \(seed)", within: .seconds(300)) {
            try #require(storyd.isRunning, "it ended: \(storyd.complaint)")
            let finished = try? await storyd.query("SELECT count(*) FROM claims WHERE state = 2")
            // With nothing left to do it might be stopped before it knows how to.
            return finished == ["\(total)"] && storyd.isReady
        }
        #expect(storyd.stop() == 0, "\(storyd.complaint)")
        var findings = Findings(kills: kills, files: total, faults: storyd.faultsInjected)
        try await Invariants(storyd: storyd, dropped: dropped, seed: seed, knowsEntries: isDebug).check(&findings)
        return findings
    }
}

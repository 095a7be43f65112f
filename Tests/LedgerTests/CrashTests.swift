import Foundation
import SystemPackage
import Testing

@testable import Ledger

@Suite("Other processes")
struct CrashTests {
    @Test("what was committed before a kill -9 is there, and nothing is there by half")
    func kill() async throws {
        let folder = try TemporaryFolder()
        let path = folder.ledgerPath.string
        let acknowledged = path + ".acknowledged"
        let killer = Task.detached { try await killOwner(of: path, afterLines: 30, in: acknowledged) }
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [path = path as String, acknowledged = acknowledged as String] in
            let ledger = try Ledger(path: FilePath(path))
            let file = try FileDescriptor.open(
                FilePath(acknowledged), .writeOnly, options: [.create, .append], permissions: .ownerReadWrite)
            for round in Int64(0)... {
                let first = round * 10 + 1
                try ledger.insertClaims([claim(round + 1)])
                var whole = batch(first...first + 9, claim: round + 1)
                whole.progress = [ClaimProgress(claim: round + 1, decided: 10, complete: true)]
                try ledger.commit(whole)
                _ = try file.writeAll("\(round)\n".utf8)
            }
        }
        try await killer.value
        let rounds = try String(contentsOfFile: acknowledged, encoding: .utf8).split(separator: "\n").count
        #expect(rounds >= 30)
        let ledger = try Ledger(path: folder.ledgerPath)
        #expect(ledger.wasUnclean)
        let counts = try ledger.counts()
        #expect(counts.articles >= rounds * 10)
        #expect(counts.articles % 10 == 0)
        #expect(counts.lastSequence == Int64(counts.articles))
        #expect(counts.lastStory == Int64(counts.articles))
        #expect(counts.unconfirmed == counts.articles)
        let claims = try ledger.openClaims()
        #expect(claims.count { $0.state == .decided } == counts.articles / 10)
        #expect(claims.count - counts.articles / 10 <= 1)
        // The next owner goes on where the last one was killed.
        try ledger.commit(batch(counts.lastArticle + 1...counts.lastArticle + 10))
    }

    @Test("another process is told who has the ledger")
    func lockedOut() async throws {
        let folder = try TemporaryFolder()
        let ledger = try folder.openLedger()
        await #expect(processExitsWith: .exitCode(75)) {
            [path = folder.ledgerPath.string as String, owner = getpid() as Int32] in
            do {
                _ = try Ledger(path: FilePath(path))
            } catch LedgerError.locked(pid: owner) {
                exit(75)
            }
        }
        ledger.close()
    }
}

/// Kills the process that has the ledger once it has written this many lines.
private func killOwner(of path: String, afterLines lines: Int, in file: String) async throws {
    let deadline = ContinuousClock.now + .seconds(120)
    while ContinuousClock.now < deadline {
        let written = (try? String(contentsOfFile: file, encoding: .utf8))?.utf8.count { $0 == 10 } ?? 0
        let owner = (try? String(contentsOfFile: path + ".lock", encoding: .utf8)).flatMap { Int32($0.dropLast()) }
        if written >= lines, let owner, owner != getpid() {
            #expect(kill(owner, SIGKILL) == 0)
            return
        }
        try await Task.sleep(for: .milliseconds(3))
    }
    Issue.record("the other process did not get that far")
}

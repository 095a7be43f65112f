import DropFolder
import Foundation
import Ledger
import Synchronization
import SystemPackage
import Testing

@testable import Daemon

@Suite("Files that cannot be taken")
struct ClaimRetryTests {
    private func file(_ inode: UInt64) -> FoundFile {
        FoundFile(
            folder: "/in", name: FilePath("\(inode).txt"),
            key: FileKey(device: 1, inode: inode, size: 1, modified: 1, changed: Int64(inode)), kind: .regular)
    }

    @Test("each wait is twice the one before, up to five minutes, and a file that was taken begins anew")
    func schedule() {
        var retries = ClaimRetries()
        var now = Moment.now
        var waits: [Int64] = []
        for _ in 0..<11 {
            let wait = retries.failed(file(1), at: now)
            waits.append(wait.milliseconds / 1000)
            #expect(retries.takeDue(at: now + wait - .milliseconds(1)).isEmpty)
            now += wait
            #expect(retries.takeDue(at: now).map(\.key.inode) == [1])
            #expect(retries.takeDue(at: now).isEmpty)
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300])
        #expect(retries.count == 1)
        retries.settled(file(1))
        #expect(retries.count == 0 && retries.nextDue == nil)
        #expect(retries.failed(file(1), at: now) == .seconds(1))
    }

    @Test("a file that cannot be moved for now is tried again with a growing wait, and delays no other")
    func growingWait() throws {
        let daemon = try TestDaemon()
        let tries = Mutex<[Date]>([])
        let real = daemon.system.rename
        daemon.system.rename = { (oldFolder, old, newFolder, new) throws(Errno) in
            if strcmp(old, "stuck.txt") == 0,
                tries.withLock({ tries in
                    tries.append(.now)
                    return tries.count < 4
                })
            {
                throw .noSpace
            }
            try real(oldFolder, old, newFolder, new)
        }
        try daemon.start()
        try daemon.drop("stuck.txt", Texts.flood("Stuck."))
        try daemon.waitUntil("the first try") { tries.withLock { !$0.isEmpty } }
        try daemon.drop("chess.txt", Texts.chess)
        #expect(try daemon.waitForDecisions(1)[0]["ARTICLE_FILE"] == "chess.txt")
        #expect(tries.withLock { $0.count } < 4, "it was not tried sparingly")
        #expect(try daemon.waitForDecisions(2)[1]["ARTICLE_FILE"] == "stuck.txt")
        let moments = tries.withLock { $0 }
        let waits = zip(moments.dropFirst(), moments).map { $0.timeIntervalSince($1) }
        #expect(waits.count == 3)
        for (wait, least) in zip(waits, [1.0, 2, 4]) { #expect(wait >= least - 0.05, "\(waits)") }
        #expect(daemon.sink.lines.contains { $0.contains("trying again in 2s") })
    }
}

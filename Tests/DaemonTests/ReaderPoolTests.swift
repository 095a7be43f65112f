import Foundation
import Ledger
import Testing

@testable import Daemon

@Suite("Reading side by side")
struct ReaderPoolTests {
    @Test("a file that fills what is to be decided for as long as it lasts holds up no other")
    func heldLeader() throws {
        let daemon = try TestDaemon()
        daemon.settings.readerThreads = 2
        try daemon.start()
        let results = try #require(daemon.pipeline?.shared.results)
        // Nothing is decided, and far more is read than two threads are to read ahead.
        do {
            let release = DispatchSemaphore(value: 0)
            results.put(.checkpoint { release.wait() })
            defer { release.signal() }
            try daemon.waitUntil("the sequencer") { results.count == 0 }
            results.putBack(.checkpoint {}, cost: 64 << 20)
            // By then neither thread waits for a file with less in mind.
            let began = ContinuousClock.now
            try daemon.waitUntil("a look at the queue") { ContinuousClock.now - began > .milliseconds(1200) }
            let ledger = try Ledger.readOnly(path: daemon.settings.ledger.path)
            func isBegun(_ name: String) throws -> Bool {
                try ledger.openClaims().contains { $0.name == Array(name.utf8) && $0.attempts == 1 }
            }
            try daemon.drop("one.txt", Texts.flood("Ferries run instead."))
            try daemon.waitUntil("the first file") { try isBegun("one.txt") }
            try daemon.drop("two.txt", Texts.flood("No ferry runs."))
            try daemon.waitUntil("the second file, which the other thread reads") { try isBegun("two.txt") }
        }
        #expect(try daemon.waitForDecisions(2).count == 2)
    }
}

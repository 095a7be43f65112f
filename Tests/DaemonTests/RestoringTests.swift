import DropFolder
import Foundation
import Ledger
import Synchronization
import SystemPackage
import Testing

@testable import Daemon

@Suite("Files are taken while what is known is restored")
struct RestoringTests {
    private let daemon: TestDaemon
    /// Closed while the restoration is held.
    private let gate = Gate()

    /// Holds whoever comes by while it is closed.
    private final class Gate: Sendable {
        private let closed = Atomic<Bool>(true)

        func open() { closed.store(false, ordering: .releasing) }

        func pass() { while closed.load(ordering: .acquiring) { Thread.sleep(forTimeInterval: 0.005) } }
    }

    init() throws {
        daemon = try TestDaemon()
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run instead."))
        _ = try daemon.waitForDecisions(1)
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
        daemon.stop()
    }

    private func startHeld() throws {
        daemon.onRestoring = { [gate] _ in gate.pass() }
        try daemon.start()
    }

    @Test("they are claimed meanwhile, the report says what is waited for, and they are decided afterwards")
    func taken() throws {
        // It returns, and with it READY is told.
        try startHeld()
        let pipeline = try #require(daemon.pipeline)
        try daemon.drop("copy.txt", Texts.flood("Ferries run instead."))
        try daemon.waitUntil("the claim") { !daemon.files(in: "work").isEmpty }
        #expect(daemon.files(in: "incoming").isEmpty)
        #expect(daemon.sink.decisions.count == 1)
        #expect(pipeline.report.restoring == .init(articles: 0, of: 1))
        #expect(pipeline.report.line.hasPrefix("restoring: 0 of 1 articles, "))
        #expect(pipeline.report.articles == 1 && pipeline.report.stories == 1)
        #expect(pipeline.stuckFor < .seconds(1))
        let reader = try Ledger.readOnly(path: daemon.settings.ledger.path)
        #expect(try reader.openClaims().map(\.attempts) == [0], "nothing is read that cannot be decided")
        guard case .refused(let reason) = pipeline.correct(.move(article: "flood.txt", story: "new"), user: "alice")
        else { throw Unfulfilled(description: "corrected what is not known yet") }
        #expect(reason.contains("just started") && reason.contains("0 of 1 articles"))
        gate.open()
        let told = try daemon.waitForDecisions(2)
        #expect(told[1]["OUTCOME"] == "exact-duplicate")
        #expect(told[1]["DUPLICATE_FILE"] == "flood.txt")
        #expect(pipeline.report.restoring == nil)
    }

    @Test("told to stop meanwhile it stops at once, and what it took is decided by the next start")
    func stopped() throws {
        try startHeld()
        for name in ["a.txt", "b.txt"] { try daemon.drop(name, Texts.chess + name) }
        try daemon.waitUntil("the claims") { daemon.files(in: "work").count == 2 }
        let pipeline = try #require(daemon.pipeline)
        let opener = Thread { [gate] in
            while !pipeline.shared.isStopping { Thread.sleep(forTimeInterval: 0.005) }
            gate.open()
        }
        opener.start()
        let began = Date()
        pipeline.stop(patience: .seconds(10))
        #expect(Date().timeIntervalSince(began) < 5)
        try pipeline.saveSnapshot()
        daemon.stop()
        #expect(daemon.sink.decisions.count == 1)
        #expect(daemon.files(in: "work").count == 2)
        daemon.onRestoring = { _ in }
        try daemon.start()
        #expect(
            Set(try daemon.waitForDecisions(3).compactMap { $0["ARTICLE_FILE"] }) == ["flood.txt", "a.txt", "b.txt"])
    }

    @Test("a large ledger is checked meanwhile after an unclean stop")
    func checked() throws {
        let path = daemon.settings.ledger.path
        func unclean() throws {
            let ledger = try Ledger(path: path)
            try ledger.setValue("ledger.clean", "0")
            // Without close(): as a crash leaves it.
            _ = consume ledger
        }
        try unclean()
        daemon.largestChecked = 0
        try startHeld()
        let ledger = try #require(daemon.pipeline?.shared.ledger)
        #expect(ledger.wasUnclean)
        gate.open()
        try daemon.waitUntil("the check") { !ledger.isUnchecked }
        daemon.stop()
        #expect(try !Ledger(path: path).wasUnclean)
        // One that was not read to its end is left to be read.
        try unclean()
        let unread = try Ledger(path: path, checkingUpTo: 0)
        #expect(unread.isUnchecked)
        unread.close()
        #expect(try Ledger(path: path).wasUnclean)
    }

    @Test("a snapshot that is of no use is told once, and all of the ledger read")
    func useless() throws {
        try Data(repeating: 7, count: 100).write(
            to: URL(filePath: EngineSnapshot.path(of: daemon.settings.ledger.path).string))
        try daemon.start()
        try daemon.drop("copy.txt", Texts.flood("Ferries run instead."))
        #expect(try daemon.waitForDecisions(2)[1]["OUTCOME"] == "exact-duplicate")
        try daemon.waitUntil("the entry") { daemon.sink.lines.contains { $0.contains("was of no use") } }
        #expect(daemon.sink.lines.filter { $0.contains("was of no use") }.count == 1)
    }
}

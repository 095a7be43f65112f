import Foundation
import Ledger
import Stories
import SystemPackage
import Testing

@testable import Daemon

@Suite("Corrections, refused files and entries told again")
struct CorrectionTests {
    private func seed(_ daemon: TestDaemon) throws -> [[String: String]] {
        try daemon.drop("flood.txt", Texts.flood("Ferries run instead."))
        _ = try daemon.waitForDecisions(1)
        try daemon.drop("again.txt", Texts.flood("Ferries run instead.").uppercased())
        _ = try daemon.waitForDecisions(2)
        try daemon.drop("chess.txt", Texts.chess)
        return try daemon.waitForDecisions(3)
    }

    private func corrected(_ reply: ControlReply?) throws -> CorrectionReport {
        guard case .corrected(let report)? = reply else {
            throw Unfulfilled(description: "not corrected: \(String(describing: reply))")
        }
        return report
    }

    /// Stories' ids by article file, as a ledger has them.
    private func stories(_ path: FilePath) throws -> [String: String] {
        let ledger = try Ledger.readOnly(path: path)
        defer { ledger.close() }
        var stories: [String: String] = [:]
        try ledger.forEachListing(since: .min) { stories[$0.article.file] = $0.storyID }
        return stories
    }

    @Test(
        "a move and a merge are sequenced, told with who made them, kept over a restart, and replayed from the archive")
    func lasting() throws {
        let daemon = try TestDaemon()
        try daemon.start()
        let told = try seed(daemon)
        let flood = try #require(told[0]["STORY_ID"])
        let chess = try #require(told[2]["STORY_ID"])
        let moved = try corrected(daemon.pipeline?.correct(.move(article: "again.txt", story: "new"), user: "alice"))
        #expect(
            moved.outcome == "moved" && moved.articles == [2] && moved.previousStory == flood && moved.sequence == 4)
        #expect(moved.story != flood && moved.story != chess && moved.size == 1)
        let merged = try corrected(
            daemon.pipeline?.correct(.merge(one: String(chess.prefix(5)), other: moved.story), user: "bob"))
        #expect(merged.outcome == "merged" && merged.story == chess && merged.size == 2 && merged.sequence == 5)
        let entries = try daemon.waitForDecisions(6).suffix(3)
        #expect(entries.map { $0["OUTCOME"] } == ["moved", "merged", "moved"])
        #expect(entries.map { $0["CORRECTED_BY"] } == ["alice", "bob", "bob"])
        #expect(entries.map { $0["ASSIGNMENT_SEQ"] } == ["4", "5", "6"])
        #expect(entries.first?["MESSAGE"]?.hasSuffix(", by alice") == true)
        guard case .refused(let reason)? = daemon.pipeline?.correct(.merge(one: chess, other: moved.story), user: "x")
        else {
            Issue.record("merged twice")
            return
        }
        #expect(reason == "both are one story already")
        for request in [
            CorrectionRequest.merge(one: "zzzz", other: chess), .move(article: "17", story: "new"),
            .move(article: "nothing.txt", story: chess), .move(article: "flood.txt", story: flood),
        ] {
            guard case .refused? = daemon.pipeline?.correct(request, user: "x") else {
                Issue.record("not refused: \(request)")
                continue
            }
        }
        daemon.stop()
        try daemon.start()
        // The text is a copy of the flood's, whose first article is where it was.
        try daemon.drop("third.txt", Texts.flood("Ferries run instead.").lowercased())
        let after = try daemon.waitForDecisions(7)
        #expect(after[6]["STORY_ID"] == flood && after[6]["ASSIGNMENT_SEQ"] == "7")
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 4 }
        daemon.stop()
        let kept = try stories(daemon.settings.ledger.path)
        #expect(kept["again.txt"] == chess && kept["flood.txt"] == flood && kept["third.txt"] == flood)

        var options = AssignOptions()
        options.archives = [daemon.settings.folder.archive]
        options.ledger = daemon.root.appending("again.sqlite")
        var run = try AssignRun(options)
        try run.run()
        #expect(try stories(daemon.root.appending("again.sqlite")) == kept)
        let copy = try Ledger.readOnly(path: daemon.root.appending("again.sqlite"))
        #expect(try copy.counts().lastSequence == 7)
        #expect(try copy.corrections().map(\.correctedBy) == ["alice", "bob", "bob"])
        copy.close()
        // Corrections by hand in a ledger that no daemon has are told by the next start.
        let before = daemon.sink.decisions.count
        var direct = try DirectLedger(daemon.settings)
        let byHand = try direct.correct(.move(article: "third.txt", story: chess), user: "carol")
        direct.close()
        #expect(byHand.sequence == 8)
        try daemon.start()
        let last = try daemon.waitForDecisions(before + 1)[before]
        #expect(last["CORRECTED_BY"] == "carol" && last["ASSIGNMENT_SEQ"] == "8" && last["STORY_ID"] == chess)
    }

    @Test("a refused file that is requeued is read again under a claim of its own, its reason gone")
    func requeue() throws {
        let daemon = try TestDaemon()
        try daemon.start()
        try FileManager.default.createDirectory(
            atPath: "\(daemon.incoming)/feeds", withIntermediateDirectories: true)
        try daemon.drop("feeds/one.bin", "\u{0}\u{1}\u{2}\u{3}")
        try daemon.drop("two.bin", "\u{0}\u{1}\u{2}\u{3}\u{4}")
        _ = try daemon.waitForDecisions(2)
        try daemon.waitUntil("rejected/") { daemon.files(in: "rejected").count == 4 }
        let pipeline = try #require(daemon.pipeline)
        func requeue(_ request: RequeueRequest) throws -> [RequeuedFile] {
            guard case .requeued(let files) = pipeline.requeue(request) else { return [] }
            return files
        }
        // The claim is finished after the move into rejected/.
        try daemon.waitUntil("both are known to be there") {
            try requeue(RequeueRequest(isTrial: true)).map(\.file).sorted() == ["feeds/one.bin", "two.bin"]
        }
        #expect(try requeue(RequeueRequest(reason: "no permission")).isEmpty)
        #expect(try requeue(RequeueRequest(files: ["three.bin"])).isEmpty)
        let done = try requeue(RequeueRequest(files: ["one.bin"], reason: "BINARY"))
        #expect(done.map(\.path) == ["\(daemon.incoming)/feeds/one.bin"] && done[0].problem == nil)
        let told = try daemon.waitForDecisions(3)
        #expect(told[2]["ARTICLE_FILE"] == "feeds/one.bin" && told[2]["ASSIGNMENT_SEQ"] == "3")
        try daemon.waitUntil("rejected/") { daemon.files(in: "rejected").count == 4 }
        let left = daemon.files(in: "rejected").filter { $0.contains("one.bin") }
        #expect(left == ["000000000003-one.bin", "000000000003-one.bin.reason"])
    }

    @Test("entries told again are those that were told, marked as such")
    func retelling() throws {
        let daemon = try TestDaemon()
        try daemon.start()
        _ = try seed(daemon)
        try daemon.drop("bad.bin", "\u{0}\u{1}\u{2}\u{3}")
        _ = try daemon.waitForDecisions(4)
        let line = { (title: String, detail: String) in
            let text = Texts.flood(detail).replacing("\n", with: " ").replacing("\"", with: "")
            return
                "{\"title\":\"\(title)\",\"text\":\"\(text)\",\"url\":\"http://a.example/1\",\"date\":\"2024-05-01T10:00:00Z\"}"
        }
        try daemon.drop(
            "many.jsonl", [line("Bridge", "One more."), "[1]", line("Bridge", "More changed.")].joined(separator: "\n"))
        _ = try daemon.waitForDecisions(7)
        let pipeline = try #require(daemon.pipeline)
        _ = try corrected(pipeline.correct(.move(article: "2", story: "new"), user: "alice"))
        _ = try corrected(
            pipeline.correct(
                .merge(
                    one: daemon.sink.decisions[0]["STORY_ID"] ?? "", other: daemon.sink.decisions[2]["STORY_ID"] ?? ""),
                user: "bob"))
        let count = try pipeline.shared.ledger.counts().lastSequence
        let told = try daemon.waitForDecisions(Int(count))
        guard case .retold(Int(count)) = pipeline.retell(since: 0) else {
            Issue.record("not all were told")
            return
        }
        let again = try daemon.waitForDecisions(2 * told.count).suffix(told.count)
        for (one, other) in zip(told, again) {
            var one = one
            one["REPLAYED"] = "1"
            #expect(one == other)
        }
        guard case .retold(0) = pipeline.retell(since: Clocks.unixSeconds() + 60) else {
            Issue.record("entries of the future")
            return
        }
    }
}

import Articles
import Foundation
import SystemPackage
import Testing

@testable import Daemon

@Suite("Files of many articles through the daemon")
struct ContainerTests {
    private static func report(_ number: Int) -> String {
        let places = ["Skarvholm", "Belmaro", "Tolvik", "Kestrel Point", "Quay Street"]
        let place = places[number % places.count]
        return
            "The harbour master of \(place) said that report \(number) on pier \(number * 7) had been filed at dawn. "
            + "Divers from \(place) looked at hull \(number * 13) twice and found no damage that could not be mended."
    }

    private static func mailbox(_ count: Int) -> String {
        (1...count).map { number in
            "From desk@post.example Tue Mar  4 07:15:00 2025\nFrom: Desk <desk@post.example>\nSubject: Report \(number)\n"
                + "Date: Tue, 04 Mar 2025 07:15:00 +0100\nMessage-ID: <\(number)@post.example>\n\n\(report(number))\n\n"
        }.joined()
    }

    private static func archive(_ count: Int) -> String {
        (1...count).map { number in
            let page = "<html><head><title>Report \(number)</title></head><body><p>\(report(number))</p></body></html>"
            let http = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n\(page)"
            return "WARC/1.0\r\nWARC-Type: request\r\nContent-Length: 3\r\n\r\nGET\r\n\r\n"
                + "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/\(number)\r\n"
                + "WARC-Date: 2025-03-04T07:15:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
                + "Content-Length: \(http.utf8.count)\r\n\r\n\(http)\r\n\r\n"
        }.joined()
    }

    /// Drops a text, compressed by gzip(1), under a name.
    private static func dropPacked(_ text: String, as name: String, in daemon: TestDaemon) throws {
        let plain = daemon.root.appending("plain-\(UUID())").string
        try text.write(toFile: plain, atomically: false, encoding: .utf8)
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
        gzip.arguments = [plain]
        try gzip.run()
        gzip.waitUntilExit()
        try FileManager.default.moveItem(atPath: plain + ".gz", toPath: "\(daemon.incoming)/\(name)")
    }

    @Test("a mailbox and a packed web archive: each article at its place, the file archived")
    func containers() throws {
        let daemon = try TestDaemon()
        try daemon.start()
        try daemon.drop("feed.mbox", Self.mailbox(3))
        try Self.dropPacked(Self.archive(4), as: "crawl.warc.gz", in: daemon)
        let decisions = try daemon.waitForDecisions(7)
        #expect(
            Set(decisions.compactMap { $0["ARTICLE_FILE"] })
                == Set((1...3).map { "feed.mbox#\($0)" } + (1...4).map { "crawl.warc.gz#\($0)" }))
        let page = try #require(decisions.first { $0["ARTICLE_FILE"] == "crawl.warc.gz#4" })
        #expect(page["ARTICLE_URL"] == "https://post.example/4")
        #expect(page["ARTICLE_SOURCE"] == "post.example")
        #expect(page["ARTICLE_DATE"]?.hasPrefix("2025-03-04T07:15:00") == true)
        let message = try #require(decisions.first { $0["ARTICLE_FILE"] == "feed.mbox#2" })
        #expect(message["ARTICLE_TITLE"] == "Report 2" && message["ARTICLE_SOURCE"] == "post.example")
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").filter { !$0.contains("/.") }.count == 2 }
        daemon.stop()
    }

    @Test("a packed archive stopped in its midst goes on where it was, each article decided once")
    func progress() throws {
        let daemon = try TestDaemon()
        try daemon.start()
        try Self.dropPacked(Self.archive(300), as: "crawl.warc.gz", in: daemon)
        _ = try daemon.waitForDecisions(20)
        daemon.stop()
        let before = daemon.sink.decisions.count
        try daemon.start()
        _ = try daemon.waitForDecisions(300)
        daemon.stop()
        let files = daemon.sink.decisions.filter { $0["OUTCOME"] != "merged" && $0["OUTCOME"] != "moved" }
            .filter { $0["REPLAYED"] == nil }.compactMap { $0["ARTICLE_FILE"] }
        #expect(
            files.count == 300 && Set(files) == Set((1...300).map { "crawl.warc.gz#\($0)" }), "stopped after \(before)")
    }

    @Test("a message delivered into a Maildir is taken from new, not from tmp")
    func maildir() throws {
        let daemon = try TestDaemon()
        for folder in ["tmp", "new", "cur"] {
            try FileManager.default.createDirectory(
                atPath: "\(daemon.incoming)/mail/\(folder)", withIntermediateDirectories: true)
        }
        try daemon.start()
        let message =
            "From: Desk <desk@post.example>\nSubject: Report 1\nDate: Tue, 04 Mar 2025 07:15:00 +0100\n\n\(Self.report(1))\n"
        let name = "1741072500.M1P2.host"
        try message.write(toFile: "\(daemon.incoming)/mail/tmp/stays", atomically: false, encoding: .utf8)
        try message.write(toFile: "\(daemon.incoming)/mail/tmp/\(name)", atomically: false, encoding: .utf8)
        try FileManager.default.moveItem(
            atPath: "\(daemon.incoming)/mail/tmp/\(name)", toPath: "\(daemon.incoming)/mail/new/\(name)")
        try message.replacing("Report 1", with: "Report 2").write(
            toFile: "\(daemon.incoming)/mail/cur/1741072501.M1P2.host:2,S", atomically: false, encoding: .utf8)
        let decisions = try daemon.waitForDecisions(2)
        daemon.stop()
        #expect(Set(decisions.compactMap { $0["ARTICLE_TITLE"] }) == ["Report 1", "Report 2"])
        #expect(decisions.allSatisfy { $0["ARTICLE_FILE"]?.contains("tmp/") == false })
        #expect(FileManager.default.fileExists(atPath: "\(daemon.incoming)/mail/tmp/stays"))
    }

    @Test("what is understood of a file can be inspected, refusals and removed lines too")
    func inspection() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("storyd-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("feed.mbox").path
        try (Self.mailbox(1) + "From a@b Tue Mar  4 07:15:00 2025\nSubject: None\n\n\n" + Self.mailbox(1))
            .replacing("mended.\n", with: "mended.\n\nSign up for our newsletter\n")
            .write(toFile: path, atomically: false, encoding: .utf8)
        let inspection = Inspection(FilePath(path))
        #expect(inspection.summary?.format == "mbox")
        #expect(inspection.articles.map(\.position) == [1, 3])
        #expect(inspection.articles.first?.article.text == Self.report(1))
        #expect(inspection.refused.map(\.position) == [2])
        #expect(inspection.removed.map(\.text) == ["Sign up for our newsletter", "Sign up for our newsletter"])
        #expect(inspection.removed.map(\.reason) == [.prompt, .prompt])
        let missing = Inspection(FilePath(folder.appendingPathComponent("none").path))
        #expect(missing.isRefused && missing.refused.first?.reason == "No such file or directory")
    }
}

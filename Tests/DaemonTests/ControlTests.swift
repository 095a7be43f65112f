import Foundation
import Glibc
import Logging
import Synchronization
import SystemPackage
import Testing

@testable import Daemon

@Suite("The control socket")
struct ControlTests {
    let folder: FilePath
    var path: FilePath { folder.appending("control") }

    init() throws {
        folder = FilePath(FileManager.default.temporaryDirectory.path).appending("storyd-\(UUID())")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
    }

    /// Runs `body` while a server answers every request with a report of `articles` articles.
    private func serving(articles: Int, _ body: () throws -> Void) throws {
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        let server = try ControlServer(path: path, logger: Logger(label: "test")) { _, _ in
            var report = StatusReport()
            report.articles = articles
            return .status(report)
        }
        let thread = StageThread("server") { server.run() }
        try body()
        server.stop()
        #expect(thread.join(timeout: 10))
        #expect(!FileManager.default.fileExists(atPath: path.string))
    }

    @Test("a request gets its answer, over and over")
    func roundTrip() throws {
        try serving(articles: 7) {
            for _ in 0..<50 {
                guard case .status(let report)? = try ControlClient(path: path).ask(.status) else {
                    Issue.record("no status")
                    return
                }
                #expect(report.articles == 7)
                #expect(report.version == StorydService.version)
            }
        }
    }

    @Test("where no daemon listens there is no answer; a dead one's socket is replaced")
    func nobody() throws {
        #expect(try ControlClient(path: path).ask(.status) == nil)
        // A process that was killed leaves its socket behind.
        try UnixSocket.listening(at: path).close()
        #expect(FileManager.default.fileExists(atPath: path.string))
        #expect(try ControlClient(path: path).ask(.status) == nil)
        try serving(articles: 1) {
            let reply = try ControlClient(path: path).ask(.status)
            #expect(reply != nil)
        }
    }

    @Test(
        "what is no request is refused, and the next one is answered",
        arguments: ["{}\n", "status\n", "{\"dance\":{}}\n", "\u{0}\n", String(repeating: "[", count: 100_000) + "\n"])
    func notARequest(_ text: String) throws {
        try serving(articles: 1) {
            let connection = try UnixSocket.connected(to: path)
            try connection.writeAll(Array(text.utf8))
            let reply = try UnixSocket.line(from: connection, limit: 1 << 16)
            try connection.close()
            guard case .refused = try JSONDecoder().decode(ControlReply.self, from: Data(reply)) else {
                Issue.record("not refused: \(text.prefix(20))")
                return
            }
            #expect(try ControlClient(path: path).ask(.status) != nil)
        }
    }

    @Test("peers that say nothing, hang up or send without end hold up nobody")
    func rudePeers() throws {
        try serving(articles: 1) {
            let silent = try UnixSocket.connected(to: path)
            let gone = try UnixSocket.connected(to: path)
            try gone.close()
            let endless = try UnixSocket.connected(to: path)
            signal(SIGPIPE, SIG_IGN)
            let block = [UInt8](repeating: UInt8(ascii: "a"), count: 1 << 16)
            // The server hangs up after a mebibyte.
            #expect(throws: Errno.self) {
                for _ in 0..<1000 { _ = try endless.writeAll(block) }
            }
            #expect(try ControlClient(path: path).ask(.status) != nil)
            try silent.close()
            try endless.close()
        }
    }

    @Test("a path that is too long for a socket is an error, not a shorter path")
    func longPath() {
        let long = FilePath("/" + String(repeating: "x", count: UnixSocket.longestPath))
        #expect(throws: Errno.self) { try UnixSocket.listening(at: long) }
        #expect(throws: Errno.self) { try UnixSocket.connected(to: long) }
    }

    @Test("only the owner and the group may connect")
    func permissions() throws {
        try serving(articles: 1) {
            var status = stat()
            #expect(stat(path.string, &status) == 0)
            #expect(status.st_mode & 0o777 == 0o660)
        }
    }
}

import Foundation
import Testing

/// A file of very many articles, in the release build.
@Suite("a long file", .serialized)
struct LongFileTests {
    @Test("of 20,000 lines each is decided once, and memory does not grow with the file", .timeLimit(.minutes(3)))
    func lines() async throws {
        let storyd = try ForegroundStoryd(program: try Host.releaseProgram)
        try storyd.start()
        try await eventually("it is ready") { storyd.complaint.contains("ready") }
        let process = try #require(storyd.processIdentifier)
        let count = 20_000
        let rows = (0..<count).map { #"{"text": "Report \#($0) of \#($0 * 7919 % 1_000_003)."}"# }
        try storyd.drop(
            DroppedFiles.File(
                name: "lines.jsonl", content: Array(rows.joined(separator: "\n").utf8), decisions: count,
                isRejected: false), byRename: true)
        try await eventually("it is put away", within: .seconds(150)) {
            (try? await storyd.query("SELECT count(*) FROM claims WHERE state = 2")) == ["1"]
        }
        let decided = try await storyd.query(
            "SELECT count(*), count(DISTINCT position) FROM decisions WHERE kind NOT IN ('merged', 'moved')")
        #expect(decided == ["\(count)|\(count)"])
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let peak = try #require(status.firstMatch(of: #/VmHWM:\s+([0-9]+) kB/#).flatMap { Int($0.output.1) })
        // 38 MB at rest, the file, and some 2 KB for each article that the engine knows now.
        #expect(peak < 200_000, "\(peak) KB")
        #expect(storyd.stop() == 0)
    }
}

import Foundation
import Logging
import SystemPackage
import Testing

@testable import Daemon

@Suite("Metrics")
struct MetricsTests {
    private var report: StatusReport {
        var report = StatusReport()
        report.decisions = ["same-story": 2, "new-story": 40]
        report.articles = 42
        report.ledgerBytes = 5_000_000_000
        report.degraded = ["the journal takes no entries"]
        return report
    }

    @Test("every sample belongs to a family with a type and a help text, by Prometheus's conventions")
    func format() throws {
        var types: [Substring: Substring] = [:]
        var helped: Set<Substring> = []
        var samples = 0
        for line in report.metrics.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 3)
            if line.hasPrefix("# HELP ") {
                helped.insert(words[2])
                #expect(words[3].hasSuffix("."))
            } else if line.hasPrefix("# TYPE ") {
                types[words[2]] = words[3]
            } else {
                let sample = try #require(try /^(storyd_[a-z_]+)(\{[a-z]+="[^"\\]*"\})? (-?\d+)$/.wholeMatch(in: line))
                let type = try #require(types[sample.1])
                #expect(helped.contains(sample.1))
                #expect((type == "counter") == sample.1.hasSuffix("_total"))
                samples += 1
            }
        }
        #expect(samples == 14)
        #expect(report.metrics.contains("storyd_decisions_total{outcome=\"new-story\"} 40\n"))
        #expect(report.metrics.contains("storyd_ledger_bytes 5000000000\n"))
        #expect(report.metrics.contains("storyd_degraded_reasons 1\n"))
    }

    @Test("the file is written whole, readable for all, once more at the end, and nothing else is left")
    func file() throws {
        let folder = FilePath(FileManager.default.temporaryDirectory.path).appending("storyd-\(UUID())")
        try FileManager.default.createDirectory(atPath: folder.string, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder.string) }
        let path = folder.appending("storyd.prom")
        let report = report
        let writer = MetricsWriter(path: path, logger: Logger(label: "test")) { report }
        let thread = StageThread("metrics") { writer.run() }
        writer.stop()
        #expect(thread.join(timeout: 10))
        #expect(try String(contentsOfFile: path.string, encoding: .utf8) == report.metrics)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.string) == ["storyd.prom"])
        let attributes = try FileManager.default.attributesOfItem(atPath: path.string)
        #expect(attributes[.posixPermissions] as? Int == 0o644)
    }
}

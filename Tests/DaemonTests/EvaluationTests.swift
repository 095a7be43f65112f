import Foundation
import SystemPackage
import Testing

@testable import Daemon

@Suite("Evaluation against labels")
struct EvaluationTests {
    @Test("equal groupings score 1 whatever the groups are called")
    func perfect() {
        let metrics = ClusterMetrics(predicted: [7, 7, 3, 3, 9], labels: [0, 0, 1, 1, 2])
        #expect(metrics.bCubedF1 == 1 && metrics.pairF1 == 1 && metrics.adjustedRandIndex == 1)
        #expect(metrics.groups == 3)
    }

    @Test("a merge costs precision and a split costs recall, by the definitions")
    func byHand() {
        // Labels {a, b, c} and {d, e}; found {a, b} and {c, d, e}.
        let metrics = ClusterMetrics(predicted: [0, 0, 1, 1, 1], labels: [0, 0, 0, 1, 1])
        #expect(abs(metrics.bCubedPrecision - (1 + 1 + 1.0 / 3 + 2.0 / 3 + 2.0 / 3) / 5) < 1e-12)
        #expect(abs(metrics.bCubedRecall - (2.0 / 3 + 2.0 / 3 + 1.0 / 3 + 1 + 1) / 5) < 1e-12)
        // Together in both: ab, de. Found pairs: ab, cd, ce, de. True pairs: ab, ac, bc, de.
        #expect(metrics.pairPrecision == 0.5 && metrics.pairRecall == 0.5)
        // (2 − 4·4/10) / ((4 + 4)/2 − 4·4/10)
        #expect(abs(metrics.adjustedRandIndex - (2 - 1.6) / (4 - 1.6)) < 1e-12)
    }

    @Test("one group for all, and all alone, are no better than chance")
    func degenerate() {
        let labels = [0, 0, 1, 1, 2, 2]
        #expect(ClusterMetrics(predicted: [1, 1, 1, 1, 1, 1], labels: labels).adjustedRandIndex == 0)
        let alone = ClusterMetrics(predicted: [1, 2, 3, 4, 5, 6], labels: labels)
        #expect(alone.bCubedPrecision == 1 && alone.bCubedRecall == 0.5 && alone.adjustedRandIndex == 0)
    }

    @Test("a labelled file, gzip or not, is measured, and a seed gives the same order again")
    func labelledFile() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("storyd-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let rows = try [("flood", Texts.flood("One.")), ("flood", Texts.flood("Two.")), ("chess", Texts.chess)].map {
            String(decoding: try JSONEncoder().encode(["topic": $0.0, "text": $0.1]), as: UTF8.self)
        }
        let plain = folder.appendingPathComponent("labelled.jsonl")
        try (rows + [#"{"text": "A text that nobody labelled, and so it is left out of the measurement."}"#])
            .joined(separator: "\n").write(to: plain, atomically: true, encoding: .utf8)
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/bin/gzip")
        gzip.arguments = ["--keep", plain.path]
        try gzip.run()
        gzip.waitUntilExit()
        for name in ["labelled.jsonl", "labelled.jsonl.gz"] {
            var evaluation = Evaluation(label: "topic")
            try evaluation.add(FilePath(folder.appendingPathComponent(name).path))
            #expect(evaluation.articleCount == 3 && evaluation.labelCount == 2 && evaluation.skipped == 1)
            let run = evaluation.run(seed: 5)
            #expect(run.metrics.bCubedF1 == 1)
            #expect(run.stories == evaluation.run(seed: 5).stories)
            let worst = evaluation.worstMistakes(of: run, most: 3)
            #expect(worst.merges.isEmpty && worst.splits.isEmpty)
        }
    }
}

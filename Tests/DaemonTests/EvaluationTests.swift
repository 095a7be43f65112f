import Foundation
import Stories
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
            var collection = LabelledCollection(label: "topic")
            try collection.add(FilePath(folder.appendingPathComponent(name).path))
            #expect(collection.articleCount == 3 && collection.labelCount == 2 && collection.skipped == 1)
            #expect(collection.remarks == ["1 without a “topic”, the first is article 4"])
            let evaluation = Evaluation(collection)
            let run = evaluation.run(seed: 5)
            #expect(run.metrics.bCubedF1 == 1)
            #expect(run.stories == evaluation.run(seed: 5).stories)
            #expect(evaluation.wrongMerges(of: run, most: 3).isEmpty && evaluation.splits(of: run, most: 3).isEmpty)
        }
    }

    @Test("lines that are no articles are counted, and the first is named")
    func badLines() throws {
        let lines = [
            #"{"story": "a", "text": "Long enough to be an article of its own, with words."}"#, "{broken", "[]",
        ]
        let collection = try LabelledNews.read(lines.map { Data($0.utf8) })
        #expect(collection.articleCount == 1)
        #expect(collection.remarks.count == 1 && collection.remarks[0].contains("refused, the first is article 2"))
    }

    @Test("a wrong merge names the article that did it, its score and what it shared")
    func wrongMerge() throws {
        let rows = [("flood", Texts.flood("One.")), ("bridge", Texts.flood("Two."))]
        let texts = try rows.map { try JSONEncoder().encode(["story": $0.0, "text": $0.1]) }
        let evaluation = Evaluation(try LabelledNews.read(texts))
        let run = evaluation.run(seed: 1)
        let copies = evaluation.wrongMerges(of: run, most: 5)
        #expect(copies.count == 1 && copies[0].summary.contains("“flood”") && copies[0].summary.contains("“bridge”"))
        #expect(copies[0].evidence.first?.contains("near-duplicate") == true)

        var news = LabelledNews(seed: 4)
        let generous = Evaluation(
            try news.collection(events: 12, articles: 8), settings: EngineSettings(joinAt: 0.02, mergeAt: 0.9))
        let merges = generous.wrongMerges(of: generous.run(seed: 1), most: 5)
        #expect(!merges.isEmpty)
        for merge in merges {
            #expect(merge.evidence.contains { $0.contains("joined at") || $0.contains("belonged to both") })
            #expect(merge.evidence.contains { $0.contains("log-odds") && $0.contains("constant") })
            #expect(merge.evidence.contains { $0.contains("nearest to it") })
        }
    }

    @Test("a split names the best score between its parts and what was lacking")
    func split() throws {
        var news = LabelledNews(seed: 4)
        let strict = Evaluation(
            try news.collection(events: 12, articles: 8), settings: EngineSettings(joinAt: 0.98, mergeAt: 0.99))
        let splits = strict.splits(of: strict.run(seed: 1), most: 5)
        #expect(!splits.isEmpty)
        let lines = splits.flatMap(\.evidence)
        let best = lines.filter { $0.contains("best between the two largest") }
        #expect(!best.isEmpty)
        #expect(best.allSatisfy { $0.contains("are joined at 0.98") || $0.contains("merge at 0.99") }, "\(best)")
        #expect(lines.contains { $0.hasPrefix("lacking: ") })
    }
}

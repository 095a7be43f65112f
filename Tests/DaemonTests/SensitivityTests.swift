import Foundation
import Stories
import SystemPackage
import Testing

@testable import Daemon

/// The labelled articles that are not part of the project: `STORYD_SHARED`, else `../shared` beside the package.
private let development: FilePath? = {
    let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared")
    let named = ProcessInfo.processInfo.environment["STORYD_SHARED"].map { URL(fileURLWithPath: $0) }
    let file = (named ?? beside).appendingPathComponent("data/ecb-dev.jsonl.gz")
    return FileManager.default.fileExists(atPath: file.path) ? FilePath(file.path) : nil
}()

@Suite("Sensitivity")
struct SensitivityTests {
    @Test("a higher join_at trades recall for precision, step by step")
    func generated() throws {
        var news = LabelledNews(seed: 3)
        try check(try news.collection(events: 24, articles: 8), at: [0.1, 0.3, 0.5, 0.7, 0.9])
    }

    @Test(
        "and so it does on real articles",
        .enabled(if: development != nil, "needs data/ecb-dev.jsonl.gz in ../shared, or STORYD_SHARED"))
    func real() throws {
        var collection = LabelledCollection(label: "story")
        try collection.add(try #require(development))
        try check(collection, at: [0.1, 0.5, 0.9])
    }

    private func check(_ collection: LabelledCollection, at thresholds: [Double]) throws {
        let scores = thresholds.map { threshold in
            Evaluation(collection, settings: EngineSettings(joinAt: threshold, mergeAt: 0.95)).run(seed: 1).metrics
        }
        for (low, high) in zip(scores, scores.dropFirst()) {
            #expect(high.bCubedPrecision >= low.bCubedPrecision - 0.01, "\(scores)")
            #expect(high.bCubedRecall <= low.bCubedRecall + 0.03, "\(scores)")
        }
        let (first, last) = (try #require(scores.first), try #require(scores.last))
        #expect(last.bCubedPrecision > first.bCubedPrecision && last.bCubedRecall < first.bCubedRecall)
    }
}

import Articles
import Benchmark
import GeneratedNews
import Glibc
import Ledger
import Shingling
import Stories
import SystemPackage

/// What each step of a decision costs, over generated articles of about 490 words.
let benchmarks: @Sendable () -> Void = {
    // A sample is a thousand articles: taking one costs more than deciding one.
    Benchmark.defaultConfiguration = .init(
        metrics: [.cpuTotal, .wallClock, .throughput, .peakMemoryResident], scalingFactor: .kilo,
        maxDuration: .seconds(5), maxIterations: 20)

    Benchmark("read a JSON line") { benchmark in
        var news = NewsGenerator(seed: 1)
        let reader = ArticleReader()
        let lines = (0..<1000).map { _ in
            var line: [UInt8] = []
            news.next().appendJSON(to: &line)
            return line
        }
        benchmark.startMeasurement()
        for index in benchmark.scaledIterations {
            _ = try reader.read(lines[index % lines.count], fileName: "line") { _, article in blackHole(article) }
        }
    }

    Benchmark("read an HTML page of 100 kB", configuration: .init(scalingFactor: .one, maxIterations: 500)) {
        benchmark in
        var news = NewsGenerator(seed: 4)
        let reader = ArticleReader()
        let pages = (0..<50).map { _ in Array(GeneratedPage.html(size: 100_000, from: &news).utf8) }
        benchmark.startMeasurement()
        for index in benchmark.scaledIterations {
            _ = try reader.read(pages[index % pages.count], fileName: "page.html") { _, article in blackHole(article) }
        }
    }

    for (purpose, name) in [(Shingler.Purpose.stories, "shingle an article"), (.copies, "shingle for copies alone")] {
        Benchmark(name) { benchmark in
            var news = NewsGenerator(seed: 2)
            let articles = (0..<1000).map { _ in news.next().strings }
            let shingler = Shingler(for: purpose)
            benchmark.startMeasurement()
            for index in benchmark.scaledIterations {
                let (title, text) = articles[index % articles.count]
                blackHole(shingler.features(title: title, text: text, language: nil))
            }
        }
    }

    Benchmark("features to bytes and back") { benchmark in
        var news = NewsGenerator(seed: 2)
        let shingler = Shingler()
        let features = (0..<200).map { _ in
            let (title, text) = news.next().strings
            return shingler.features(title: title, text: text, language: nil)
        }
        benchmark.startMeasurement()
        for index in benchmark.scaledIterations {
            blackHole(try ArticleFeatures(decoding: features[index % features.count].encoded()))
        }
    }

    for (known, copiesOnly) in [(10_000, true), (1000, false), (10_000, false), (100_000, false)] {
        let kind = copiesOnly ? "find copies of" : "decide"
        Benchmark("\(kind) an article, \(known) known", configuration: .init(maxIterations: known > 10_000 ? 3 : 10)) {
            benchmark in
            var news = NewsGenerator(seed: 3)
            let shingler = Shingler(for: copiesOnly ? .copies : .stories)
            func submission() -> Submission {
                let (title, text) = news.next().strings
                return Submission(
                    features: shingler.features(title: title, text: text, language: nil), arrivedAt: 0)
            }
            var engine = Engine(settings: EngineSettings(copiesOnly: copiesOnly))
            for _ in 0..<known { _ = engine.assign(submission()) }
            let next = benchmark.scaledIterations.map { _ in submission() }
            benchmark.startMeasurement()
            for article in next { blackHole(engine.assign(article)) }
        }
    }

    Benchmark("commit 1,000 decisions", configuration: .init(scalingFactor: .one, maxIterations: 50)) { benchmark in
        let path = FilePath("/tmp/storyd-benchmark-\(UInt64.random(in: 0...UInt64.max)).sqlite")
        let ledger = try Ledger(path: path)
        var next: Int64 = 1
        benchmark.startMeasurement()
        for _ in benchmark.scaledIterations {
            try ledger.commit(
                Batch(
                    decisions: (0..<1000).map { offset in
                        DecisionRecord(
                            sequence: next + offset, kind: "same-story", claim: nil, position: nil,
                            article: next + offset,
                            story: 1, otherStory: nil, decidedAt: 0, reason: nil)
                    }))
            next += 1000
        }
        benchmark.stopMeasurement()
        ledger.close()
        for suffix in ["", "-wal", "-shm", ".lock"] { unlink(path.string + suffix) }
    }
}

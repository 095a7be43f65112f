import Benchmark
import GeneratedNews
import Shingling
@_spi(Measuring) import Stories

/// Features to decisions. To find copies is to look candidates up by their phrases and to verify them; to decide is that,
/// and to look stories up, to score them, and to learn.
func measureDeciding() {
    let known = 100_000
    let looking = GrowingEngine(copiesOnly: false)
    Benchmark("look up candidates, \(known) known", configuration: .init(maxDuration: .seconds(60), maxIterations: 5)) {
        benchmark in
        looking.learn(upTo: known)
        let next = benchmark.scaledIterations.map { _ in looking.submission() }
        benchmark.measureEach { blackHole(looking.engine.lookUpCandidates(of: next[$0].features)) }
    }
    let scoring = GrowingEngine(copiesOnly: false)
    Benchmark("score candidates, \(known) known", configuration: .init(maxDuration: .seconds(60), maxIterations: 5)) {
        benchmark in
        scoring.learn(upTo: known)
        let next = benchmark.scaledIterations.map { _ in
            scoring.engine.lookUpCandidates(of: scoring.submission().features)
        }
        benchmark.measureEach { blackHole(scoring.engine.score(next[$0])) }
    }
    for (known, copiesOnly) in [(10_000, true), (100_000, true), (1000, false), (10_000, false), (100_000, false)] {
        let kind = copiesOnly ? "find copies of" : "decide"
        let growing = GrowingEngine(copiesOnly: copiesOnly)
        Benchmark(
            "\(kind) an article, \(known) known", configuration: .init(maxDuration: .seconds(60), maxIterations: 5)
        ) { benchmark in
            growing.learn(upTo: known)
            let next = benchmark.scaledIterations.map { _ in growing.submission() }
            benchmark.measureEach { blackHole(growing.engine.assign(next[$0])) }
        }
    }
}

/// An engine that is made once and goes on learning from sample to sample. Unchecked: a benchmark runs in one thread.
private final class GrowingEngine: @unchecked Sendable {
    var engine: Engine
    private var news = NewsGenerator(seed: 3)
    private let shingler: Shingler

    init(copiesOnly: Bool) {
        engine = Engine(settings: EngineSettings(copiesOnly: copiesOnly))
        shingler = Shingler(for: copiesOnly ? .copies : .stories)
    }

    func learn(upTo known: Int) {
        while engine.articleCount < known { _ = engine.assign(submission()) }
    }

    func submission() -> Submission {
        let (title, text) = news.next().strings
        return Submission(features: shingler.features(title: title, text: text, language: nil), arrivedAt: 0)
    }
}

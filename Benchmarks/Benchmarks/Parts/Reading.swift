import Articles
import Benchmark
import GeneratedNews
import Shingling

/// Bytes to articles.
func measureReading() {
    Benchmark("read a JSON line") { benchmark in
        var news = NewsGenerator(seed: 1)
        let reader = ArticleReader()
        let lines = (0..<1000).map { _ in
            var line: [UInt8] = []
            news.next().appendJSON(to: &line)
            return line
        }
        try benchmark.measureEach { index in
            _ = try reader.read(lines[index % lines.count], fileName: "line") { _, article in blackHole(article) }
        }
    }

    Benchmark("read an HTML page of 100 kB", configuration: .init(scalingFactor: .one, maxIterations: 500)) {
        benchmark in
        var news = NewsGenerator(seed: 4)
        let reader = ArticleReader()
        let pages = (0..<50).map { _ in Array(GeneratedPage.html(size: 100_000, from: &news).utf8) }
        try benchmark.measureEach { index in
            _ = try reader.read(pages[index % pages.count], fileName: "page.html") { _, article in blackHole(article) }
        }
    }
}

/// Articles to features: tokens, phrases and, for stories, the weighted shingles that are the sketch.
func measureShingling() {
    Benchmark("tokenise an article, look for a word") { benchmark in
        var news = NewsGenerator(seed: 2)
        let articles = (0..<1000).map { _ in news.next().strings }
        let absent = WordSet("wordthatnoarticlehas")
        benchmark.measureEach { index in
            let (title, text) = articles[index % articles.count]
            blackHole(absent.isSubset(ofTitle: title, text: text))
        }
    }

    for (purpose, name) in [(Shingler.Purpose.copies, "shingle for copies alone"), (.stories, "shingle and sketch")] {
        Benchmark(name) { benchmark in
            var news = NewsGenerator(seed: 2)
            let articles = (0..<1000).map { _ in news.next().strings }
            let shingler = Shingler(for: purpose)
            benchmark.measureEach { index in
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
        try benchmark.measureEach { index in
            blackHole(try ArticleFeatures(decoding: features[index % features.count].encoded()))
        }
    }
}

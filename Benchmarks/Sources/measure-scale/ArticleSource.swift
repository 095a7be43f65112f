import GeneratedNews
import Shingling
import Stories

/// Makes generated articles ready for decisions, in a thread other than the one that decides.
actor ArticleSource {
    private var news: NewsGenerator
    private let shingler: Shingler
    private let every: Int
    private var count = 0

    init(_ options: MeasureScale) {
        news = NewsGenerator(seed: options.seed, copyShare: options.copies, words: options.words)
        shingler = Shingler(for: options.copiesOnly ? .copies : .stories)
        every = options.every
    }

    /// Lets the generator remember as much as it ever will, so that it is no part of what is measured.
    func warmUp() {
        for _ in 0..<10_000 { _ = news.next() }
        _ = article()
        count = 0
    }

    /// The next articles.
    func batch(_ size: Int) -> [Submission] { (0..<size).map { _ in article() } }

    private func article() -> Submission {
        let made = news.next()
        let (title, text) = made.strings
        count += 1
        let time = Int64(NewsGenerator.epoch + count * every)
        return Submission(
            features: shingler.features(title: title, text: text, language: nil), arrivedAt: time, publishedAt: time,
            url: "https://outlet\(made.outlet).example/news/\(made.number)", source: "Outlet \(made.outlet)")
    }
}

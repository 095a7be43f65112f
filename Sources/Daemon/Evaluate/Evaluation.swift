import Articles
import DropFolder
import Foundation
import Shingling
import Stories
public import SystemPackage

/// Measures decisions against labels: feeds labelled articles to the engine in several random orders.
public struct Evaluation: Sendable {
    /// The most bytes one file may hold when unpacked.
    private static let limit = 2 << 30

    /// What one order gave.
    public struct Run: Sendable {
        /// The seed of the order.
        public let seed: UInt64
        /// How well it agrees with the labels.
        public let metrics: ClusterMetrics
        /// The story of each article, by the articles' order in the input.
        let stories: [Int]
    }

    private struct Labelled {
        let title: String
        let submission: Submission
        let label: Int
    }

    private var articles: [Labelled] = []
    private var labels: [String] = []
    /// Articles without a label, and refused ones.
    public private(set) var skipped = 0
    private let label: String

    /// An empty collection.
    /// - Parameter label: The field that names an article's true story.
    public init(label: String) {
        self.label = label
    }

    /// Articles that have a label.
    public var articleCount: Int { articles.count }
    /// Different labels.
    public var labelCount: Int { labels.count }

    /// Adds the articles of a file.
    /// - Throws: `Errno` or `Refusal` when it cannot be read.
    public mutating func add(_ path: FilePath) throws {
        let bytes = try FileDescriptor.contents(of: path)
        var limits = ReaderLimits()
        limits.fileBytes = Self.limit
        var options = ReaderOptions(now: Clocks.unixSeconds())
        options.keepExtra = true
        let shingler = Shingler()
        var numbers = Dictionary(uniqueKeysWithValues: labels.enumerated().map { ($1, $0) })
        try ArticleReader(limits: limits, options: options).read(bytes, fileName: escapedName(path)) { _, result in
            guard case .success(let article) = result, !article.isRetraction, let name = article.extra[label],
                !name.isEmpty
            else {
                skipped += 1
                return
            }
            let number = numbers[name] ?? labels.count
            if number == labels.count {
                numbers[name] = number
                labels.append(name)
            }
            let features = shingler.features(title: article.title, text: article.text, language: article.language)
            articles.append(
                Labelled(
                    title: article.title.isEmpty ? String(article.text.prefix(60)) : article.title,
                    submission: Submission(
                        features: features, arrivedAt: 0, publishedAt: article.published?.seconds, url: article.url,
                        guid: article.guid, source: article.source),
                    label: number))
        }
    }

    /// Feeds all articles once, in the order that a seed gives.
    public func run(seed: UInt64) -> Run {
        var generator = SplitMix64(state: seed)
        let order = articles.indices.shuffled(using: &generator)
        var engine = Engine(settings: EngineSettings())
        var assigned = [Int64](repeating: 0, count: articles.count)
        for index in order { assigned[index] = engine.assign(articles[index].submission).story }
        let stories = assigned.map { Int(engine.survivor(of: $0) ?? $0) }
        return Run(
            seed: seed, metrics: ClusterMetrics(predicted: stories, labels: articles.map(\.label)), stories: stories)
    }

    /// The worst mistakes of a run, in words: wrong merges by articles in the wrong story, splits by articles that their
    /// label's largest story lacks.
    public func worstMistakes(of run: Run, most: Int) -> (merges: [String], splits: [String]) {
        (
            mistakes(groups: run.stories, within: articles.map(\.label), most) { story, parts in
                let named = parts.prefix(4).map { "\($0.count) of “\(labels[$0.part])” (\($0.example))" }
                return "one story of \(named.joined(separator: ", "))"
            },
            mistakes(groups: articles.map(\.label), within: run.stories, most) { label, parts in
                let named = parts.prefix(4).map { "\($0.count) (\($0.example))" }
                return "“\(labels[label])” in \(parts.count) stories: \(named.joined(separator: ", "))"
            }
        )
    }

    private struct Part {
        let part: Int
        var count: Int
        let example: String
    }

    private func mistakes(
        groups: [Int], within parts: [Int], _ most: Int, _ words: (Int, [Part]) -> String
    ) -> [String] {
        var found: [Int: [Part]] = [:]
        for index in articles.indices {
            var list = found[groups[index], default: []]
            if let known = list.firstIndex(where: { $0.part == parts[index] }) {
                list[known].count += 1
            } else {
                list.append(Part(part: parts[index], count: 1, example: articles[index].title))
            }
            found[groups[index]] = list
        }
        return found.map { group, list in
            (group: group, parts: list.sorted { ($1.count, $0.part) < ($0.count, $1.part) })
        }
        .map { (group: $0.group, parts: $0.parts, wrong: $0.parts.dropFirst().reduce(0) { $0 + $1.count }) }
        .filter { $0.wrong > 0 }
        .sorted { ($1.wrong, $0.group) < ($0.wrong, $1.group) }
        .prefix(most)
        .map { words($0.group, $0.parts) }
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same order for the same seed on every machine.
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

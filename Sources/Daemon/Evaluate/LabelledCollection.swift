import Articles
import DropFolder
import Foundation
import Shingling
package import Stories
public import SystemPackage

/// Articles whose true stories are known.
public struct LabelledCollection: Sendable {
    /// The most bytes one file may hold when unpacked.
    private static let limit = 2 << 30

    /// One article.
    package struct Entry: Sendable {
        /// Its headline, or how its text begins.
        package let title: String
        /// Its text, to show what it shares with another.
        package let text: String
        /// What the engine is given.
        package let submission: Submission
        /// Its label, as a place in `labels`.
        package let label: Int
    }

    /// The articles that have a label, in the order of the input.
    package private(set) var entries: [Entry] = []
    /// The labels, in the order of their first.
    package private(set) var labels: [String] = []
    /// Articles without a label, and the first of them.
    private(set) var unlabelled = 0
    private var firstUnlabelled: Int?
    /// Refused articles, and the first of them.
    private(set) var refused = 0
    private var firstRefusal: (position: Int, reason: String)?
    private let label: String

    /// An empty collection.
    /// - Parameter label: The field that names an article's true story.
    public init(label: String) {
        self.label = label
    }

    /// Articles that have a label.
    public var articleCount: Int { entries.count }
    /// Different labels.
    public var labelCount: Int { labels.count }
    /// Articles that are left out: without a label, or refused.
    public var skipped: Int { unlabelled + refused }

    /// What was left out and why, one line each.
    public var remarks: [String] {
        var lines: [String] = []
        if unlabelled > 0, let firstUnlabelled {
            lines.append("\(unlabelled) without a “\(label)”, the first is article \(firstUnlabelled)")
        }
        if refused > 0, let firstRefusal {
            lines.append("\(refused) refused, the first is article \(firstRefusal.position): \(firstRefusal.reason)")
        }
        return lines
    }

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
        try ArticleReader(limits: limits, options: options).read(bytes, fileName: escapedName(path)) {
            position, result in
            switch result {
            case .failure(let refusal):
                refused += 1
                firstRefusal = firstRefusal ?? (position, refusal.reason)
            case .success(let article):
                guard !article.isRetraction, let name = article.extra[label], !name.isEmpty else {
                    unlabelled += 1
                    firstUnlabelled = firstUnlabelled ?? position
                    return
                }
                let number = numbers[name] ?? labels.count
                if number == labels.count {
                    numbers[name] = number
                    labels.append(name)
                }
                add(article, label: number, shingler)
            }
        }
    }

    private mutating func add(_ article: Article, label: Int, _ shingler: Shingler) {
        let features = shingler.features(title: article.title, text: article.text, language: article.language)
        entries.append(
            Entry(
                title: article.title.isEmpty ? String(article.text.prefix(60)) : article.title, text: article.text,
                submission: Submission(
                    features: features, arrivedAt: 0, publishedAt: article.published?.seconds, url: article.url,
                    guid: article.guid, source: article.source),
                label: label))
    }

    /// The order that a seed gives, as places in `entries`.
    package func order(seed: UInt64) -> [Int] {
        var generator = SplitMix64(state: seed)
        return entries.indices.shuffled(using: &generator)
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

import Foundation
import SystemPackage

@testable import Daemon

/// Made-up labelled articles: events in pairs that share half their words, told with more or less of them.
struct LabelledNews {
    var random: SplitMix64
    private static let syllables = ["ka", "lo", "mi", "ter", "van", "su", "per", "do", "ni", "ral", "eth", "us"]
    private static let common = [
        "the", "of", "and", "to", "in", "said", "on", "for", "that", "was", "with", "government", "people", "year",
        "officials", "police", "told", "after", "new", "would", "city", "two", "which", "from", "they", "more",
    ]

    init(seed: UInt64) { random = SplitMix64(state: seed) }

    /// A collection of this many events, each with the articles in random shades of clarity.
    mutating func collection(events: Int, articles: Int) throws -> LabelledCollection {
        var lines: [Data] = []
        var shared: [String] = []
        for event in 0..<events {
            if event % 2 == 0 { shared = (0..<10).map { _ in word() } }
            let words = shared + (0..<14).map { _ in word() }
            for article in 0..<articles {
                let clarity = [3, 6, 12, 30][article % 4]
                lines.append(try JSONEncoder().encode(["story": "event \(event)", "text": text(words, clarity)]))
            }
        }
        return try Self.read(lines)
    }

    /// A collection read from lines of JSON.
    static func read(_ lines: [Data]) throws -> LabelledCollection {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("storyd-\(UUID()).jsonl")
        try Data(lines.joined(separator: Data("\n".utf8))).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        var collection = LabelledCollection(label: "story")
        try collection.add(FilePath(file.path))
        return collection
    }

    private mutating func word() -> String {
        (0..<4).map { _ in Self.syllables.randomElement(using: &random) ?? "" }.joined()
    }

    /// - Parameter clarity: How many of a hundred words are the event's.
    private mutating func text(_ words: [String], _ clarity: Int) -> String {
        (0..<10).map { _ in
            (0..<15).map { _ in
                let isTopic = Int.random(in: 0..<100, using: &random) < clarity
                return (isTopic ? words : Self.common).randomElement(using: &random) ?? ""
            }.joined(separator: " ") + "."
        }.joined(separator: " ")
    }
}

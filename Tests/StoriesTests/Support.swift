import Shingling

@testable import Stories

/// SplitMix64: the same numbers from the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Makes articles whose stories and copies are known.
struct ArticleMaker {
    var random: SeededGenerator
    private static let syllables = ["ka", "lo", "mi", "ter", "van", "su", "per", "do", "ni", "ral", "eth", "us"]
    private static let common = [
        "the", "of", "and", "to", "in", "said", "on", "for", "that", "was", "with", "government", "people", "year",
        "officials", "police", "told", "after", "new", "would",
    ]

    init(seed: UInt64) { random = SeededGenerator(seed: seed) }

    /// A word no other article is likely to have, nor one of its stem.
    mutating func rareWord() -> String {
        let stem = (0..<5).map { place in
            String((place % 2 == 0 ? "bcdfghjklmnprstvwz" : "aeiou").randomElement(using: &random) ?? "x")
        }
        let ending = (0..<2).map { _ in Self.syllables.randomElement(using: &random) ?? "" }
        return (stem + ending).joined()
    }

    /// A sentence of common words with some of the given ones in it.
    mutating func sentence(about words: [String], length: Int = 14) -> String {
        let body = (0..<length).map { _ in
            let isTopic = Int.random(in: 0..<10, using: &random) < 4
            return (isTopic ? words : Self.common).randomElement(using: &random) ?? ""
        }
        return body.joined(separator: " ") + "."
    }

    /// An article's sentences about an event known by its words.
    mutating func sentences(about words: [String], count: Int = 12) -> [String] {
        (0..<count).map { _ in sentence(about: words) }
    }

    /// The words of an event.
    mutating func event() -> [String] { (0..<25).map { _ in rareWord() } }
}

/// Submits a text.
func submission(
    _ text: String, title: String = "", at arrival: Int64 = 0, published: Int64? = nil, url: String? = nil,
    guid: String? = nil, source: String? = nil
) -> Submission {
    Submission(
        features: Shingler().features(title: title, text: text, language: nil), arrivedAt: arrival,
        publishedAt: published, url: url, guid: guid, source: source)
}

/// What a ledger would hold of an engine's decisions.
struct Memory {
    var articles: [RestoredArticle] = []
    var stories: [RestoredStory] = []
    private var clock: Int64 = 0
    var corrections: [(article: Int64, from: Int64, to: Int64)] = []

    /// Remembers a decision, and the moves it caused.
    mutating func record(_ submission: Submission, _ assignment: Assignment) {
        articles.append(
            RestoredArticle(
                article: assignment.article, story: assignment.story, submission: submission,
                outcome: assignment.outcome, duplicateOf: assignment.duplicateOf,
                closedBy: assignment.isLate ? assignment.article : nil))
        for closing in assignment.closings {
            stories[Int(closing.story) - 1].closedBy = assignment.article
            for article in closing.articles { articles[Int(article) - 1].closedBy = assignment.article }
            for article in closing.standing { articles[Int(article) - 1].isStanding = true }
        }
        clock = max(clock, submission.arrivedAt)
        if assignment.outcome == .newStory {
            stories.append(
                RestoredStory(
                    number: assignment.story, id: assignment.storyID, generation: assignment.generation,
                    mergedInto: nil, founder: assignment.article))
        }
        touch(assignment.story)
        for merge in assignment.merges {
            stories[Int(merge.absorbed) - 1].mergedInto = merge.survivor
            for article in merge.moved { articles[Int(article) - 1].story = merge.survivor }
        }
        for move in assignment.moves {
            for article in move.articles { articles[Int(article) - 1].story = move.to }
            touch(move.from)
            touch(move.to)
        }
    }

    mutating func touch(_ story: Int64) { stories[Int(story) - 1].lastArrival = clock }

    /// An engine built from what is remembered.
    func engine(_ settings: EngineSettings = EngineSettings(), limit: Engine.Limit = Engine.Limit()) -> Engine {
        var engine = Engine(settings: settings, limit: limit, model: StoryModel())
        for story in stories { engine.restore(story) }
        for article in articles { engine.restore(article) }
        for each in corrections { engine.restoreCorrection(article: each.article, from: each.from, to: each.to) }
        return engine
    }
}

extension Engine {
    /// What is kept of the articles in open stories, as bytes.
    var openBytes: [UInt8] { bytes { try OpenArticle.encode(openArticles, to: $0) } }

    /// What is kept of an article's vectors, as bytes.
    func bytes(ofVectors article: Int) -> [UInt8] { bytes { try KnownVectors.encode([vectors[article]], to: $0) } }

    private func bytes(_ encode: (SnapshotWriter) throws -> Void) -> [UInt8] {
        var bytes: [UInt8] = []
        try? withUnsafeMutablePointer(to: &bytes) { bytes in try encode(SnapshotWriter { bytes.pointee += $0 }) }
        return bytes
    }
}

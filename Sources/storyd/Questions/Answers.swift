import Foundation
import Journal
import Ledger

/// A story, as `--json` gives it. Field names are a promise: they are only added to.
struct StoryAnswer: Encodable {
    var id: String
    var title: String
    var size: Int
    var openedAt: String
    var lastArrival: String
    var closed: Bool

    init(_ story: StoryRecord) {
        id = story.id
        title = story.title
        size = story.size
        openedAt = Moment.text(story.openedAt)
        lastArrival = Moment.text(story.lastArrival)
        closed = story.closedBy != nil
    }
}

/// An article, as `--json` gives it. Field names are a promise: they are only added to.
struct ArticleAnswer: Encodable {
    var article: Int64
    var story: String
    var outcome: String
    var title: String
    var file: String
    var source: String?
    var url: String?
    var language: String?
    var date: String?
    var arrivedAt: String
    var score: Double?
    var duplicateOf: Int64?
    var similarity: Double?
    var containment: Double?
    var sequence: Int64

    init(_ listing: ArticleListing) {
        article = listing.article.id
        story = listing.storyID
        outcome = listing.membership.outcome
        title = listing.article.title
        file = listing.article.file
        source = listing.article.source
        url = listing.article.url
        language = listing.article.language
        date = listing.article.publishedAt.map(Moment.text)
        arrivedAt = Moment.text(listing.article.arrivedAt)
        score = listing.membership.score.map(Self.rounded)
        duplicateOf = listing.membership.duplicateOf
        similarity = listing.membership.similarity.map(Self.rounded)
        containment = listing.membership.containment.map(Self.rounded)
        sequence = listing.membership.sequence
    }

    /// Four decimals, as `storyd assign` gives them.
    private static func rounded(_ share: Double) -> Double { (share * 10_000).rounded() / 10_000 }
}

/// Times, for people and for programs.
enum Moment {
    /// ISO 8601 in UTC, `2026-11-21T09:20:58Z`.
    static func text(_ seconds: Int64) -> String {
        Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    }

    /// `2026-11-21 09:20:58` in the machine's time zone.
    static func local(_ seconds: Int64) -> String {
        let style = Date.ISO8601FormatStyle(timeZone: .current)
            .year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: false)
        return Date(timeIntervalSince1970: Double(seconds)).formatted(style)
    }
}

/// Prints a value as JSON.
func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    print(String(decoding: try encoder.encode(value), as: UTF8.self))
}

extension String {
    /// The text on one line with nothing in it that could steer a terminal.
    var shown: String { cleaned(limit: 400) }

    /// The beginning of a story id, as messages show it.
    var shortID: String { String(prefix(8)) }
}

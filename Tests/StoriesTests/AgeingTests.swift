import Shingling
import Testing

@testable import Stories

@Suite("Stories age")
struct AgeingTests {
    private static let day: Int64 = 86400
    private static let start: Int64 = 1_700_000_000

    /// An engine, and texts about one event.
    private struct Case {
        var engine: Engine
        var maker: ArticleMaker
        var event: [String]

        init(seed: UInt64, _ settings: EngineSettings = EngineSettings()) {
            engine = Engine(settings: settings)
            maker = ArticleMaker(seed: seed)
            event = maker.event()
        }

        mutating func report() -> String { maker.sentences(about: event).joined(separator: " ") }

        /// Assigns a text that arrives some days after the start.
        mutating func assign(_ text: String, day: Double) -> Assignment {
            engine.assign(submission(text, at: start + Int64(day * Double(AgeingTests.day))))
        }
    }

    @Test("a report on a story to which nothing came for 14 days opens one that follows it")
    func closing() {
        var test = Case(seed: 1)
        let first = test.assign(test.report(), day: 0)
        let late = test.assign(test.report(), day: 14)
        #expect(late.outcome == .sameStory && late.closings.isEmpty, "the window counts from the latest article on")
        let next = test.assign(test.report(), day: 28.01)
        #expect(next.outcome == .newStory && next.follows == first.story && next.story != first.story)
        #expect(
            next.closings == [Closing(story: first.story, articles: [1, 2], standing: [1, 2])])
        let again = test.assign(test.report(), day: 29)
        #expect(again.outcome == .sameStory && again.story == next.story && again.follows == nil)
        let other = test.maker.sentences(about: test.maker.event()).joined(separator: " ")
        #expect(test.assign(other, day: 30).follows == nil, "another event follows nothing")
        // Of two closed stories on the event the new one follows one, and not itself.
        let third = test.assign(test.report(), day: 60)
        #expect(third.outcome == .newStory && (third.follows == first.story || third.follows == next.story))
    }

    @Test("copies keep a story open; one that comes to a closed story is told as that and does not reopen it")
    func copies() {
        var test = Case(seed: 2)
        let sentences = test.maker.sentences(about: test.event, count: 40)
        let text = sentences.joined(separator: " ")
        let first = test.assign(text, day: 0)
        #expect(test.assign(text, day: 10).outcome == .exactDuplicate)
        #expect(test.assign(test.report(), day: 20).story == first.story, "the copy came 10 days before")
        let variants: [(text: String, outcome: Outcome)] = [
            (text, .exactDuplicate), (text + " " + test.maker.sentence(about: test.event), .nearDuplicate),
            (sentences.prefix(20).joined(separator: " "), .nearDuplicate),
            (sentences.suffix(12).joined(separator: " "), .nearDuplicate), (text, .exactDuplicate),
        ]
        for (number, variant) in variants.enumerated() {
            let copy = test.assign(variant.text, day: 50 + 10 * Double(number))
            #expect(copy.outcome == variant.outcome && copy.isLate && copy.story == first.story, "\(number): \(copy)")
            #expect(copy.storySize == 4 + number && copy.follows == nil && copy.containment ?? 0 > 0.8)
        }
        let next = test.assign(test.report(), day: 95)
        #expect(next.outcome == .newStory && next.follows == first.story, "copies came all the time, and nothing else")
        #expect(test.engine.storyCount == 2)
    }

    @Test("a revision of an article in a closed story is told as one, and is the current version")
    func revisions() {
        var test = Case(seed: 3)
        let text = test.report()
        let time = Self.start
        let first = test.engine.assign(submission(text, at: time, url: "https://a.example/1"))
        _ = test.assign("something else altogether", day: 40)
        let changed = submission(
            text + " " + test.maker.sentence(about: test.event), at: time + 41 * Self.day, url: "https://a.example/1")
        let revision = test.engine.assign(changed)
        #expect(revision.outcome == .revision && revision.story == first.story && revision.replaces == first.article)
        #expect(test.engine.currentVersion(of: first.article) == revision.article)
        // What came late is itself known by little, and is enough to be recognised.
        let copy = test.engine.assign(submission(changed.features, at: time + 90 * Self.day))
        #expect(copy.outcome == .exactDuplicate && copy.duplicateOf == revision.article && copy.isLate)
    }

    @Test("without times nothing ages; what came before the first time counts as come then")
    func unknownTimes() {
        var test = Case(seed: 4)
        let first = test.engine.assign(submission(test.report(), at: 0))
        #expect(test.engine.assign(submission(test.report(), at: 0)).story == first.story)
        let dated = test.assign(test.report(), day: 0)
        #expect(dated.story == first.story && dated.closings.isEmpty)
        #expect(test.engine.assign(submission(test.report(), at: 0)).story == first.story)
        #expect(test.assign(test.report(), day: 15).follows == first.story)
        // A clock that is set back is waited for.
        #expect(test.assign(test.report(), day: -100).outcome == .sameStory)
        #expect(test.assign(test.report(), day: 28).closings.isEmpty)
    }

    @Test("with a window of zero stories stay open")
    func noWindow() {
        var test = Case(seed: 5, EngineSettings(storyWindow: nil))
        let first = test.assign(test.report(), day: 0)
        let next = test.assign(test.report(), day: 3000)
        #expect(next.outcome == .sameStory && next.story == first.story && next.closings.isEmpty)
    }

    @Test("copies are recognised for duplicates.window and no longer, in open stories and in closed ones")
    func duplicatesWindow() {
        var test = Case(seed: 6, EngineSettings(storyWindow: 14 * Self.day, duplicatesWindow: 30 * Self.day))
        let text = test.report()
        let first = test.assign(text, day: 0)
        #expect(test.assign(text, day: 29.9).isLate)
        let again = test.assign(text, day: 30.1)
        // The copy of day 29.9 is young enough to be copied, but an exact copy is known by its original's text alone.
        #expect(again.outcome == .newStory && again.follows == first.story && again.storyID != first.storyID)
        #expect(again.generation == 1)
        #expect(test.assign(text, day: 31).duplicateOf == again.article)
        let near = text + " " + test.maker.sentence(about: test.event)
        for day in stride(from: 40.0, through: 60, by: 10) { _ = test.assign(test.report(), day: day) }
        let late = test.assign(near, day: 61.5)
        #expect(
            late.outcome == .sameStory && late.story == again.story, "open still, and too old to be copied: \(late)")
        #expect(test.assign(near, day: 90).outcome == .exactDuplicate)
    }
}

/// Submits features that are known.
private func submission(_ features: ArticleFeatures, at arrival: Int64) -> Submission {
    Submission(features: features, arrivedAt: arrival)
}

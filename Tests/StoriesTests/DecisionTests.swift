import Shingling
import Testing

@testable import Stories

@Suite("Decisions")
struct DecisionTests {
    @Test("reports of one event are one story, another event is another")
    func stories() {
        var maker = ArticleMaker(seed: 1)
        let (fire, vote) = (maker.event(), maker.event())
        var engine = Engine(settings: EngineSettings())
        let first = engine.assign(submission(maker.sentences(about: fire).joined(separator: " ")))
        let second = engine.assign(submission(maker.sentences(about: fire).joined(separator: " ")))
        let third = engine.assign(submission(maker.sentences(about: vote).joined(separator: " ")))
        #expect(first.outcome == .newStory && first.score == nil && first.storySize == 1)
        #expect(second.outcome == .sameStory && second.story == first.story && second.storySize == 2)
        #expect((second.score ?? 0) > 0.5 && second.storyFounder == 1 && second.storyID == first.storyID)
        #expect(third.outcome == .newStory && third.story == 2 && (third.score ?? 0) < 0.27)
        #expect(engine.articleCount == 3 && engine.storyCount == 2)
        #expect(engine.storyID(of: 2) == third.storyID && engine.storyID(of: 3) == nil && engine.storyID(of: 0) == nil)
    }

    @Test("the same words are an exact duplicate of the first that had them, and join its story")
    func exact() {
        var engine = Engine(settings: EngineSettings())
        var maker = ArticleMaker(seed: 2)
        let text = maker.sentences(about: maker.event()).joined(separator: " ")
        _ = engine.assign(submission(text))
        for size in 2...4 {
            let copy = engine.assign(submission(text.uppercased(), at: Int64(size)))
            #expect(copy.outcome == .exactDuplicate && copy.duplicateOf == 1 && copy.storySize == size)
            #expect(copy.similarity == 1 && copy.containment == 1 && copy.score == nil)
        }
    }

    @Test("texts without a token are copies of nothing, and texts too short to shingle are compared whole")
    func short() {
        var engine = Engine(settings: EngineSettings())
        let answer1 = engine.assign(submission("…"))
        #expect(answer1.outcome == .newStory)
        let second = engine.assign(submission("!!!"))
        #expect(second.outcome == .newStory && second.generation == 1)
        let answer2 = engine.assign(submission("Rain in Spain"))
        #expect(answer2.outcome == .newStory)
        let answer3 = engine.assign(submission("rain, in SPAIN"))
        #expect(answer3.outcome == .exactDuplicate)
        let answer4 = engine.assign(submission("Rain in Chad"))
        #expect(answer4.outcome != .nearDuplicate)
    }

    @Test("a text between another header and footer is a near-duplicate, as is one cut short")
    func near() {
        var maker = ArticleMaker(seed: 3)
        let (event, other) = (maker.event(), maker.event())
        let sentences = maker.sentences(about: event, count: 20)
        var engine = Engine(settings: EngineSettings())
        _ = engine.assign(submission(sentences.joined(separator: " ")))
        let framed = maker.sentences(about: other, count: 2) + sentences + maker.sentences(about: other, count: 2)
        let wrapped = engine.assign(submission(framed.joined(separator: " ")))
        #expect(wrapped.outcome == .nearDuplicate && wrapped.duplicateOf == 1 && wrapped.story == 1)
        #expect((wrapped.containment ?? 0) > 0.95 && (wrapped.similarity ?? 0) > 0.6)
        let cut = engine.assign(submission(sentences.prefix(6).joined(separator: " ")))
        #expect(cut.outcome == .nearDuplicate && (cut.containment ?? 0) > 0.95 && (cut.similarity ?? 1) < 0.5)
    }

    @Test("a near copy at the same address, or of the same outlet at a later date, is a revision")
    func revisions() {
        var maker = ArticleMaker(seed: 4)
        var sentences = maker.sentences(about: maker.event())
        var engine = Engine(settings: EngineSettings())
        func next(_ url: String?, _ guid: String?, _ source: String?, _ date: Int64?) -> Outcome {
            sentences[Int.random(in: 0..<sentences.count, using: &maker.random)] = maker.sentence(about: [
                maker.rareWord()
            ])
            return engine.assign(
                submission(sentences.joined(separator: " "), published: date, url: url, guid: guid, source: source)
            ).outcome
        }
        #expect(next("http://a/1", "g1", "A", 100) == .newStory)
        #expect(next("http://a/1", nil, nil, nil) == .revision)
        #expect(next(nil, "g1", nil, nil) == .revision)
        #expect(next(nil, nil, "A", 200) == .revision)
        #expect(next(nil, nil, "A", 50) == .nearDuplicate)
        #expect(next(nil, nil, "B", 300) == .nearDuplicate)
        #expect(next("", "", "", nil) == .nearDuplicate)
    }

    @Test("an article that belongs to several stories merges them: the larger survives, then the older")
    func merges() throws {
        for larger in [1, 2] {
            var maker = ArticleMaker(seed: 5)
            let (left, right) = (maker.event(), maker.event())
            // Two articles on one event, one on the other, and the bridge: a third of the links between them is strong.
            var engine = Engine(settings: EngineSettings(joinAt: 0.2, mergeAt: 0.3))
            func text(_ words: [String]) -> Submission {
                submission(maker.sentences(about: words, count: 20).joined(separator: " "))
            }
            let first = engine.assign(text(left))
            let second = engine.assign(text(right))
            #expect(second.outcome == .newStory)
            if larger == 2 {
                let more = engine.assign(text(right))
                #expect(more.story == 2)
            }
            let bridge = engine.assign(text(left + right))
            let survivor = larger == 2 ? second : first
            let absorbed = larger == 2 ? first : second
            let merge = try #require(bridge.merges.first)
            #expect(bridge.outcome == .sameStory && bridge.merges.count == 1)
            #expect(bridge.story == survivor.story && bridge.storySize == (larger == 2 ? 3 : 2))
            #expect(merge.survivor == survivor.story && merge.absorbed == absorbed.story)
            #expect(merge.survivorID == survivor.storyID && merge.absorbedID == absorbed.storyID)
            #expect(merge.moved == [absorbed.article] && merge.survivorSize == bridge.storySize + 1)
            #expect(engine.storyCount == 1)
            #expect(engine.storyID(of: absorbed.story) == survivor.storyID)
            #expect(engine.survivor(of: absorbed.story) == survivor.story)
        }
    }

    @Test("with copies only, everything that is no copy is a story of its own")
    func copiesOnly() {
        var maker = ArticleMaker(seed: 6)
        let event = maker.event()
        var engine = Engine(settings: EngineSettings(copiesOnly: true))
        let text = maker.sentences(about: event).joined(separator: " ")
        _ = engine.assign(submission(text))
        let report = engine.assign(submission(maker.sentences(about: event).joined(separator: " ")))
        #expect(report.outcome == .newStory && report.score == nil)
        let answer6 = engine.assign(submission(text + " Goodbye all."))
        #expect(answer6.outcome == .nearDuplicate)
    }
}

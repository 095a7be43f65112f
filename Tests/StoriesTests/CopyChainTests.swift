import Shingling
import Testing

@testable import Stories

@Suite("Copies of copies")
struct CopyChainTests {
    @Test("a copy of a copy is found when it is none of the original any more, and joins its story")
    func chain() {
        var maker = ArticleMaker(seed: 21)
        var sentences = maker.sentences(about: maker.event(), count: 20)
        var engine = Engine(settings: EngineSettings())
        _ = engine.assign(submission(sentences.joined(separator: " ")))
        for link in 1...5 {
            for place in 0..<4 { sentences[(link * 4 + place) % 20] = maker.sentence(about: maker.event()) }
            let assignment = engine.assign(submission(sentences.joined(separator: " ")))
            #expect(assignment.outcome == .nearDuplicate && assignment.story == 1)
            #expect(assignment.duplicateOf == Int64(link), "the most similar one")
        }
    }

    @Test("an extended version is a copy, and so is a copy of what was added")
    func extended() {
        var maker = ArticleMaker(seed: 22)
        let event = maker.event()
        let short = maker.sentences(about: event, count: 8)
        let long = short + maker.sentences(about: event, count: 20)
        var engine = Engine(settings: EngineSettings())
        _ = engine.assign(submission(short.joined(separator: " ")))
        let extension1 = engine.assign(submission(long.joined(separator: " ")))
        #expect(extension1.outcome == .nearDuplicate && extension1.duplicateOf == 1)
        let tail = engine.assign(submission(long.dropFirst(10).joined(separator: " ")))
        #expect(tail.outcome == .nearDuplicate && tail.duplicateOf == 2 && tail.story == 1)
    }

    @Test("a copy of an article whose story was merged joins the survivor")
    func merged() throws {
        var maker = ArticleMaker(seed: 5)
        let (left, right) = (maker.event(), maker.event())
        var engine = Engine(settings: EngineSettings(joinAt: 0.3, mergeAt: 0.3))
        func text(_ words: [String]) -> String { maker.sentences(about: words, count: 20).joined(separator: " ") }
        let first = text(left)
        let second = text(right)
        _ = engine.assign(submission(first))
        _ = engine.assign(submission(second))
        let bridge = engine.assign(submission(text(left + right)))
        try #require(bridge.merges.map(\.absorbed) == [2])
        let exact = engine.assign(submission(second.uppercased()))
        #expect(exact.outcome == .exactDuplicate && exact.story == 1 && exact.duplicateOf == 2)
        let near = engine.assign(submission(second + " " + maker.sentence(about: left)))
        #expect(near.outcome == .nearDuplicate && near.story == 1 && near.duplicateOf == 2)
    }

    @Test("of a text that went round the world, a late copy still names one that qualifies")
    func manyCopies() {
        let seed = UInt64.random(in: 0 ... .max)
        var maker = ArticleMaker(seed: seed)
        let sentences = maker.sentences(about: maker.event(), count: 16)
        var engine = Engine(settings: EngineSettings(copiesOnly: true))
        _ = engine.assign(submission(sentences.joined(separator: " ")))
        // Each keeps the first half and a little more, so that the latest of them are no copies of the second half.
        for number in 0..<200 {
            let kept = sentences.prefix(11) + maker.sentences(about: maker.event(), count: 2)
            let assignment = engine.assign(submission(kept.joined(separator: " ")))
            #expect(assignment.duplicateOf != nil, "seed \(seed), copy \(number)")
        }
        let rest = engine.assign(submission(sentences.suffix(11).joined(separator: " ")))
        #expect(rest.duplicateOf == 1, "seed \(seed)")
    }
}

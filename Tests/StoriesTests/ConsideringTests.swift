import Shingling
import Testing

@testable import Stories

@Suite("Considering without deciding")
struct ConsideringTests {
    private func engineAndNext() -> (Engine, Submission) {
        var maker = ArticleMaker(seed: 11)
        var engine = Engine(settings: EngineSettings())
        let events = (0..<3).map { _ in maker.event() }
        for place in 0..<12 {
            _ = engine.assign(submission(maker.sentences(about: events[place % 3]).joined(separator: "\n")))
        }
        return (engine, submission(maker.sentences(about: events[1]).joined(separator: "\n")))
    }

    @Test("what is considered is what is then decided by")
    func agrees() throws {
        var (engine, next) = engineAndNext()
        let considered = engine.consider(next)
        let decision = engine.decide(next)
        #expect(decision.assignment.outcome == .sameStory)
        #expect(considered.evidence.map(\.story) == decision.evidence.map(\.story))
        #expect(considered.evidence.map(\.score) == decision.evidence.map(\.score))
        #expect(decision.assignment.score == considered.evidence.first.map { engine.model.probability($0.score) })
    }

    @Test("considering changes nothing")
    func pure() {
        var (engine, next) = engineAndNext()
        var other = engine
        _ = engine.consider(next)
        #expect(engine.articleCount == 12)
        #expect(engine.assign(next) == other.assign(next))
    }

    @Test("contributions and the constant sum to the log-odds of the nearest article, less what dates take")
    func sum() throws {
        var maker = ArticleMaker(seed: 11)
        let (event, other) = (maker.event(), maker.event())
        let known = (maker.sentences(about: event) + maker.sentences(about: other)).joined(separator: "\n")
        let next = maker.sentences(about: event).joined(separator: "\n")
        for (published, lost) in [(nil, 0.0), (10 * 86400, 0.49)] as [(Int64?, Double)] {
            var engine = Engine(settings: EngineSettings())
            _ = engine.assign(submission(known, published: 0))
            let evidence = try #require(engine.consider(submission(next, published: published)).evidence.first)
            #expect(evidence.nearest == 1 && abs(evidence.lostByDates - lost) < 1e-9)
            let sum = evidence.contributions(engine.model).reduce(engine.model.constant) { $0 + $1.logOdds }
            // Of one article, a story's score is that article's.
            #expect(abs(sum - lost - StoryModel.logOdds(evidence.score)) < 1e-2)
        }
    }

    @Test("a story is compared with when asked for, though it shares nothing")
    func always() throws {
        let (engine, _) = engineAndNext()
        let stranger = submission("Entirely other words appear here, none of which anybody ever wrote before today.")
        #expect(engine.consider(stranger, with: 1).evidence.map(\.story).contains(1))
        #expect(engine.consider(stranger, with: 99).evidence.allSatisfy { $0.story != 99 })
    }

    @Test("a placed article is where it was put, whatever the model would say")
    func placed() throws {
        var maker = ArticleMaker(seed: 5)
        var engine = Engine(settings: EngineSettings())
        let (left, right) = (maker.event(), maker.event())
        let first = engine.place(submission(maker.sentences(about: left).joined(separator: "\n")), in: nil)
        let second = engine.place(submission(maker.sentences(about: right).joined(separator: "\n")), in: first.story)
        #expect(first.story == 1 && second.story == 1 && engine.storyCount == 1)
        let third = engine.place(submission(maker.sentences(about: right).joined(separator: "\n")), in: 1)
        #expect(third.evidence.map(\.story) == [1])
    }

    @Test("rarity falls as more articles have a word")
    func rarity() throws {
        let (engine, next) = engineAndNext()
        let known = next.features.features(of: .words).map { engine.rarity(of: $0, .words) }
        #expect(known.contains { $0.articles >= 4 } && known.allSatisfy { $0.articles <= 12 && $0.idf >= 0 })
        let fresh = Shingler().features(title: "", text: "zyxgrk zyxgrl zyxgrm zyxgrn zyxgro", language: nil)
        for feature in fresh.features(of: .words) {
            let (articles, idf) = engine.rarity(of: feature, .words)
            #expect(articles == 0 && idf > 7)
        }
    }
}

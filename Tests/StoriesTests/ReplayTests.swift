import Shingling
import Testing

@testable import Stories

@Suite("Same input, same answer")
struct ReplayTests {
    /// A stream with stories, copies of all kinds and bridges between stories.
    private func stream(seed: UInt64, count: Int) -> [Submission] {
        var maker = ArticleMaker(seed: seed)
        var events = (0..<6).map { _ in maker.event() }
        var texts: [String] = []
        return (0..<count).map { number in
            let kind = Int.random(in: 0..<20, using: &maker.random)
            if Int.random(in: 0..<8, using: &maker.random) == 0 { events.append(maker.event()) }
            let event = events.randomElement(using: &maker.random) ?? []
            let text: String
            switch kind {
            case 0: text = texts.randomElement(using: &maker.random) ?? ""
            case 1: text = (texts.randomElement(using: &maker.random) ?? "") + " " + maker.sentence(about: event)
            case 2, 3:
                text = maker.sentences(about: event + (events.randomElement(using: &maker.random) ?? [])).joined(
                    separator: " ")
            case 4: text = "?"
            default:
                text = maker.sentences(about: event, count: Int.random(in: 2...12, using: &maker.random)).joined(
                    separator: " ")
            }
            texts.append(text)
            return submission(
                text, at: Int64(number), published: Int64(number), url: "u\(number % 50)", source: "s\(kind)")
        }
    }

    @Test("two engines give the same answers to the same articles, bit for bit")
    func determinism() {
        let seed = UInt64.random(in: 0 ... .max)
        let stream = stream(seed: seed, count: 300)
        var (one, two) = (Engine(settings: EngineSettings()), Engine(settings: EngineSettings()))
        for article in stream {
            let (left, right) = (one.assign(article), two.assign(article))
            #expect(left == right, "seed \(seed)")
            #expect(left.score?.bitPattern == right.score?.bitPattern, "seed \(seed)")
        }
    }

    @Test("an engine restored at any point decides like one that never stopped", arguments: [1, 2, 3, 4])
    func restoring(round: UInt64) {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed &+ round)
        let stream = stream(seed: seed, count: 300)
        // Merges are what makes restoring hard: have many.
        let settings = EngineSettings(joinAt: 0.65, mergeAt: 0.42)
        var engine = Engine(settings: settings)
        var memory = Memory()
        var restored: Engine?
        var (merges, moves) = (0, 0)
        for article in stream {
            let assignment = engine.assign(article)
            if restored != nil {
                let again = restored?.assign(article)
                #expect(again == assignment, "seed \(seed), article \(assignment.article)")
                #expect(again?.score?.bitPattern == assignment.score?.bitPattern, "seed \(seed)")
            }
            memory.record(article, assignment)
            merges += assignment.merges.count
            moves += assignment.moves.count
            if Int.random(in: 0..<25, using: &random) == 0 { restored = memory.engine(settings) }
        }
        #expect(merges > 0 && moves > 0, "seed \(seed): the stream should merge stories and move articles")
        #expect(engine.stories.contains { $0.members.count > 10 }, "seed \(seed)")
    }

    @Test("representatives survive merging, moving and a restart, also beyond their limit")
    func representatives() {
        let seed = UInt64.random(in: 0 ... .max)
        let stream = stream(seed: seed, count: 400)
        var limit = Engine.Limit()
        limit.representatives = 5
        limit.firstRepresentatives = 2
        limit.wordPostings = 7
        limit.storyCandidates = 3
        limit.phrasePostings = 3
        var engine = Engine(settings: EngineSettings(joinAt: 0.65, mergeAt: 0.42), limit: limit, model: StoryModel())
        var memory = Memory()
        for article in stream { memory.record(article, engine.assign(article)) }
        var restored = Engine(settings: EngineSettings(joinAt: 0.65, mergeAt: 0.42), limit: limit, model: StoryModel())
        for story in memory.stories { restored.restore(story) }
        for article in memory.articles { restored.restore(article) }
        for (left, right) in zip(engine.stories, restored.stories) {
            #expect(left.representatives == right.representatives && left.originals == right.originals)
            #expect(left.members == right.members && left.representatives.count <= 5, "seed \(seed)")
            for article in left.representatives {
                #expect(engine.bytes(ofVectors: article) == restored.bytes(ofVectors: article), "seed \(seed)")
            }
        }
        for article in self.stream(seed: seed &+ 1, count: 50) {
            let (left, right) = (engine.assign(article), restored.assign(article))
            #expect(left == right, "seed \(seed)")
        }
    }

    @Test("records of a ledger that contradict each other are refused")
    func contradictions() {
        var engine = Engine(settings: EngineSettings())
        let id = StoryID(founding: TextHash(high: 1, low: 1), generation: 0)
        func story(_ number: Int64, into survivor: Int64?) -> RestoredStory {
            RestoredStory(number: number, id: id, generation: 0, mergedInto: survivor, founder: number)
        }
        let stories: [(number: Int64, survivor: Int64?, accepted: Bool)] = [
            (2, nil, false), (1, 2, true), (2, 1, false), (2, 2, false), (2, -1, false), (2, nil, true),
            (2, nil, false),
        ]
        for record in stories {
            let accepted = engine.restore(story(record.number, into: record.survivor))
            #expect(accepted == record.accepted, "\(record)")
        }
        func article(_ number: Int64, in story: Int64) -> RestoredArticle {
            RestoredArticle(
                article: number, story: story, submission: submission("a b c"), outcome: .newStory, duplicateOf: nil)
        }
        let articles: [(number: Int64, story: Int64, accepted: Bool)] = [
            (2, 2, false), (1, 1, false), (1, 3, false), (1, 0, false), (1, .min, false), (0, 2, false), (1, 2, true),
        ]
        for record in articles {
            let accepted = engine.restore(article(record.number, in: record.story))
            #expect(accepted == record.accepted, "\(record)")
        }
        #expect(engine.articleCount == 1)
    }
}

import Shingling
import Testing

@testable import Stories

@Suite("A second look at the stories around an article")
struct GatheringTests {
    /// Articles on one event, then one that reports another event more than theirs, then that event's own.
    private struct Stream {
        var maker = ArticleMaker(seed: 11)
        let first: [String]
        let second: [String]

        init() {
            first = maker.event()
            second = maker.event()
        }

        mutating func article(first ofFirst: Int, second ofSecond: Int) -> Submission {
            let sentences =
                maker.sentences(about: first, count: ofFirst) + maker.sentences(about: second, count: ofSecond)
            return submission(sentences.joined(separator: " "))
        }
    }

    @Test("an article moves to the story it fits better, with its copies, and stays there after a restart")
    func moves() throws {
        var stream = Stream()
        var engine = Engine(settings: EngineSettings())
        var memory = Memory()
        func decide(_ submission: Submission) -> Assignment {
            let answer = engine.assign(submission)
            memory.record(submission, answer)
            return answer
        }
        for _ in 0..<3 {
            let answer = decide(stream.article(first: 20, second: 0))
            #expect(answer.story == 1)
        }
        let mixed = stream.article(first: 6, second: 16)
        let misplaced = decide(mixed)
        let copy = decide(mixed)
        #expect(misplaced.story == 1 && copy.story == 1 && copy.outcome == .exactDuplicate)
        let founder = decide(stream.article(first: 0, second: 20))
        #expect(founder.outcome == .newStory && founder.story == 2 && founder.storySize == 1)
        let move = try #require(founder.moves.first)
        #expect(founder.moves.count == 1 && founder.merges.isEmpty)
        #expect(move.from == 1 && move.to == 2 && move.articles == [misplaced.article, copy.article])
        #expect(move.fromSize == 3 && move.toSize == 3)
        #expect(move.fromID == misplaced.storyID && move.toID == founder.storyID)
        #expect(engine.story(ofArticle: copy.article) == 2 && engine.story(ofArticle: 1) == 1)
        #expect(engine.story(ofArticle: 0) == nil && engine.story(ofArticle: 7) == nil)

        var restored = memory.engine()
        for submission in [mixed, stream.article(first: 20, second: 0), stream.article(first: 0, second: 20)] {
            let answer = engine.assign(submission)
            let again = restored.assign(submission)
            #expect(answer == again)
        }
    }

    @Test("nothing leaves a story that has outgrown its representatives")
    func settledStories() {
        var stream = Stream()
        var limit = Engine.Limit()
        limit.representatives = 3
        limit.firstRepresentatives = 1
        var engine = Engine(settings: EngineSettings(joinAt: 0.68), limit: limit, model: StoryModel())
        for _ in 0..<3 { _ = engine.assign(stream.article(first: 20, second: 0)) }
        _ = engine.assign(stream.article(first: 6, second: 16))
        let founder = engine.assign(stream.article(first: 0, second: 20))
        #expect(founder.outcome == .newStory && founder.moves.isEmpty)
        #expect(engine.story(ofArticle: 4) == 1)
    }

    @Test("chances that were forgotten come out the same")
    func chancesAreAFunctionOfTwoArticles() {
        var stream = Stream()
        var engine = Engine(settings: EngineSettings())
        var forgetful = engine
        for number in 0..<40 {
            let article = stream.article(first: number % 21, second: (number * 7) % 23)
            forgetful.chances = ChanceCache()
            let (left, right) = (engine.assign(article), forgetful.assign(article))
            #expect(left == right, "article \(left.article)")
        }
    }

    @Test("dates count only where both articles state one, and never much")
    func dates() {
        let model = StoryModel()
        var signals = PairSignals()
        signals[.words] = 0.5
        let day: Int64 = 86400
        let none = model.chance(signals, nil, nil)
        #expect(model.chance(signals, 5, nil) == none && model.chance(signals, nil, .min) == none)
        #expect(model.chance(signals, 0, 2 * day) == none)
        #expect(model.chance(signals, 0, 10 * day) < none)
        #expect(model.chance(signals, 0, 10 * day) == model.chance(signals, 10 * day, 0))
        #expect(model.chance(signals, .min, .max) == model.chance(signals, 0, 100 * day))
        #expect(model.chance(signals, 0, 100 * day) > none / 10)
    }

    @Test("a probe finds what two sorted vectors share")
    func probes() {
        var random = SeededGenerator(seed: 3)
        /// Few different hashes, so that many agree, also in all but their last bits.
        func hashes() -> [UInt32] { (0..<200).map { _ in UInt32.random(in: 0..<900, using: &random) }.sorted() }
        func article() -> WeighedArticle {
            let phrases = Set(hashes()).sorted()
            let rarities = phrases.map { _ in UInt16.random(in: 1...9, using: &random) }
            let vectors = ArticleVectors(terms: 800, logLength: 6) { filling in
                for family in Family.allCases {
                    for hash in hashes() {
                        filling.append(
                            family.rawValue, hash: hash, rarity: UInt32.random(in: 0...70_000, using: &random),
                            weight: UInt32.random(in: 0...32_768, using: &random))
                    }
                    filling.end(family.rawValue)
                }
                for (phrase, rarity) in zip(phrases, rarities) {
                    filling.append(ArticleVectors.phrases, hash: phrase, rarity: UInt32(rarity), weight: 0)
                }
                filling.end(ArticleVectors.phrases)
            }
            return WeighedArticle(vectors: vectors, words: [], phrases: phrases, phraseRarities: rarities)
        }
        func known(_ article: WeighedArticle) -> KnownVectors {
            let phrases = KnownPhrases.pack(article.phrases, sample: article.phrases, specific: [])
            return KnownVectors.pack(article.vectors, phraseRarities: article.phraseRarities, phrases)
        }
        for _ in 0..<20 {
            let (left, right) = (article(), article())
            var table = TermTable()
            let probe = VectorProbe(left, in: &table)
            let (joined, probed) = (known(left).overlap(known(right)), probe.overlap(known(right)))
            #expect(joined.product == probed.product && joined.product > 0)
            for family in 0..<ArticleVectors.families {
                #expect(joined.shared[family] == probed.shared[family] && joined.least[family] > 0)
                #expect(joined.shared[family] > 0 || family == Family.words.rawValue)
                #expect(joined.containment(family) <= 1)
            }
        }
    }
}

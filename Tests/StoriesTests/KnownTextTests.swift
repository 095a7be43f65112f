import Shingling
import Testing

@testable import Stories

@Suite("What is kept of an article in an open story")
struct KnownTextTests {
    @Test("packed phrases are the phrases, however many there are", arguments: [0, 1, 17, 485, 5_000, 16_384])
    func phrases(count: Int) {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        var set = Set<UInt32>()
        // Both ends of the range, and neighbours.
        if count > 1 { set = [0, .max] }
        while set.count < count {
            let phrase = UInt32.random(in: 0 ... .max, using: &random)
            set.insert(phrase)
            if set.count < count, count > 17 { set.insert(phrase ^ 1) }
        }
        let phrases = set.sorted()
        let sample = phrases.filter { $0 & 3 == 0 || $0 > 0xFFFF_0000 }
        let specific = (0..<(count + 63) / 64).map { _ in random.next() }
        let packed = KnownPhrases.pack(phrases, sample: sample, specific: specific)
        #expect(packed.count == count && packed.sampleCount == sample.count)
        packed.withList(shift: 0) { list in
            #expect(Array(list.hashes) == phrases, "seed \(seed)")
            #expect(list.specific == specific)
        }
        var sampled: [UInt32] = []
        packed.forEachSampled {
            #expect($0 == sampled.count)
            sampled.append($1)
        }
        #expect(sampled == sample, "seed \(seed)")
        let inSample = Set(sample)
        for phrase in phrases.prefix(600) + phrases.suffix(5) {
            for asked in [phrase, phrase ^ 2, phrase &+ 0x0100_0000] {
                #expect(packed.contains(asked) == set.contains(asked), "seed \(seed), \(asked)")
                #expect(packed.isSampled(asked) == inSample.contains(asked), "seed \(seed), \(asked)")
            }
        }
    }

    @Test("two articles share the same, whether one is laid out in a table or both are as they are kept")
    func overlap() {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var maker = ArticleMaker(seed: seed)
        var engine = Engine(settings: EngineSettings())
        let events = (0..<4).map { _ in maker.event() }
        let quotes = events.map { maker.sentences(about: $0, count: 3) }
        var weighed: [WeighedArticle] = []
        for number in 0..<40 {
            let sentences = maker.sentences(about: events[number % 4], count: 12) + [quotes[number % 4][number / 4 % 3]]
            let article = submission(sentences.joined(separator: " "))
            let sample = engine.lookUp(article.features)
            let place = engine.learn(article)
            weighed.append(engine.weigh(article.features, sample))
            engine.indexPhrases(of: place, article.features, sample)
            engine.index(weighed[number], of: place)
        }
        var sharing = 0
        for (left, article) in weighed.enumerated() {
            var table = TermTable()
            let probe = VectorProbe(article, in: &table)
            for right in weighed.indices where right != left {
                guard let other = engine.vectors[right] else { continue }
                let (one, both) = (probe.overlap(other), engine.overlap(left, right))
                #expect(one.product == both.product && one.logLength == both.logLength, "seed \(seed)")
                for family in 0..<ArticleVectors.families {
                    #expect(one.shared[family] == both.shared[family], "seed \(seed), family \(family)")
                    #expect(one.least[family] == both.least[family] && one.total[family] == both.total[family])
                }
                sharing += one.shared[ArticleVectors.phrases] > 0 ? 1 : 0
            }
        }
        #expect(sharing > 50, "seed \(seed)")
    }
}

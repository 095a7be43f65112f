import Testing

@testable import Stories

@Suite("The index of phrases")
struct PhraseIndexTests {
    private let weighting = Weighting()

    /// A phrase by its holders and how often it was counted, as a plain dictionary would have them.
    private struct Known {
        var holders: [Int] = []
        var frequency: UInt32 = 0
    }

    @Test("holders and frequencies are those of a plain dictionary, through growth and purges", arguments: [0, 4])
    func model(lasting: Int) {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        var index = PhraseIndex(capacity: 15, lasting: lasting)
        var open: [OpenArticle] = []
        var expected: [UInt32: Known] = [:]
        for article in 0..<3_000 {
            // Few values, so that many are held by several, with the same low bits as a sample has; many more that are alone.
            let sample = Set(
                (0..<12).map { UInt32.random(in: 0..<($0 < 4 ? 300 : 1 << 24), using: &random) &* 0x9E37_79B4 & ~3 }
            ).sorted()
            let looked = index.lookUp(sample, open)
            index.reserve(sample.count, open)
            var known = OpenArticle(article)
            known.phrases = KnownPhrases.pack(sample, sample: sample, specific: [])
            known.firstWeight = 1
            open.append(known)
            index.add(looked, open.count - 1, open, weighting, weighting.logArticles(article + 1))
            for phrase in sample {
                expected[phrase, default: Known()].frequency += 1
                expected[phrase]?.holders.append(article)
                if let all = expected[phrase]?.holders, all.count > 15 {
                    expected[phrase]?.holders = all.prefix(lasting) + all.suffix(15 - lasting)
                }
            }
            guard article % 700 == 699 else { continue }
            // Every second one goes.
            open.removeAll { $0.article % 2 == 1 && $0.article > article - 1400 || $0.article < article - 1400 }
            let kept = Set(open.map(\.article))
            index.purge(open) { kept.contains($0) }
            for (phrase, known) in expected {
                let holders = known.holders.filter(kept.contains)
                let stays = !holders.isEmpty || known.frequency >= 256
                expected[phrase] = stays ? Known(holders: holders, frequency: known.frequency) : nil
            }
        }
        for (phrase, known) in expected {
            #expect(index.frequency(at: index.lookUp([phrase], open).places[0]) == known.frequency, "seed \(seed)")
            var found: [Int] = []
            index.forEachHolder(of: phrase, open) { found.append($0) }
            #expect(found.sorted() == known.holders, "seed \(seed), phrase \(phrase)")
        }
        for phrase in (0..<2_000 as Range<UInt32>).map({ $0 &* 0x85EB_CA68 & ~3 }) where expected[phrase] == nil {
            #expect(index.frequency(at: index.lookUp([phrase], open).places[0]) == 0, "seed \(seed)")
        }
    }

    @Test("phrases of one article whose hashes cannot be told apart in the table are told apart by it")
    func ambiguous() {
        let seed = UInt64.random(in: 0 ... .max)
        print("seed \(seed)")
        var random = SeededGenerator(seed: seed)
        // Texts as long as a table is at first: within one article many have the same bits in the same cluster.
        var index = PhraseIndex(capacity: 63, lasting: 15)
        var open: [OpenArticle] = []
        var holders: [UInt32: [Int]] = [:]
        for article in 0..<12 {
            let sample = Set((0..<8_000).map { _ in UInt32.random(in: 0..<60_000, using: &random) &* 4 }).sorted()
            let looked = index.lookUp(sample, open)
            index.reserve(sample.count, open)
            open.append(OpenArticle(article))
            open[article].phrases = KnownPhrases.pack(sample, sample: sample, specific: [])
            open[article].firstWeight = 7
            index.add(looked, article, open, weighting, weighting.logArticles(article + 1))
            for phrase in sample { holders[phrase, default: []].append(article) }
        }
        for (phrase, articles) in holders {
            var found: [Int] = []
            index.forEachHolder(of: phrase, open) { found.append($0) }
            #expect(found.sorted() == articles, "seed \(seed)")
        }
    }
}

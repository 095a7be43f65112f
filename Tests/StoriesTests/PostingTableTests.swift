import Testing

@testable import Stories

@Suite("The inverted index")
struct PostingTableTests {
    @Test("postings and frequencies are those of a plain dictionary, the latest kept beyond the capacity")
    func model() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        var table = PostingTable(capacity: 15)
        var expected: [UInt32: [Int]] = [:]
        for article in 0..<3_000 {
            let hashes = Set(
                (0..<10).map { _ in
                    UInt32.random(in: 0..<2_000, using: &random) &* UInt32.random(in: 0...3, using: &random)
                })
            table.reserve(hashes.count)
            for hash in hashes {
                let slot = table.count(hash)
                table.append(slot, article: article, weight: UInt32(article * 3))
                expected[hash == 0 ? 1 : hash, default: []].append(article)
            }
        }
        for (hash, articles) in expected {
            guard let slot = table.find(hash) else {
                Issue.record("\(hash) lost, seed \(seed)")
                continue
            }
            var found: [Int] = []
            table.forEach(slot) { posting in
                found.append(posting.article)
                #expect(posting.weight == UInt32(posting.article * 3))
            }
            let kept = articles.suffix(15)
            #expect(found.sorted() == kept.sorted(), "seed \(seed)")
        }
        #expect(table.find(0xDEAD_BEEF) == nil)
    }
}

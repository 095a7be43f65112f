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

    @Test("after a purge, postings and frequencies are those of a plain dictionary from which the same were taken")
    func purged() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        var table = PostingTable(capacity: 15)
        var postings: [UInt32: [Int]] = [:]
        var frequencies: [UInt32: UInt32] = [:]
        var least: [UInt16] = []
        for article in 0..<4_000 {
            // A few that very many hold, of which some postings or none stay; and many that are alone.
            let hashes = Set(
                (0..<12).map { UInt32.random(in: 1..<($0 < 3 ? 9 : $0 < 9 ? 600 : 1 << 30), using: &random) })
            table.reserve(hashes.count)
            for hash in hashes {
                table.append(table.count(hash), article: article, weight: UInt32(article % 90))
                postings[hash, default: []].append(article)
                if postings[hash, default: []].count > 15 { postings[hash]?.removeFirst() }
                frequencies[hash, default: 0] += 1
            }
            least.append(0)
            guard article % 900 == 899 else { continue }
            for known in least.indices where Int.random(in: 0..<3, using: &random) > 0 {
                least[known] = known % 2 == 0 ? .max : 50
            }
            var forgotten: [UInt32: UInt32] = [:]
            table.purge(least) { forgotten[$0] = $1 }
            for (hash, articles) in postings {
                let kept = articles.filter { $0 % 90 >= Int(least[$0]) }
                postings[hash] = kept
                if kept.isEmpty, let frequency = frequencies[hash], frequency < 256 {
                    #expect(forgotten.removeValue(forKey: hash) == frequency, "seed \(seed)")
                    postings[hash] = nil
                    frequencies[hash] = nil
                    #expect(table.find(hash) == nil, "seed \(seed)")
                }
            }
            #expect(forgotten.isEmpty, "seed \(seed)")
        }
        for (hash, articles) in postings {
            guard let slot = table.find(hash) else {
                Issue.record("\(hash) lost, seed \(seed)")
                continue
            }
            #expect(table.frequency(slot) == frequencies[hash], "seed \(seed)")
            var found: [Int] = []
            table.forEach(slot) { found.append($0.article) }
            #expect(found.sorted() == articles, "seed \(seed)")
        }
    }
}

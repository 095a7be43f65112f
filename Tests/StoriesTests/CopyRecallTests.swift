import Shingling
import Testing

@testable import Stories

@Suite("Copies against brute force")
struct CopyRecallTests {
    /// All 5-word phrases of a text, without hashing.
    private func phrases(_ text: String) -> Set<[String]> {
        let words = text.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).map { $0.lowercased() }
        guard words.count >= 5 else { return [] }
        return Set((0...(words.count - 5)).map { Array(words[$0..<$0 + 5]) })
    }

    /// An edited form of an article: cut, extended, some sentences changed, some moved.
    private func edited(_ sentences: [String], _ maker: inout ArticleMaker) -> [String] {
        var result = sentences
        let filler = maker.event()
        switch Int.random(in: 0..<5, using: &maker.random) {
        case 0: result = Array(result.prefix(max(1, result.count / 2)))
        case 1:
            result = maker.sentences(about: filler, count: 3) + result + maker.sentences(about: filler, count: 3)
        case 2:
            let share = Double.random(in: 0.05...0.4, using: &maker.random)
            for place in result.indices where Double.random(in: 0..<1, using: &maker.random) < share {
                result[place] = maker.sentence(about: filler)
            }
        case 3: result.shuffle(using: &maker.random)
        default:
            for place in result.indices {
                var words = result[place].split(separator: " ").map(String.init)
                if Bool.random(using: &maker.random) {
                    words[Int.random(in: 0..<words.count, using: &maker.random)] = maker.rareWord()
                }
                result[place] = words.joined(separator: " ")
            }
        }
        return result
    }

    // Here an article is edited again and again, and no site is stated: what three known forms of it hold that begin
    // unrelated counts as boilerplate for a fourth, which costs up to two copies in a hundred.
    @Test(
        "nearly every copy by the definition is found, nothing else is, and similarities are exact",
        arguments: [1, 2, 3, 4] as [UInt64])
    func recall(seed: UInt64) {
        var maker = ArticleMaker(seed: seed)
        var engine = Engine(settings: EngineSettings())
        var known: [(sentences: [String], phrases: Set<[String]>, words: Int)] = []
        var (expected, found, wrong) = (0, 0, 0)
        for _ in 0..<700 {
            var sentences = maker.sentences(about: maker.event(), count: Int.random(in: 2...30, using: &maker.random))
            if !known.isEmpty, Int.random(in: 0..<2, using: &maker.random) == 0 {
                sentences = edited(known.randomElement(using: &maker.random)?.sentences ?? [], &maker)
            }
            let text = sentences.joined(separator: " ")
            let own = phrases(text)
            let words = text.split(separator: " ").count
            func isCopy(_ other: (sentences: [String], phrases: Set<[String]>, words: Int)) -> Bool {
                let shared = Double(own.intersection(other.phrases).count)
                guard shared > 0 else { return false }
                let least = Double(min(own.count, other.phrases.count))
                return shared / Double(own.count + other.phrases.count - Int(shared)) >= 0.5
                    || min(words, other.words) >= 50 && shared / least >= 0.8
            }
            let assignment = engine.assign(submission(text))
            let truth = known.contains(where: isCopy)
            expected += truth ? 1 : 0
            if let original = assignment.duplicateOf {
                let other = known[Int(original) - 1]
                let shared = Double(own.intersection(other.phrases).count)
                let exact = shared / (Double(own.count + other.phrases.count) - shared)
                #expect(abs((assignment.similarity ?? -1) - exact) < 0.02, "seed \(seed)")
                if isCopy(other) { found += 1 } else { wrong += 1 }
            }
            known.append((sentences, own, words))
        }
        #expect(expected > 150 && wrong == 0, "seed \(seed): \(expected) copies, \(wrong) wrong calls")
        #expect(Double(found) >= 0.97 * Double(expected), "seed \(seed): \(found) of \(expected) found")
    }

    @Test("a long text's sampled phrases tell its similarity to within two hundredths")
    func longTexts() {
        let seed = UInt64.random(in: 0 ... .max)
        var maker = ArticleMaker(seed: seed)
        let sentences = (0..<4_000).map { _ in maker.sentence(about: (0..<4).map { _ in maker.rareWord() }) }
        var changed = sentences
        for place in changed.indices where place % 4 == 0 { changed[place] = maker.sentence(about: [maker.rareWord()]) }
        var engine = Engine(settings: EngineSettings())
        _ = engine.assign(submission(sentences.joined(separator: " ")))
        let copy = engine.assign(submission(changed.joined(separator: " ")))
        let (left, right) = (phrases(sentences.joined(separator: " ")), phrases(changed.joined(separator: " ")))
        let shared = Double(left.intersection(right).count)
        #expect(copy.outcome == .nearDuplicate, "seed \(seed)")
        #expect(
            abs((copy.similarity ?? 0) - shared / (Double(left.count + right.count) - shared)) < 0.02, "seed \(seed)")
        let half = engine.assign(submission(sentences.prefix(2_000).joined(separator: " ")))
        #expect(half.outcome == .nearDuplicate && abs((half.containment ?? 0) - 1) < 0.02, "seed \(seed)")
    }
}

import Testing

@testable import Stories

@Suite("Sketches in memory")
struct PackedSketchTests {
    @Test("phrases come back as they were, few and many, near to each other and far apart")
    func backAgain() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        var words: [UInt32] = []
        var expected: [(article: KnownArticle, phrases: [UInt32])] = []
        for number in 0..<400 {
            let shift = UInt8(number % 3)
            let bound = UInt32.max >> UInt32.random(in: 0..<28, using: &random)
            var phrases = Set(
                (0..<number % 33).map { _ in UInt32.random(in: 0...bound, using: &random) & (.max << UInt32(shift)) })
            if number % 10 == 3 { phrases = [0] }
            if number % 10 == 4 { phrases = [0, .max << UInt32(shift)] }
            var article = KnownArticle(submission("--"), original: nil)
            let start = words.count
            words.append(7)
            article.phraseShift = shift
            article.sketchCount = UInt8(phrases.count)
            article.sketchWidth = phrases.sorted().withUnsafeBufferPointer {
                PackedSketch.append($0, shift, to: &words)
            }
            article.phrases = start..<words.count
            expected.append((article, phrases.sorted()))
        }
        for (article, phrases) in expected {
            var found: [UInt32] = []
            words.withUnsafeBufferPointer {
                PackedSketch.forEach($0, article) {
                    found.append($1)
                    return true
                }
            }
            #expect(found == phrases, "seed \(seed)")
        }
    }
}

import Glibc
import Testing

@testable import Shingling

@Suite("Hostile text")
struct HostileTextTests {
    private let shingler = Shingler()

    @Test(
        "any amount of anything is shingled in time linear to its length, into features of bounded size",
        arguments: [
            "a", "é", "\u{301}", "e\u{301}\u{323}", "京", "が", "ที่", "\u{1100}", "'", ".", " ", "\n", "a'", "x ",
            "\u{FDFA}", "\u{200D}",
        ])
    func repeated(unit: String) throws {
        func seconds(_ bytes: Int) -> Double {
            let text = String(repeating: unit, count: bytes / unit.utf8.count)
            let start = Self.processorTime
            let features = shingler.features(title: "", text: text, language: nil)
            #expect(features.phrases.count <= ArticleFeatures.Limit.phrases)
            #expect(features.features.count <= ArticleFeatures.Limit.features.reduce(0, +))
            return Self.processorTime - start
        }
        _ = seconds(10_000)
        let (small, large) = (seconds(100_000), seconds(unit == "a" ? 10_000_000 : 1_000_000))
        guard unit != "a" else { return }
        // Ten times the text in less than fifty times the time: quadratic would be a hundred.
        #expect(large < max(0.5, small * 50))
    }

    /// Seconds this thread has computed: however busy the machine is, the same.
    private static var processorTime: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }

    @Test("a text of a hundred thousand different words keeps a bounded sample of each family")
    func manyWords() {
        let text = (0..<100_000).map { "word\($0)" }.joined(separator: " ")
        let features = shingler.features(title: "", text: text, language: nil)
        #expect(features.tokenCount == 100_000)
        for family in Family.allCases {
            #expect(features.features(of: family).count <= ArticleFeatures.Limit.features[family.rawValue])
        }
        #expect(features.phrases.count <= ArticleFeatures.Limit.phrases)
        #expect(abs(features.phraseCount - 99_996) < 5_000)
    }

    @Test("random scalars never trap, and are cut the same twice")
    func randomScalars() {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            var text = ""
            for _ in 0..<Int.random(in: 0..<400, using: &random) {
                let wide = Bool.random(using: &random)
                let value = UInt32.random(in: 0...(wide ? 0x10FFFF : 0x3400), using: &random)
                if let scalar = Unicode.Scalar(value) { text.unicodeScalars.append(scalar) }
            }
            let first = shingler.features(title: text, text: text, language: text)
            #expect(first == shingler.features(title: text, text: text, language: text), "seed \(seed)")
        }
    }
}

/// SplitMix64: the same numbers from the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

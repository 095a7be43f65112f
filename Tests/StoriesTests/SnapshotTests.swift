import Shingling
import Testing

@testable import Stories

@Suite("Snapshots of the engine")
struct SnapshotTests {
    private func bytes(_ engine: Engine) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try engine.encode { bytes.append(contentsOf: $0) }
        return bytes
    }

    private func engine(_ bytes: [UInt8], _ settings: EngineSettings) -> Engine? {
        bytes.withUnsafeBytes { Engine(settings: settings, decoding: $0) }
    }

    /// A stream of reports, copies and versions, in which time passes.
    private func stream(_ count: Int, seed: UInt64) -> [Submission] {
        var maker = ArticleMaker(seed: seed)
        var events: [[String]] = []
        var texts: [String] = []
        return (0..<count).map { number in
            if events.isEmpty || Int.random(in: 0..<4, using: &maker.random) == 0 { events.append(maker.event()) }
            let recent = max(0, events.count - 5)..<events.count
            var text = maker.sentences(about: events[Int.random(in: recent, using: &maker.random)]).joined(
                separator: " ")
            let isCopy = number > 5 && Int.random(in: 0..<4, using: &maker.random) == 0
            if isCopy { text = texts[Int.random(in: 0..<texts.count, using: &maker.random)] + " " + maker.rareWord() }
            texts.append(text)
            return submission(
                text, title: "Report \(number)", at: Int64(1000 + number * 60), published: Int64(number * 50),
                url: "https://a.example/\(number % 90)", source: number % 3 == 0 ? "Wire" : nil)
        }
    }

    @Test(
        "an engine that goes on from a snapshot decides as one that never stopped",
        arguments: [
            EngineSettings(), EngineSettings(copiesOnly: true),
            EngineSettings(storyWindow: 3000, duplicatesWindow: 9000),
        ])
    func goesOn(settings: EngineSettings) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        var whole = Engine(settings: settings)
        var interrupted = Engine(settings: settings)
        for submission in stream(400, seed: seed) {
            if Int.random(in: 0..<40, using: &random) == 0 {
                interrupted = try #require(engine(try bytes(interrupted), settings), "seed \(seed)")
            }
            #expect(whole.assign(submission) == interrupted.assign(submission), "seed \(seed)")
        }
        #expect(whole.storyCount == interrupted.storyCount)
        #expect(try bytes(whole) == bytes(interrupted), "seed \(seed)")
    }

    @Test("what is not a whole snapshot of the same settings is not taken")
    func refused() throws {
        let settings = EngineSettings(storyWindow: 3000)
        var known = Engine(settings: settings)
        for submission in stream(60, seed: 7) { _ = known.assign(submission) }
        let whole = try bytes(known)
        #expect(engine(whole, settings)?.articleCount == 60)
        #expect(engine(whole, EngineSettings(joinAt: 0.9)) == nil)
        #expect(engine(whole, EngineSettings(storyWindow: 3001)) == nil)
        #expect(engine([], settings) == nil)
        #expect(engine(whole + [UInt8](repeating: 0, count: 8), settings) == nil)
        for length in stride(from: 0, to: whole.count, by: max(8, whole.count / 300 & ~7)) {
            #expect(engine(Array(whole[..<length]), settings) == nil)
        }
    }
}

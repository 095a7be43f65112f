import Articles
import Foundation
import Ledger
import Shingling
import Stories
import SystemPackage
import Testing

@testable import Daemon

@Suite("The engine's snapshot beside the ledger")
struct EngineSnapshotTests {
    /// A ledger of short articles and the snapshot of a clean stop.
    private final class Sample {
        let folder: URL
        let settings = EngineSettings()
        let ledger: Ledger
        let path: FilePath
        private let shingler = Shingler()
        private var decider: Decider

        init() throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent("storyd-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let file = FilePath(folder.appendingPathComponent("ledger.sqlite").path)
            ledger = try Ledger(path: file)
            path = EngineSnapshot.path(of: file)
            decider = Decider(engine: Engine(settings: settings), ledger: ledger, announces: false)
            for first in stride(from: 0, to: EngineSnapshot.leastArticles, by: 100) {
                try decide(first..<first + 100)
            }
            try decider.saveSnapshot(at: path)
        }

        func decide(_ numbers: Range<Int>) throws {
            var batch = DecidedBatch()
            for number in numbers {
                let text = (0..<30).map { "word\((number * 31 + $0 * $0) % 997)" }.joined(separator: " ")
                let article = Article(title: "Number \(number)", text: text)
                try decider.decide(
                    ReadArticle(
                        claim: nil, position: 1, file: "\(number)", rawFile: nil, article: article,
                        features: shingler.features(title: article.title, text: text, language: nil),
                        arrivedAt: Int64(number)), into: &batch)
            }
            batch.seal()
            try ledger.commit(batch.rows)
        }

        func read(_ settings: EngineSettings? = nil) throws -> Engine? {
            try EngineSnapshot.read(of: ledger, at: path, settings: settings ?? self.settings)
        }

        deinit {
            ledger.close()
            try? FileManager.default.removeItem(at: folder)
        }
    }

    @Test("the next start takes it, and goes on as if the ledger had been read")
    func taken() throws {
        let sample = try Sample()
        var known = try #require(try sample.read())
        var restored = try Engine.restored(from: sample.ledger, settings: sample.settings) { _ in }
        #expect(known.articleCount == EngineSnapshot.leastArticles)
        #expect(known.storyCount == restored.storyCount)
        for text in ["word1 word2 word3 word5 word8", "word0 word31 word62 word93"] {
            let next = Submission(
                features: Shingler().features(title: text, text: text, language: nil), arrivedAt: 5000)
            #expect(known.assign(next) == restored.assign(next))
        }
    }

    @Test("a ledger that went on without it, other settings and other ledgers do not take it")
    func stale() throws {
        let sample = try Sample()
        #expect(try sample.read(EngineSettings(joinAt: 0.9)) == nil)
        let other = try Sample()
        try FileManager.default.removeItem(atPath: other.path.string)
        try FileManager.default.copyItem(atPath: sample.path.string, toPath: other.path.string)
        #expect(try other.read() == nil)
        try sample.decide(5000..<5001)
        #expect(try sample.read() == nil)
    }

    @Test("a damaged one is not taken")
    func damaged() throws {
        let sample = try Sample()
        let url = URL(fileURLWithPath: sample.path.string)
        let whole = try Data(contentsOf: url)
        for place in [0, 20, 60, whole.count / 2, whole.count - 9] {
            var bytes = whole
            bytes[place] ^= 4
            try bytes.write(to: url)
            #expect(try sample.read() == nil, "byte \(place)")
        }
        for size in [0, 10, 56, whole.count - 8] {
            try whole.prefix(size).write(to: url)
            #expect(try sample.read() == nil, "\(size) bytes")
        }
        try whole.write(to: url)
        #expect(try sample.read() != nil)
    }
}

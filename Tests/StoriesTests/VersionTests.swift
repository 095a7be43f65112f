import Shingling
import Testing

@testable import Stories

@Suite("Versions of an article")
struct VersionTests {
    private let sentences: [String]

    init() {
        var maker = ArticleMaker(seed: 11)
        sentences = maker.sentences(about: maker.event(), count: 20)
    }

    /// The text with a sentence more for each version.
    private func text(_ version: Int) -> String {
        (sentences + (0..<version).map { "Added in version \($0), further lines that nobody had before." })
            .joined(separator: " ")
    }

    @Test("each version at an address replaces the one before, and every one leads to the latest")
    func chain() {
        var engine = Engine(settings: EngineSettings())
        for version in 1...5 {
            let assignment = engine.assign(submission(text(version), url: "https://a.example/1"))
            #expect(assignment.outcome == (version == 1 ? .newStory : .revision))
            #expect(assignment.replaces == (version == 1 ? nil : Int64(version - 1)))
            for known in 1...version { #expect(engine.currentVersion(of: Int64(known)) == Int64(version)) }
        }
        #expect(engine.currentVersion(of: 0) == nil && engine.currentVersion(of: 6) == nil)
    }

    @Test("an older version that comes late is a near-duplicate, and not the current text", arguments: [true, false])
    func late(byAddress: Bool) {
        var engine = Engine(settings: EngineSettings())
        func next(_ version: Int) -> Assignment {
            engine.assign(
                submission(
                    text(version), published: Int64(version), url: byAddress ? "https://a.example/1" : nil,
                    source: byAddress ? nil : "A"))
        }
        _ = next(1)
        let third = next(3)
        let second = next(2)
        #expect(third.outcome == .revision && third.replaces == 1)
        #expect(second.outcome == .nearDuplicate && second.replaces == nil && second.replacedBy == 2)
        let fourth = next(4)
        #expect(fourth.outcome == .revision && fourth.replaces == 2)
        for article in 1...4 { #expect(engine.currentVersion(of: Int64(article)) == 4) }
    }

    @Test("a copy elsewhere is no version, and a text put back is current again")
    func elsewhere() {
        var engine = Engine(settings: EngineSettings())
        _ = engine.assign(submission(text(1), url: "https://a.example/1", source: "A"))
        let copy = engine.assign(submission(text(2), url: "https://b.example/1", source: "B"))
        #expect(copy.outcome == .nearDuplicate && copy.replaces == nil && engine.currentVersion(of: 1) == 1)
        _ = engine.assign(submission(text(3), url: "https://a.example/1", source: "A"))
        let back = engine.assign(submission(text(1), url: "https://a.example/1", source: "A"))
        #expect(back.outcome == .exactDuplicate && back.duplicateOf == 1 && back.replaces == 3)
        #expect(engine.currentVersion(of: 3) == 4 && engine.currentVersion(of: 2) == 2)
    }

    @Test("another text at a known address is no revision")
    func homePage() {
        var maker = ArticleMaker(seed: 12)
        var engine = Engine(settings: EngineSettings())
        for number in 0..<20 {
            let page = maker.sentences(about: maker.event()).joined(separator: " ")
            let assignment = engine.assign(submission(page, url: "https://a.example/", source: "A"))
            #expect(assignment.duplicateOf == nil && assignment.replaces == nil)
            #expect(engine.currentVersion(of: Int64(number + 1)) == Int64(number + 1))
        }
    }

    @Test("chains that lead to each other are refused, and long ones are short to follow")
    func chains() {
        var chains = VersionChains()
        for article in 0..<100_000 { chains.replace(article, by: article + 1) }
        #expect(chains.current(0) == 100_000)
        chains.replace(100_000, by: 7)
        #expect(chains.current(7) == 100_000)
    }

    @Test("a restored engine knows which text is current")
    func restored() {
        var engine = Engine(settings: EngineSettings())
        var memory = Memory()
        for (version, date) in [(1, 10), (2, 30), (3, 20), (4, 40)] {
            let article = submission(text(version), published: Int64(date), url: "https://a.example/1")
            memory.record(article, engine.assign(article))
        }
        let restored = memory.engine()
        for article in Int64(1)...4 {
            #expect(restored.currentVersion(of: article) == 4 && engine.currentVersion(of: article) == 4)
        }
    }
}

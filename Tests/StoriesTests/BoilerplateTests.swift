import Shingling
import Testing

@testable import Stories

@Suite("Text that a site puts on every page")
struct BoilerplateTests {
    private func isCopy(_ assignment: Assignment) -> Bool { assignment.duplicateOf != nil }

    /// Articles of 60 words, each with the same 150 words below.
    private func pages(_ count: Int, seed: UInt64) -> [String] {
        var maker = ArticleMaker(seed: seed)
        let footer = maker.sentence(about: maker.event(), length: 150)
        return (0..<count).map { _ in maker.sentence(about: maker.event(), length: 60) + " " + footer }
    }

    static let sites: [(source: String?, url: String?)] = [
        (source: "The Daily", url: nil), (source: nil, url: "https://daily.example/news/"),
    ]

    @Test(
        "articles of one site that share a long footer are no copies of each other, from the first pair on",
        arguments: sites)
    func site(source: String?, url: String?) {
        let seed = UInt64.random(in: 0 ... .max)
        var engine = Engine(settings: EngineSettings())
        for (number, page) in pages(200, seed: seed).enumerated() {
            let assignment = engine.assign(submission(page, url: url.map { "\($0)\(number)" }, source: source))
            #expect(!isCopy(assignment), "seed \(seed), article \(number)")
        }
    }

    @Test("where no site is stated, a footer stops counting once three unrelated articles had it")
    func unknownSite() {
        let seed = UInt64.random(in: 0 ... .max)
        var engine = Engine(settings: EngineSettings())
        let copies = pages(200, seed: seed).map { isCopy(engine.assign(submission($0))) }
        #expect(
            copies.prefix(3) == [false, true, true], "by the definition they are copies, and nothing else is known")
        #expect(!copies.dropFirst(3).contains(true), "seed \(seed)")
    }

    @Test("copies of such articles are still found", arguments: ["The Daily", ""])
    func copies(source: String) {
        let seed = UInt64.random(in: 0 ... .max)
        var maker = ArticleMaker(seed: seed)
        let pages = pages(40, seed: seed &+ 1)
        var engine = Engine(settings: EngineSettings())
        for page in pages { _ = engine.assign(submission(page, source: source)) }
        for (number, page) in pages.enumerated() {
            let reprint = engine.assign(submission(page + " " + maker.sentence(about: maker.event()), source: "Other"))
            #expect(reprint.duplicateOf == Int64(number + 1), "seed \(seed), article \(number)")
            #expect((reprint.containment ?? 0) > 0.99, "what is reported counts all phrases")
            // The report alone, without the page around it, is found in the page.
            let body = page.split(separator: " ").prefix(60).joined(separator: " ")
            #expect(isCopy(engine.assign(submission(body, source: "Third"))), "seed \(seed), article \(number)")
        }
    }

    @Test("a page that grows on top at one address is a revision, whatever its new beginning")
    func liveBlog() {
        let seed = UInt64.random(in: 0 ... .max)
        var maker = ArticleMaker(seed: seed)
        var engine = Engine(settings: EngineSettings())
        var text = maker.sentences(about: maker.event(), count: 12).joined(separator: " ")
        _ = engine.assign(submission(text, url: "https://a.example/live", source: "A"))
        for _ in 0..<5 {
            text = maker.sentences(about: maker.event(), count: 5).joined(separator: " ") + " " + text
            let assignment = engine.assign(submission(text, url: "https://a.example/live", source: "A"))
            #expect(assignment.outcome == .revision, "seed \(seed)")
        }
    }
}

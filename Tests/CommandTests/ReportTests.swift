import Foundation
import Glibc
import Ledger
import SystemPackage
import Testing

@testable import storyd

@Suite("The report")
struct ReportTests {
    /// A ledger with one story of an original and two copies, and a refused file, all with names that are markup.
    private func page(titles: (String, String), texts: (String, String), url: String?) throws -> String {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("storyd-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let ledger = try Ledger(path: FilePath(folder.appendingPathComponent("l.sqlite").path))
        defer { ledger.close() }
        func article(_ id: Int64, _ title: String, _ text: String) -> ArticleRecord {
            ArticleRecord(
                id: id, claim: nil, position: 1, arrivedAt: 1000 + id * 100, publishedAt: nil, title: title, url: url,
                guid: nil, source: "<b>Evil & Co</b>", language: nil, file: "<i>\(id)</i>.txt", text: text,
                textHash: [UInt8](repeating: UInt8(id), count: 16), features: [])
        }
        func membership(_ id: Int64, _ outcome: String, of original: Int64?) -> MembershipRecord {
            MembershipRecord(
                article: id, story: 1, outcome: outcome, score: nil, duplicateOf: original,
                similarity: original.map { _ in 0.9 }, containment: original.map { _ in 1 }, sequence: id)
        }
        func decision(_ sequence: Int64, _ kind: String, _ article: Int64?) -> DecisionRecord {
            DecisionRecord(
                sequence: sequence, kind: kind, claim: nil, position: nil, article: article,
                story: article.map { _ in 1 },
                otherStory: nil, decidedAt: 1000 + sequence * 100,
                reason: article == nil ? "<svg onload=alert(1)>" : nil)
        }
        try ledger.commit(
            Batch(
                articles: [article(1, titles.0, texts.0), article(2, titles.1, texts.1), article(3, "", texts.0)],
                stories: [
                    StoryRecord(
                        number: 1, id: "0123456789abc", title: titles.0, founder: 1, generation: 0, size: 3,
                        mergedInto: nil, openedAt: 1100, lastArrival: 1300, follows: nil)
                ],
                memberships: [
                    membership(1, "new-story", of: nil), membership(2, "near-duplicate", of: 1),
                    membership(3, "exact-duplicate", of: 1),
                ],
                decisions: [
                    decision(1, "new-story", 1), decision(2, "near-duplicate", 2), decision(3, "exact-duplicate", 3),
                    decision(4, "rejected", nil),
                ]))
        return try ReportPage(ledger, from: 0, to: 2000, stories: 10).html
    }

    @Test("text from outside is text: no element, attribute or script comes of it")
    func hostile() throws {
        let evil =
            "</title><script>alert(1)</script> \" onmouseover=alert(2) ' <img src=x onerror=alert(3)> &amp; \u{1B}[31m"
        let html = try page(
            titles: (evil, evil), texts: (evil + " one two", evil + " one three"), url: "javascript:alert(4)")
        let allowed: Set = [
            "!doctype", "html", "head", "meta", "title", "style", "body", "a", "header", "h1", "h2", "h3", "p", "div",
            "span", "main", "section", "code", "time", "svg", "line", "rect", "circle", "ol", "ul", "li", "details",
            "summary", "bdi", "table", "thead", "tbody", "tr", "th", "td", "del", "ins",
        ]
        let elements = Set(html.matches(of: /<\/?([a-zA-Z!][a-zA-Z0-9]*)/).map { String($0.output.1).lowercased() })
        #expect(elements.isSubset(of: allowed), "\(elements.subtracting(allowed))")
        for match in html.matches(of: /<[^>]*>/) {
            let tag = String(match.output)
            #expect(!tag.contains("onmouseover") && !tag.contains("onerror") && !tag.contains("javascript:"), "\(tag)")
        }
        #expect(!html.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        #expect(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && html.contains("&lt;svg onload=alert(1)&gt;"))
        #expect(html.contains("default-src 'none'"))
        // Every opening tag has its end, so no text swallows what follows.
        for name in ["section", "ol", "ul", "li", "details", "p", "div", "a", "table", "svg"] {
            let opened = html.matches(of: try Regex("<\(name)[ >]")).count
            #expect(opened == html.components(separatedBy: "</\(name)>").count - 1, "\(name)")
        }
    }

    @Test("copies are folded under their original, with the words that differ marked")
    func differences() throws {
        let html = try page(
            titles: ("Bridge closed", "Bridge closed again"),
            texts: ("The bridge’s pier was closed on Tuesday.", "The bridge's pier was shut on Tuesday."),
            url: "https://news.example/a?b=1&c=2")
        #expect(html.contains("<summary>2 copies</summary>"))
        #expect(html.contains("was <del>closed</del> <ins>shut</ins> on Tuesday."))
        #expect(html.contains("href=\"https://news.example/a?b=1&amp;c=2\""))
        #expect(html.contains("<title>Stories, ") && html.contains("1 report, 2 copies"))
    }

    @Test("a difference is what leads from one text to the other", arguments: 1...20)
    func difference(round: UInt64) {
        let seed = UInt64.random(in: 0 ... .max)
        var random = Generator(state: seed &+ round)
        let words = ["a", "b", "c", "“d”", "e-f", "g…"]
        func text(_ count: Int) -> String {
            (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
        }
        let (old, new) = (text(Int.random(in: 0...60, using: &random)), text(Int.random(in: 0...60, using: &random)))
        let runs = WordDifference(original: old, copy: new).runs
        var (left, right): ([Substring], [Substring]) = ([], [])
        for run in runs {
            switch run {
            case .common(let words):
                left += words
                right += words
            case .onlyInOriginal(let words): left += words
            case .onlyInCopy(let words): right += words
            }
        }
        #expect(left.joined(separator: " ") == old && right.joined(separator: " ") == new, "seed \(seed)")
    }

    private struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }
}

@Suite("What a terminal is shown")
struct TerminalTests {
    @Test("a table is no wider than the terminal, whatever its columns hold", arguments: [40, 60, 80, 200])
    func width(_ width: Int) {
        var table = TextTable([
            .init(heading: "story"), .init(heading: "articles", isNumber: true),
            .init(heading: "headline", isFlexible: true), .init(heading: "file", isFlexible: true),
        ])
        table.add(["7k3m9q2x", "12", String(repeating: "word ", count: 40), "short.txt"])
        table.add(["2c8f0d1b", "3", "漢字" + String(repeating: "あ", count: 60), String(repeating: "x", count: 90)])
        let lines = table.lines(Terminal(width: width, isColoured: false))
        for line in lines { #expect(Terminal.columns(line) <= width, "\(line)") }
        #expect(table.lines(Terminal(width: nil, isColoured: false))[1].hasSuffix("short.txt"))
    }

    @Test("nothing is coloured where standard output is no terminal")
    func pipe() {
        var ends: [Int32] = [0, 0]
        #expect(Glibc.pipe(&ends) == 0)
        let terminal = Terminal(descriptor: ends[1])
        #expect(terminal.width == nil && !terminal.isColoured)
        #expect(terminal.styled("text", .bold) == "text")
        for end in ends { close(end) }
    }
}

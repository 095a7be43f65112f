import Foundation
import Ledger
import SystemPackage
import Testing

@testable import Daemon

@Suite("Explanations")
struct ExplainerTests {
    /// A folder of article files, and a ledger of what `storyd assign` decided about some of them.
    private struct Sample {
        let folder: URL
        let ledger: Ledger

        init(_ files: [(name: String, text: String)], assigned: Int) throws {
            folder = FileManager.default.temporaryDirectory.appendingPathComponent("storyd-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for file in files {
                try file.text.write(
                    to: folder.appendingPathComponent(file.name), atomically: true, encoding: .utf8)
            }
            var options = AssignOptions()
            options.files = files.prefix(assigned).map { [folder] in
                FilePath(folder.appendingPathComponent($0.name).path)
            }
            options.ledger = FilePath(folder.appendingPathComponent("ledger.sqlite").path)
            options.final = true
            var run = try AssignRun(options)
            try run.run()
            ledger = try Ledger.readOnly(path: try #require(options.ledger))
        }

        func file(_ name: String) throws -> ExplainedArticle {
            try ExplainedArticle(file: folder.appendingPathComponent(name).path)
        }

        func remove() {
            ledger.close()
            try? FileManager.default.removeItem(at: folder)
        }
    }

    private let files = [
        ("one.txt", Texts.flood("Ferries run every twenty minutes from the northern quay instead.")),
        ("chess.txt", Texts.chess),
        (
            "two.txt",
            """
            Harrowgate shipyard sends workers home after flood

            The Harrowgate shipyard sent four thousand workers home when the river Orrin closed the harbour bridge at \
            Vellmouth. Marta Quillfeather, the engineer in charge, said: “Nobody crosses until the footings are dry and \
            we have seen them ourselves.”

            The yard's director expects the night shift to return by boat.
            """
        ),
        ("copy.txt", Texts.flood("Ferries run every thirty minutes from the northern quay instead.")),
    ]
    private let explainer = Explainer(settings: Settings())

    @Test("what is computed again is what was decided")
    func asItWas() throws {
        let sample = try Sample(files, assigned: 4)
        defer { sample.remove() }
        let explained = try explainer.explain(try ExplainedArticle(number: 3, in: sample.ledger), in: sample.ledger)
        let recorded = try #require(explained.recorded)
        #expect(explained.knownArticles == 2 && explained.knownStories == 2)
        #expect(recorded.outcome == "same-story" && explained.outcome == "same-story")
        let best = try #require(explained.candidates.first)
        #expect(best.story == recorded.story)
        #expect(abs(best.breakdown.score - (try #require(recorded.score))) < 1e-9)
        let sum = best.breakdown.parts.reduce(best.breakdown.constant) { $0 + $1.logOdds }
        // A chance is known to five digits, so these log-odds are cut; those of `partsAddUp` are not.
        #expect(sum > best.breakdown.logOdds && abs(best.breakdown.logOdds - 11.5129) < 1e-3)
        #expect(best.nearest?.article == 1)
        let shared = try #require(best.shared)
        #expect(Set(shared.names.map(\.text)).isSuperset(of: ["Orrin", "Vellmouth"]))
        #expect(shared.words.contains { $0.text == "footings" })
        let quote = try #require(shared.passages.first { $0.isQuote })
        #expect(quote.text.hasPrefix("Nobody crosses until the footings are dry"))
        #expect(explained.copy?.isCopy == false)
        #expect(explained.changes.first?.contains("to spare") == true)
    }

    @Test("what the signals add, the constant and the dates are the log-odds of a story of one article")
    func partsAddUp() throws {
        let other = (
            "three.txt",
            """
            Council asks for a second bridge at Vellmouth

            Since the river Orrin closed the harbour bridge, councillors have asked the province for money to build another \
            one further inland, where the banks are higher and the ground is rock. A decision is not expected this year.
            """
        )
        let sample = try Sample([files[0], other], assigned: 2)
        defer { sample.remove() }
        let explained = try explainer.explain(try ExplainedArticle(number: 2, in: sample.ledger), in: sample.ledger)
        let breakdown = try #require(explained.candidates.first).breakdown
        let sum = breakdown.parts.reduce(breakdown.constant) { $0 + $1.logOdds }
        #expect(abs(sum) < 8, "\(sum) is beyond what is told exactly")
        #expect(abs(sum - breakdown.logOdds) < 1e-3)
    }

    @Test("a file is compared with what is known now, and nothing is written")
    func fileAgainstLedger() throws {
        let sample = try Sample(files, assigned: 3)
        defer { sample.remove() }
        let explained = try explainer.explain(try sample.file("copy.txt"), in: sample.ledger)
        #expect(explained.recorded == nil && explained.knownArticles == 3)
        #expect(explained.outcome == "near-duplicate")
        let copy = try #require(explained.copy)
        #expect(copy.isCopy && copy.of.article == 1 && copy.similarity > 0.8)
        #expect(explained.changes == ["a copy goes where its original is, whatever the score"])
        #expect(try sample.ledger.counts().articles == 3)
    }

    @Test("what opens a story says how much was lacking")
    func lacking() throws {
        let sample = try Sample(files, assigned: 2)
        defer { sample.remove() }
        let explained = try explainer.explain(try ExplainedArticle(number: 2, in: sample.ledger), in: sample.ledger)
        #expect(explained.outcome == "new-story" && explained.knownArticles == 1)
        #expect(explained.changes.count == 1)
        #expect(explained.changes[0].contains("too few") || explained.changes[0].contains("nothing known"))
    }

    @Test("two files are compared without a ledger")
    func pair() throws {
        let sample = try Sample(files, assigned: 0)
        defer { sample.remove() }
        let pair = explainer.explain(try sample.file("one.txt"), try sample.file("two.txt"))
        #expect(pair.inOneStory == nil && !pair.copy.isCopy)
        #expect(pair.breakdown.score > pair.joinAt)
        #expect(pair.shared.passages.contains { $0.isQuote })
        let other = explainer.explain(try sample.file("one.txt"), try sample.file("chess.txt"))
        #expect(other.breakdown.score < other.joinAt && other.shared.names.isEmpty)
        let copy = explainer.explain(try sample.file("one.txt"), try sample.file("copy.txt"))
        #expect(copy.copy.isCopy && copy.copy.similarity > 0.8)
        let same = explainer.explain(try sample.file("one.txt"), try sample.file("one.txt"))
        #expect(same.copy.isCopy && same.copy.similarity == 1)
    }

    @Test("two articles of a ledger say whether they are in one story")
    func pairInLedger() throws {
        let sample = try Sample(files, assigned: 4)
        defer { sample.remove() }
        let articles = try (1...3).map { try ExplainedArticle(number: Int64($0), in: sample.ledger) }
        #expect(explainer.explain(articles[0], articles[2]).inOneStory == true)
        #expect(explainer.explain(articles[0], articles[1]).inOneStory == false)
    }

    @Test("memberships before a decision are those the decisions up to it tell")
    func past() throws {
        let sample = try Sample(files, assigned: 4)
        defer { sample.remove() }
        #expect(try sample.ledger.memberships(before: 1).stories.isEmpty)
        #expect(try sample.ledger.memberships(before: 3).stories == [1: 1, 2: 2])
        #expect(try sample.ledger.memberships(before: .max).stories == [1: 1, 2: 2, 3: 1, 4: 1])
    }

    @Test("an article that is not there, and a file of many, are told apart")
    func missing() throws {
        let sample = try Sample(files, assigned: 1)
        defer { sample.remove() }
        #expect(throws: ExplainedArticle.Problem.self) { try ExplainedArticle(number: 99, in: sample.ledger) }
        #expect(throws: Errno.noSuchFileOrDirectory) { try sample.file("none.txt") }
        let rows = try files.map { String(decoding: try JSONEncoder().encode(["text": $0.1]), as: UTF8.self) }
        try rows.joined(separator: "\n").write(
            to: sample.folder.appendingPathComponent("many.jsonl"), atomically: true, encoding: .utf8)
        let problem = #expect(throws: ExplainedArticle.Problem.self) { try sample.file("many.jsonl") }
        #expect(problem?.description.contains("holds 4 articles") == true)
        #expect(try sample.file("many.jsonl#2").subject.title == "Teenager from Ostrava wins the national chess title")
        #expect(throws: ExplainedArticle.Problem.self) { try sample.file("many.jsonl#5") }
    }

    @Test("what hostile texts share is cleaned and bounded")
    func hostile() throws {
        let row = "\u{1B}[31mred alert words that steer a terminal\u{7} " + String(repeating: "again and ", count: 5000)
        let sample = try Sample([("a.txt", row + "end."), ("b.txt", "Other. " + row + "stop.")], assigned: 0)
        defer { sample.remove() }
        let pair = explainer.explain(try sample.file("a.txt"), try sample.file("b.txt"))
        #expect(!pair.shared.passages.isEmpty)
        for passage in pair.shared.passages {
            #expect(passage.text.unicodeScalars.allSatisfy { $0.value >= 0x20 } && passage.text.count <= 161)
        }
    }
}

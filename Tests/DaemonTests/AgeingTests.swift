import Foundation
import Ledger
import SystemPackage
import Testing

@testable import Daemon

@Suite("Ageing with a ledger")
struct AgeingTests {
    private static let day = 86400

    /// JSON Lines of an archive over some months in the order of its dates, in which events fade, come back and are
    /// printed again.
    private func archive(seed: UInt64, count: Int) throws -> [Data] {
        var random = SplitMix64(state: seed)
        let syllables = ["ka", "lo", "mi", "ter", "van", "su", "per", "do", "ni", "ral", "eth", "us"]
        func word() -> String { (0..<4).map { _ in syllables.randomElement(using: &random) ?? "" }.joined() }
        func event() -> [String] { (0..<20).map { _ in word() } }
        var events = [event(), event()]
        var texts: [String] = []
        var now = 1_500_000_000
        return try (0..<count).map { number in
            now += Int.random(in: 0...Self.day, using: &random)
            if number % 25 == 24 { now += 20 * Self.day }
            if Int.random(in: 0..<8, using: &random) == 0 { events.append(event()) }
            let about = events.suffix(4).randomElement(using: &random) ?? []
            var text = (0..<8).map { _ in
                (0..<12).map { _ in
                    (Bool.random(using: &random) ? about : ["the", "of", "said", "to", "and"]).randomElement(
                        using: &random)
                        ?? ""
                }.joined(separator: " ") + "."
            }.joined(separator: " ")
            switch Int.random(in: 0..<10, using: &random) {
            case 0: text = texts.randomElement(using: &random) ?? text
            case 1:
                text =
                    (texts.randomElement(using: &random) ?? "") + " "
                    + (0..<9).map { _ in word() }.joined(separator: " ")
            default: break
            }
            texts.append(text)
            var line = ["id": "a\(number)", "text": text]
            // Not every article states its date, the first ones least of all.
            if number > 2, number % 7 != 0 {
                line["date"] = Date(timeIntervalSince1970: Double(now)).ISO8601Format()
            }
            return try JSONEncoder().encode(line)
        }
    }

    /// What a ledger holds of decisions.
    private struct Content: Equatable {
        var articles: [MembershipRecord] = []
        var stories: [StoryRecord] = []
    }

    /// Assigns lines in as many runs as there are parts, each going on from the ledger of the one before.
    private func assign(_ parts: [ArraySlice<Data>], _ change: (inout AssignOptions) -> Void = { _ in }) throws
        -> Content
    {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("storyd-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        var options = AssignOptions()
        options.clock = .article
        options.final = true
        options.ledger = FilePath(folder.appendingPathComponent("ledger.sqlite").path)
        change(&options)
        for (index, part) in parts.enumerated() {
            let file = folder.appendingPathComponent("\(index).jsonl")
            try Data(part.joined(separator: Data("\n".utf8))).write(to: file)
            options.files = [FilePath(file.path)]
            var run = try AssignRun(options)
            try run.run()
        }
        let ledger = try Ledger.readOnly(path: try #require(options.ledger))
        defer { ledger.close() }
        var content = Content()
        try ledger.forEachArticle { content.articles.append($0.membership) }
        try ledger.forEachStory { content.stories.append($0) }
        return content
    }

    @Test(
        "an archive assigned in several runs is decided as in one",
        arguments: ["0s", "30d"], [3, UInt64.random(in: 0 ... .max)])
    func resumed(window: String, seed: UInt64) throws {
        let lines = try archive(seed: seed, count: 145)
        let duplicates = try #require(Duration(settingText: window)).wholeSeconds
        let whole = try assign([lines[...]]) { $0.duplicatesWindow = duplicates }
        let parts = [lines[..<40], lines[40..<41], lines[41..<110], lines[110...]]
        let resumed = try assign(parts) { $0.duplicatesWindow = duplicates }
        #expect(resumed.articles == whole.articles, "seed \(seed)")
        #expect(resumed.stories == whole.stories, "seed \(seed)")
        let late = whole.articles.filter { $0.closedBy == $0.article }
        #expect(late.allSatisfy { $0.duplicateOf != nil }, "seed \(seed)")
        // Sizes count what came late as well.
        for story in whole.stories where story.mergedInto == nil {
            #expect(whole.articles.count { $0.story == story.number } == story.size, "seed \(seed)")
        }
        // All kinds of ageing come up in an archive that is the same every time; in others it is left to chance.
        guard seed == 3 else { return }
        #expect(whole.stories.contains { $0.closedBy != nil } && whole.stories.contains { $0.closedBy == nil })
        #expect(whole.stories.contains { $0.follows != nil })
        #expect(!late.isEmpty)
    }

    @Test("in a replay the articles' dates count; read now, they do not; and nothing closes with --stories-window 0s")
    func clocks() throws {
        let lines = try archive(seed: 3, count: 80)
        let replayed = try assign([lines[...]])
        let open = try assign([lines[...]]) { $0.storyWindow = nil }
        let now = try assign([lines[...]]) { $0.clock = .arrival }
        #expect(replayed.stories.contains { $0.closedBy != nil })
        #expect(!open.stories.contains { $0.closedBy != nil || $0.follows != nil })
        #expect(open.articles.map(\.story) == now.articles.map(\.story))
        // The first articles state no date: they count as come with the first that does.
        #expect(replayed.articles.prefix(3).allSatisfy { $0.closedBy != 4 })
    }
}

import Articles
import Foundation
import Journal
import Ledger
import Shingling
import Stories
import SystemPackage
import Testing

@testable import Daemon

@Suite("What the journal says of closed stories")
struct AgeingEntryTests {
    @Test("a story that follows a closed one names it; a copy in a closed story names that story")
    func entries() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("storyd-\(UUID()).sqlite").path
        let ledger = try Ledger(path: FilePath(path))
        defer {
            ledger.close()
            for suffix in ["", "-wal", "-shm", ".lock"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        }
        var decider = Decider(engine: Engine(settings: Settings().engine), ledger: ledger)
        let first = Texts.flood("Ferries run every twenty minutes from the northern quay instead.")
        let report = """
            The Harrowgate shipyard sent four thousand workers home when the river Orrin closed the harbour bridge at \
            Vellmouth. Marta Quillfeather, the engineer in charge, said: “Nobody crosses until the footings are dry and \
            we have seen them ourselves.”

            The yard's director expects the night shift to return by boat.
            """
        var entries: [EncodedEntry] = []
        for (day, text) in [(0, first), (40, first), (41, report), (41, Texts.chess)] {
            let article = Article(title: "", text: text)
            var batch = DecidedBatch()
            _ = try decider.decide(
                ReadArticle(
                    claim: nil, position: 1, file: "\(day).txt", rawFile: nil, article: article,
                    features: Shingler().features(title: article.title, text: article.text, language: nil),
                    arrivedAt: 1_700_000_000 + Int64(day) * 86400), into: &batch)
            batch.seal()
            try ledger.commit(batch.rows)
            for case .entry(_, let entry) in batch.announcements { entries.append(entry) }
        }
        func text(_ entry: EncodedEntry, _ name: FieldName) -> String? {
            entry.value(of: name).map { String(decoding: $0, as: UTF8.self) }
        }
        let story = try #require(text(entries[0], .storyID))
        #expect(text(entries[1], .outcome) == "exact-duplicate" && text(entries[1], .storyID) == story)
        #expect(text(entries[1], .storySize) == "2" && text(entries[1], .storyFollows) == nil)
        #expect(text(entries[2], .outcome) == "new-story" && text(entries[2], .storyFollows) == story)
        #expect(text(entries[2], .message)?.hasSuffix(", follows \(story.prefix(8))") == true)
        #expect(text(entries[3], .outcome) == "new-story" && text(entries[3], .storyFollows) == nil)
        #expect(try ledger.stories(following: 1).map(\.number) == [2])
        let closed = try #require(try ledger.story(number: 1))
        #expect(closed.closedBy == 2 && closed.size == 2)
    }
}

import Foundation
import Journal
import Testing

@Suite("The README's page of the journal")
struct ReadmeTests {
    private func readme() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    }

    @Test("it lists every entry with its message id, and no other")
    func entries() throws {
        let ids = try readme().matches(of: /`([0-9a-f]{32})`/).map { String($0.output.1) }
        #expect(ids.sorted() == EntryKind.allCases.map(\.messageID).sorted())
        for kind in EntryKind.allCases {
            #expect(try readme().contains("| `\(kind.rawValue)` | `\(kind.messageID)` |"), "\(kind.rawValue)")
        }
    }

    @Test("it names every field of a decision")
    func fields() throws {
        let text = try readme()
        for sample in entrySamples where sample.entry.kind.isDecision {
            for name in sample.entry.encoded(sequence: 1, ledger: "L").replayed().dictionary.keys {
                #expect(text.contains("`\(name)`"), "\(name)")
            }
        }
    }
}

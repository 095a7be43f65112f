import Foundation
import Journal
import Testing

@Suite("The message catalog")
struct CatalogTests {
    /// One block of the catalog.
    struct Block {
        let id: String
        let headers: [String: String]
        let body: String
    }

    static func read() throws -> [Block] {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "systemd/storyd.catalog"), encoding: .utf8)
        return text.components(separatedBy: "\n-- ").dropFirst().map { block in
            let parts = block.components(separatedBy: "\n\n")
            let head = (parts.first ?? "").split(separator: "\n")
            let headers = head.dropFirst().map { $0.components(separatedBy: ": ") }
            return Block(
                id: String(head.first ?? ""),
                headers: Dictionary(
                    headers.map { ($0.first ?? "", $0.dropFirst().joined(separator: ": ")) },
                    uniquingKeysWith: { $1 }),
                body: parts.dropFirst().joined(separator: "\n\n"))
        }
    }

    @Test("it explains every entry, each once, and nothing else")
    func complete() throws {
        #expect(try Self.read().map(\.id).sorted() == EntryKind.allCases.map(\.messageID).sorted())
    }

    @Test("each block has a subject, says who defined it and where help is, what happened and what to do")
    func blocks() throws {
        for block in try Self.read() {
            #expect(Set(block.headers.keys) == ["Subject", "Defined-By", "Support"], "\(block.id)")
            #expect(block.headers["Defined-By"] == "storyd")
            #expect(block.headers.values.allSatisfy { !$0.isEmpty }, "\(block.id)")
            #expect(block.body.components(separatedBy: "\n\n").count >= 2, "\(block.id)")
        }
    }

    @Test("a field named in an explanation is a field of that entry")
    func fields() throws {
        let blocks = Dictionary(try Self.read().map { ($0.id, $0) }) { $1 }
        for sample in entrySamples where sample.entry.kind != .newStory || sample.entry == entrySamples[0].entry {
            let block = try #require(blocks[sample.entry.kind.messageID])
            let text = (block.headers["Subject"] ?? "") + "\n" + block.body
            let fields = sample.entry.encoded(sequence: 1, ledger: "L").dictionary
            for (index, part) in text.split(separator: "@", omittingEmptySubsequences: false).enumerated()
            where index % 2 == 1 {
                #expect(fields[String(part)] != nil, "@\(part)@ in \(sample.entry.kind)")
            }
        }
    }
}

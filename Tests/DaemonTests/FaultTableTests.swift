import Foundation
import Testing

@Suite("The pages of faults and of hostile input")
struct FaultTableTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The sources of the tests, by file name without its extension.
    private func sources() throws -> [String: String] {
        var sources: [String: String] = [:]
        let walk = FileManager.default.enumerator(
            at: Self.root.appending(path: "Tests"), includingPropertiesForKeys: nil)
        while let file = walk?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            sources[file.deletingPathExtension().lastPathComponent] = try String(contentsOf: file, encoding: .utf8)
        }
        return sources
    }

    @Test("every test they name is there", arguments: ["faults.md", "hostile-input.md"])
    func named(page: String) throws {
        let sources = try sources()
        let text = try String(contentsOf: Self.root.appending(path: "docs/\(page)"), encoding: .utf8)
        var count = 0
        for line in text.split(separator: "\n") {
            // A suite alone, a suite and a test of it, or a further test of the suite before.
            var suite: String?
            for name in line.matches(of: /`([A-Za-z]+Tests)?[\/.]?([A-Za-z0-9]*)`/).map(\.output) {
                if let named = name.1 { suite = String(named) }
                guard let suite else { continue }
                let source = try #require(sources[suite], "\(suite) is no file of tests: \(line)")
                count += 1
                guard !name.2.isEmpty else { continue }
                #expect(source.contains("func \(name.2)("), "\(suite) has no test \(name.2): \(line)")
            }
        }
        #expect(count > 4)
    }

    @Test("each fault has a test")
    func complete() throws {
        let text = try String(contentsOf: Self.root.appending(path: "docs/faults.md"), encoding: .utf8)
        var isFaults = false
        for row in text.split(separator: "\n") {
            // There are tables of numbers as well.
            if row.hasPrefix("| fault |") { isFaults = true } else if !row.hasPrefix("|") { isFaults = false }
            guard isFaults, row.hasPrefix("| "), !row.hasPrefix("| fault |") else { continue }
            #expect(row.split(separator: "|").last { $0 != " " }?.contains("Tests") == true, "\(row)")
        }
    }
}

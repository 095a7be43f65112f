import Foundation
import Shingling
import Testing

@testable import Stories

/// The folder of shared articles: `STORYD_SHARED`, else `../shared` beside the package.
private let sharedFolder: URL? = {
    let beside = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared")
    let named = ProcessInfo.processInfo.environment["STORYD_SHARED"].map { URL(fileURLWithPath: $0) }
    let folder = named ?? beside
    return FileManager.default.fileExists(atPath: folder.appendingPathComponent("seeds").path) ? folder : nil
}()

@Suite("The seeds", .enabled(if: sharedFolder != nil, "needs the folder ../shared, or STORYD_SHARED"))
struct SharedDataTests {
    /// The seeds, each as a reader would see it: from its headline on, without repeated headlines and inserts.
    private func seeds() throws -> [(title: String, text: String)] {
        let folder = try #require(sharedFolder).appendingPathComponent("seeds")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { name in
            var lines = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
                .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
            lines.removeAll { line in
                line.isEmpty || line.hasPrefix("©") || line.hasPrefix("READ MORE") || line.hasPrefix("icon ")
                    || line.count < 25 && line.hasSuffix(":32")
            }
            let title = lines.removeFirst()
            lines.removeAll { $0 == title }
            return (title, lines.joined(separator: "\n"))
        }
    }

    @Test("three reporters' articles on one event are one story in all six orders")
    func seedsAreOneStory() throws {
        let seeds = try seeds()
        #expect(seeds.count == 3)
        for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            var engine = Engine(settings: EngineSettings())
            let answers = order.map { engine.assign(submission(seeds[$0].text, title: seeds[$0].title)) }
            #expect(answers.map(\.story) == [1, 1, 1], "order \(order), scores \(answers.map(\.score))")
            #expect(answers.map(\.outcome) == [.newStory, .sameStory, .sameStory], "order \(order)")
        }
    }
}

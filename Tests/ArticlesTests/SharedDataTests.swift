import Articles
import Foundation
import Testing

/// Real files that are not part of the project: `STORYD_SHARED`, else `../shared` beside the package.
enum SharedData {
    static let root: URL = {
        if let path = ProcessInfo.processInfo.environment["STORYD_SHARED"] { return URL(fileURLWithPath: path) }
        return URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("../shared").standardizedFileURL
    }()

    static func has(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: root.appendingPathComponent(path)))
    }

    /// The content of a `.gz` file, by gzip(1).
    static func unzipped(_ path: String) throws -> [UInt8] {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["gzip", "-dc", root.appendingPathComponent(path).path]
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return [UInt8](data)
    }
}

@Suite("Real files")
struct SharedDataTests {
    @Test(
        "the three seeds come out as headline and body alone",
        .enabled(if: SharedData.has("seeds"), "../shared/seeds is absent"))
    func seeds() throws {
        let names = try FileManager.default.contentsOfDirectory(
            atPath: SharedData.root.appendingPathComponent("seeds").path
        ).sorted()
        let files = try names.filter { $0.hasSuffix(".txt") }.map { try SharedData.bytes("seeds/\($0)") }
        try #require(files.count == 3)
        for bytes in files {
            let article = try #require(read(bytes).articles.first)
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
            // The headline is the first line, or the only one that is there twice.
            let twice = lines.filter { line in lines.count { $0 == line } == 2 }
            #expect(article.title == twice.first ?? lines[0])
            let kept = article.text.split(separator: "\n").map(String.init)
            #expect(kept.allSatisfy(lines.contains))
            for line in kept {
                #expect(line != article.title)
                #expect(!line.contains("©") && !line.hasPrefix("READ MORE") && !line.contains("Related Content"))
                #expect(!line.contains("a tip") && !line.contains("subscriber") && !line.contains("iconicon"))
            }
            // No paragraph is lost: a long line that ends as a sentence does, tips and icons aside.
            let paragraphs = lines.filter {
                $0.utf8.count >= 110 && ($0.hasSuffix(".") || $0.hasSuffix(".”") || $0.hasSuffix(".\""))
            }
            #expect(paragraphs.allSatisfy(kept.contains))
        }
        let dates = try files.map { try #require(read($0).articles.first).published?.description }
        #expect(dates == [nil, nil, "2014-12-21T12:32:00"])
    }

    @Test(
        "every article of the evaluation sets is read", .enabled(if: SharedData.has("data"), "../shared/data is absent")
    )
    func sets() throws {
        for (name, count) in [("fnc-dev", 1683), ("ecb-dev", 772)] {
            let outcome = read(try SharedData.unzipped("data/\(name).jsonl.gz"))
            #expect(outcome.articles.count == count)
            #expect(outcome.refusals.isEmpty)
        }
    }

    @Test(
        "pages are extracted as well as measured, and nearly as well with every class and id made meaningless",
        .enabled(if: SharedData.has("data/html-dev"), "../shared/data/html-dev is absent"))
    func pages() throws {
        let truth = try #require(
            JSONSerialization.jsonObject(with: Data(try SharedData.bytes("data/html-dev/ground-truth.json")))
                as? [String: [String: String]])
        var asTheyAre = ShingleScore()
        var unnamed = ShingleScore()
        for (name, page) in truth.sorted(by: { $0.key < $1.key }) {
            let bytes = try SharedData.unzipped("data/html-dev/\(name).html.gz")
            let wanted = page["articleBody"] ?? ""
            asTheyAre.add(read(bytes).articles.first?.text ?? "", truth: wanted)
            unnamed.add(read(withoutNames(bytes)).articles.first?.text ?? "", truth: wanted)
        }
        print("html-dev: \(asTheyAre); without names: \(unnamed)")
        #expect(asTheyAre.f1 >= 0.97)
        #expect(unnamed.f1 >= 0.95)
    }

    /// The page with the letters of each `class="…"` and `id="…"` moved by thirteen.
    private func withoutNames(_ page: [UInt8]) -> [UInt8] {
        var page = page
        var index = 0
        while index < page.count {
            guard let name = [" class=\"", " id=\""].first(where: { page[index...].starts(with: $0.utf8) }) else {
                index += 1
                continue
            }
            index += name.utf8.count
            while index < page.count, page[index] != 0x22 {
                let place = (page[index] | 0x20) &- 0x61
                if place < 26 { page[index] = page[index] &- place &+ (place + 13) % 26 }
                index += 1
            }
        }
        return page
    }
}

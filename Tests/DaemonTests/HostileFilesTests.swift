import DropFolder
import Foundation
import Ledger
import Synchronization
import SystemPackage
import Testing

@testable import Daemon

@Suite("Files made to harm")
struct HostileFilesTests {
    @Test("a title and a name of escapes, newlines and overrides make one line without any of them")
    func escapes() throws {
        let daemon = try TestDaemon()
        try daemon.start()
        let title = "\u{1B}[2J\u{1B}]0;owned\u{7}\u{202E}Evil\u{202C} \u{1B}[31mheadline\u{1B}[0m\u{9B}m about ships"
        let name = "a\u{1B}[31m\nPRIORITY=0\u{202E}.txt"
        let text = Texts.flood("Ferries run.").split(separator: "\n").dropFirst().joined(separator: "\n")
        try daemon.drop(name, "\(title)\n\n\(text)")
        let told = try daemon.waitForDecisions(1)[0]
        #expect(told["OUTCOME"] == "new-story")
        let line = try #require(daemon.sink.lines.first { $0.contains("new story") })
        for text in [told["ARTICLE_TITLE"], told["STORY_TITLE"], told["ARTICLE_FILE"], told["MESSAGE"], line] {
            let scalars = try #require(text).unicodeScalars
            #expect(!scalars.contains { $0.properties.generalCategory == .control }, "\(scalars)")
            #expect(!scalars.contains { $0.properties.generalCategory == .format }, "\(scalars)")
        }
        #expect(told["PRIORITY"] == "6")
        #expect(told["ARTICLE_TITLE"]?.contains("about ships") == true)
    }

    @Test(
        "text without a word is refused and opens no story",
        arguments: ["[", "{\"", "=-", "…—“”", "\u{1F600}", "( )\n\n"])
    func noWord(unit: String) throws {
        let daemon = try TestDaemon()
        try daemon.start()
        try daemon.drop("marks.txt", String(repeating: unit, count: 20_000))
        try daemon.drop("chess.txt", Texts.chess)
        let told = try daemon.waitForDecisions(2)
        #expect(told.first { $0["ARTICLE_FILE"] == "marks.txt" }?["OUTCOME"] == "rejected")
        #expect(told.first { $0["ARTICLE_FILE"] == "chess.txt" }?["OUTCOME"] == "new-story")
    }

    /// Drops a file that has a second name outside, and writes to it under that one after it was read.
    private func writeThroughSecondName(_ daemon: TestDaemon) throws -> String {
        let outside = "\(daemon.root)/outside.txt"
        try Texts.flood("Ferries run.").write(toFile: outside, atomically: false, encoding: .utf8)
        daemon.sink.isRefusing = true
        try daemon.start()
        #expect(link(outside, "\(daemon.incoming)/flood.txt") == 0)
        let path = daemon.settings.ledger.path
        try daemon.waitUntil("the commit") { try Ledger.readOnly(path: path).counts().lastSequence == 1 }
        try Texts.chess.write(toFile: outside, atomically: false, encoding: .utf8)
        daemon.sink.isRefusing = false
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
        let name = try #require(daemon.files(in: "archive").first)
        return try String(
            contentsOfFile: daemon.settings.folder.archive.pushing(FilePath(name)).string, encoding: .utf8)
    }

    @Test("what is written through another hard link is told, and with archive.copy does not reach the archive")
    func hardLink() throws {
        let moved = try TestDaemon()
        #expect(try writeThroughSecondName(moved) == Texts.chess)
        try moved.waitUntil("the entry") {
            moved.sink.lines.contains { $0.contains("flood.txt was written to after it was read") }
        }
        let copied = try TestDaemon()
        copied.settings.archive.copy = true
        #expect(try writeThroughSecondName(copied) == Texts.flood("Ferries run."))
    }

    @Test(
        "a file that stays in place and is swapped for a link between being found and being read is not followed",
        arguments: [false, true])
    func swappedBeforeReading(isHardLink: Bool) throws {
        let daemon = try TestDaemon()
        daemon.settings.folder.finished = .keep
        let secret = "\(daemon.root)/secret.txt"
        try Texts.chess.write(toFile: secret, atomically: false, encoding: .utf8)
        let real = daemon.system.open
        let swaps = Atomic(0)
        daemon.system.open = { (directory, path, flags, mode) throws(Errno) in
            if strcmp(path, "flood.txt") == 0, swaps.add(1, ordering: .relaxed).newValue == 1 {
                unlinkat(directory, path, 0)
                if isHardLink {
                    linkat(AT_FDCWD, secret, directory, path, 0)
                } else {
                    symlinkat(secret, directory, path)
                }
            }
            return try real(directory, path, flags, mode)
        }
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run."))
        // A hard link is a file of that folder by every right, and decided as what it holds: once it has settled.
        let told = try daemon.waitForDecisions(1)
        #expect(told[0]["OUTCOME"] == (isHardLink ? "new-story" : "rejected"))
        if isHardLink {
            #expect(told[0]["ARTICLE_TITLE"]?.hasPrefix("Teenager") == true)
        } else {
            #expect(told[0]["ARTICLE_TITLE"] == nil)
        }
        daemon.stop()
        #expect(daemon.sink.decisions.count == 1)
        #expect(try String(contentsOfFile: secret, encoding: .utf8) == Texts.chess)
    }

    @Test("colliding names: files of one name, and of the names the archive gives, are all kept")
    func collidingNames() throws {
        let daemon = try TestDaemon()
        try daemon.start()
        for number in 0..<5 {
            try daemon.drop("same.txt", Texts.flood("Report \(number)."))
            _ = try daemon.waitForDecisions(number + 1)
        }
        let folders = ["a", "b"]
        for folder in folders {
            try FileManager.default.createDirectory(
                atPath: "\(daemon.incoming)/\(folder)", withIntermediateDirectories: true)
            try daemon.drop("\(folder)/000000000001-same.txt", Texts.chess + "\nFrom \(folder).\n")
        }
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 7 }
        let texts = try daemon.files(in: "archive").map {
            try String(contentsOfFile: daemon.settings.folder.archive.pushing(FilePath($0)).string, encoding: .utf8)
        }
        #expect(Set(texts).count == 7)
    }
}

import DropFolder
import Foundation
import Ledger
import Synchronization
import SystemPackage
import Testing

@testable import Daemon

@Suite("What runs out, and what others do meanwhile")
struct ResourceTests {
    @Test("below folder.min_free no file is taken, which is told, and with room again all are")
    func minFree() throws {
        let daemon = try TestDaemon()
        let free = Atomic<Int>(1000)
        daemon.system.freeBytes = { (_) throws(Errno) in Int64(free.load(ordering: .acquiring)) }
        daemon.settings.folder.minFree = 2000
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run."))
        try daemon.waitUntil("the entry") { daemon.sink.lines.contains { $0.contains("1000 bytes are free") } }
        #expect(daemon.files(in: "incoming") == ["flood.txt"])
        free.store(2000, ordering: .releasing)
        _ = try daemon.waitForDecisions(1)
        #expect(daemon.sink.lines.contains { $0.contains("room on the disk again") })
    }

    @Test("a stop does not wait for room on the disk")
    func stopWithoutRoom() throws {
        let daemon = try TestDaemon()
        daemon.system.freeBytes = { (_) throws(Errno) in 0 }
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run."))
        try daemon.waitUntil("the entry") { daemon.sink.lines.contains { $0.contains("bytes are free") } }
        let start = Date.now
        daemon.stop()
        #expect(Date.now.timeIntervalSince(start) < 15)
        #expect(daemon.files(in: "incoming") == ["flood.txt"])
    }

    @Test("with the archive's disk full a file waits in work/ and is archived later; the next is decided meanwhile")
    func archiveFull() throws {
        let daemon = try TestDaemon()
        let isFull = Atomic(true)
        let real = daemon.system.makeDirectory
        daemon.system.makeDirectory = { (directory, path, mode) throws(Errno) in
            // The folder of the year, below the archive.
            if isFull.load(ordering: .acquiring), directory != AT_FDCWD { throw .noSpace }
            try real(directory, path, mode)
        }
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run."))
        try daemon.waitUntil("the warning") { daemon.sink.lines.contains { $0.contains("cannot put flood.txt away") } }
        try daemon.drop("chess.txt", Texts.chess)
        _ = try daemon.waitForDecisions(2)
        #expect(daemon.files(in: "work").count == 2)
        isFull.store(false, ordering: .releasing)
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 2 }
    }

    @Test("a file whose reading fails for a moment is read again, and is no suspect by that")
    func readingFails() throws {
        let daemon = try TestDaemon()
        let failures = Atomic(1)
        let real = daemon.system.read
        daemon.system.read = { (descriptor, buffer) throws(Errno) in
            let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")
            if path?.contains("/work/") == true, failures.subtract(1, ordering: .relaxed).newValue >= 0 {
                throw .ioError
            }
            return try real(descriptor, buffer)
        }
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run."))
        #expect(try daemon.waitForDecisions(1)[0]["OUTCOME"] == "new-story")
        #expect(daemon.sink.lines.contains { $0.contains("cannot read flood.txt, trying again") })
    }

    /// Drops a file, has a writer that holds it open go on after it was read, and lets it be put away.
    private func appendAfterReading(_ daemon: TestDaemon) throws {
        let file = "\(daemon.root)/flood.txt"
        try Texts.flood("Ferries run.").write(toFile: file, atomically: false, encoding: .utf8)
        let writer = try #require(FileHandle(forWritingAtPath: file))
        try writer.seekToEnd()
        daemon.sink.isRefusing = true
        try daemon.start()
        try FileManager.default.moveItem(atPath: file, toPath: "\(daemon.incoming)/flood.txt")
        let path = daemon.settings.ledger.path
        try daemon.waitUntil("the commit") { try Ledger.readOnly(path: path).counts().lastSequence == 1 }
        try writer.write(contentsOf: Data("And it goes on.".utf8))
        try writer.close()
        daemon.sink.isRefusing = false
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
        daemon.stop()
    }

    private func archivedText(_ daemon: TestDaemon) throws -> String {
        let name = try #require(daemon.files(in: "archive").first)
        return try String(
            contentsOfFile: daemon.settings.folder.archive.pushing(FilePath(name)).string, encoding: .utf8)
    }

    @Test("a writer that goes on after its file was read is reported")
    func writtenAfterwards() throws {
        let daemon = try TestDaemon()
        try appendAfterReading(daemon)
        #expect(daemon.sink.lines.contains { $0.contains("flood.txt was written to after it was read") })
        #expect(try archivedText(daemon).hasSuffix("And it goes on."))
    }

    @Test("with archive.copy the archive holds what was read, whatever a writer does")
    func archiveCopy() throws {
        let daemon = try TestDaemon()
        daemon.settings.archive.copy = true
        try appendAfterReading(daemon)
        #expect(try archivedText(daemon) == Texts.flood("Ferries run."))
        #expect(daemon.files(in: "work").isEmpty)
        #expect(!daemon.sink.lines.contains { $0.contains("was written to") })
    }

    @Test("old files of the archive are removed, and it is said")
    func retention() throws {
        let daemon = try TestDaemon()
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run."))
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
        daemon.stop()
        daemon.settings.archive.keepBytes = 10
        try daemon.start()
        try daemon.waitUntil("an empty archive") { daemon.files(in: "archive").isEmpty }
        try daemon.waitUntil("the line") { daemon.sink.lines.contains { $0.contains("removed 1 files") } }
    }

    @Test("a file renamed or removed in place while it waits to be read is told, and holds up nobody")
    func vanishes() throws {
        let daemon = try TestDaemon()
        let real = daemon.system.rename
        daemon.system.rename = { (oldFolder, old, newFolder, new) throws(Errno) in
            if strcmp(old, "flood.txt") == 0 { _ = unlinkat(oldFolder, old, 0) }
            try real(oldFolder, old, newFolder, new)
        }
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run."))
        try daemon.drop("chess.txt", Texts.chess)
        #expect(try daemon.waitForDecisions(1)[0]["ARTICLE_FILE"] == "chess.txt")
        try daemon.waitUntil("the entry") { daemon.sink.lines.contains { $0.contains("flood.txt went away") } }
    }
}

import DropFolder
import Foundation
import Ledger
import SystemPackage
import Testing

@testable import Daemon

@Suite("Files that are kept where they are")
struct KeptFilesTests {
    private func keeping() throws -> TestDaemon {
        let daemon = try TestDaemon()
        daemon.settings.folder.finished = .keep
        try daemon.start()
        return daemon
    }

    /// Drops a file that is decided after all that came before it.
    private func dropLast(_ daemon: TestDaemon, _ name: String) throws {
        try daemon.drop(name, Texts.flood("The last, \(name)."))
        try daemon.waitUntil(name) { daemon.sink.decisions.contains { $0["ARTICLE_FILE"] == name } }
    }

    @Test("chmod, touch and a new name do not have a file decided again", arguments: ["chmod", "touch", "rename"])
    func unchanged(_ act: String) throws {
        let daemon = try keeping()
        try daemon.drop("flood.txt", Texts.flood("Ferries run instead."))
        _ = try daemon.waitForDecisions(1)
        // Told, and then noted as kept.
        let ledger = try #require(daemon.pipeline).shared.ledger
        try daemon.waitUntil("nothing on its way") { try ledger.openClaims().isEmpty }
        let file = "\(daemon.incoming)/flood.txt"
        switch act {
        case "chmod": #expect(chmod(file, 0o640) == 0)
        case "touch": try FileManager.default.setAttributes([.modificationDate: Date.distantPast], ofItemAtPath: file)
        default: try FileManager.default.moveItem(atPath: file, toPath: "\(daemon.incoming)/other.txt")
        }
        // Longer than it takes to settle.
        try dropLast(daemon, "second.txt")
        Thread.sleep(forTimeInterval: 0.3)
        try dropLast(daemon, "third.txt")
        let files = daemon.sink.decisions.compactMap { $0["ARTICLE_FILE"] }
        #expect(files == ["flood.txt", "second.txt", "third.txt"])
    }

    @Test("a file that is written to is decided again")
    func changed() throws {
        let daemon = try keeping()
        try daemon.drop("flood.txt", Texts.flood("Ferries run instead."))
        _ = try daemon.waitForDecisions(1)
        // As many bytes as before.
        try Texts.flood("Ferries stay in port.").replacing("Vellmouth", with: "Wellmouth").write(
            toFile: "\(daemon.incoming)/flood.txt", atomically: false, encoding: .utf8)
        #expect(try daemon.waitForDecisions(2)[1]["ARTICLE_FILE"] == "flood.txt")
    }

    @Test("a refused file goes to rejected/ all the same")
    func refused() throws {
        let daemon = try keeping()
        try daemon.drop("notes.txt", "\u{0}\u{1}\u{2}binary\u{0}")
        try daemon.waitUntil("rejected/") { daemon.files(in: "rejected").count == 2 }
        try daemon.drop("flood.txt", Texts.flood("Ferries run instead."))
        _ = try daemon.waitForDecisions(2)
        #expect(daemon.files(in: "incoming") == ["flood.txt"])
        #expect(daemon.sink.decisions.map { $0["OUTCOME"] } == ["rejected", "new-story"])
    }
}

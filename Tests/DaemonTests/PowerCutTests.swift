import DropFolder
import Foundation
import Ledger
import Synchronization
import SystemPackage
import Testing

@testable import Daemon

/// Undoes what was renamed since the last sync of the folder it was renamed into, as a power cut does.
private final class PowerCut: Sendable {
    private struct Rename {
        let (from, to): (FilePath, FilePath)
        let folder: FilePath
    }

    private let unsynced = Mutex<[Rename]>([])
    /// Folders whose file system forgets a sync.
    private let forgetful: Set<FilePath>

    init(forgetful: Set<FilePath> = []) {
        self.forgetful = forgetful
    }

    func watch(_ system: inout SystemCalls) {
        let real = system
        system.rename = { (oldFolder, old, newFolder, new) throws(Errno) in
            try real.rename(oldFolder, old, newFolder, new)
            let (from, to) = (path(oldFolder), path(newFolder))
            self.unsynced.withLock {
                $0.append(
                    Rename(
                        from: from.appending(String(cString: old)), to: to.appending(String(cString: new)), folder: to))
            }
        }
        system.sync = { (descriptor) throws(Errno) in
            try real.sync(descriptor)
            let synced = path(descriptor)
            guard !self.forgetful.contains(synced) else { return }
            self.unsynced.withLock { $0.removeAll { $0.folder == synced } }
        }
    }

    /// How many renames a power cut would undo now.
    func strike() throws -> Int {
        try unsynced.withLock { renames in
            defer { renames = [] }
            let lost = renames.reversed().filter { FileManager.default.fileExists(atPath: $0.to.string) }
            for rename in lost {
                try FileManager.default.moveItem(atPath: rename.to.string, toPath: rename.from.string)
            }
            return lost.count
        }
    }
}

/// The path of an open folder.
private func path(_ descriptor: Int32) -> FilePath {
    FilePath((try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")) ?? "")
}

@Suite("A power cut")
struct PowerCutTests {
    @Test("after a decision the claim is not undone, so the file is decided once")
    func afterDecision() throws {
        let daemon = try TestDaemon()
        let cut = PowerCut()
        cut.watch(&daemon.system)
        daemon.sink.isRefusing = true
        try daemon.start()
        for index in 0..<5 { try daemon.drop("\(index).txt", Texts.flood("Report \(index).")) }
        let reader = try Ledger.readOnly(path: daemon.settings.ledger.path)
        try daemon.waitUntil("the commits") { try reader.counts().lastSequence >= 5 }
        daemon.stop(patience: .milliseconds(100))
        #expect(try cut.strike() == 0)
        daemon.sink.isRefusing = false
        try daemon.start()
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 5 }
        daemon.stop()
        #expect(Set(daemon.sink.decisions.compactMap { $0["ASSIGNMENT_SEQ"] }).count == 5)
    }

    @Test("what was put away and comes back to work/ is put away again, and not decided again")
    func putAwayUndone() throws {
        let daemon = try TestDaemon()
        let date = Date.now.formatted(.iso8601.year().month().day().dateSeparator(.omitted))
        #expect(date.count == 8)
        let day = daemon.settings.folder.archive.appending(String(date.prefix(4)))
            .appending(String(date.dropFirst(4).prefix(2))).appending(String(date.suffix(2)))
        let cut = PowerCut(forgetful: [day])
        cut.watch(&daemon.system)
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run."))
        let reader = try Ledger.readOnly(path: daemon.settings.ledger.path)
        try daemon.waitUntil("the claim to end") {
            try reader.counts().lastSequence == 1 && reader.openClaims().isEmpty
        }
        daemon.stop()
        #expect(try cut.strike() == 1)
        #expect(daemon.files(in: "work") == ["1"])
        try daemon.start()
        try daemon.waitUntil("the archive") { daemon.files(in: "archive").count == 1 }
        daemon.stop()
        #expect(daemon.sink.decisions.count == 1)
    }
}

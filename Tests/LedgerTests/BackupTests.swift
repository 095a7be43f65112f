import Foundation
import SystemPackage
import Testing

@testable import Ledger

@Suite("Backups")
struct BackupTests {
    let folder: TemporaryFolder
    let ledger: Ledger
    var target: FilePath { folder.path.appending("backup.sqlite") }

    init() throws {
        folder = try TemporaryFolder()
        ledger = try folder.openLedger()
    }

    @Test("a backup made while the owner writes is one moment of the ledger, whole")
    func whileWriting() async throws {
        try ledger.commit(batch(1...200))
        let (ledger, path, target) = (ledger, folder.ledgerPath, target)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for number in Int64(201)...400 { try ledger.commit(batch(number...number)) }
            }
            group.addTask {
                let reader = try Ledger.readOnly(path: path)
                try reader.backup(to: target)
                reader.close()
            }
            try await group.waitForAll()
        }
        let backup = try Ledger(path: target)
        let counts = try backup.counts()
        #expect(counts.articles >= 200)
        #expect(counts.articles == counts.stories)
        #expect(counts.lastSequence == Int64(counts.articles))
        #expect(backup.identity == ledger.identity)
        // It is a ledger like any other: the next decision can be written to it.
        try backup.commit(batch(Int64(counts.articles + 1)...Int64(counts.articles + 1)))
        backup.close()
    }

    @Test("an existing file is not replaced, and nothing is left behind")
    func existing() throws {
        try ledger.commit(batch(1...1))
        try Data("mine".utf8).write(to: URL(filePath: target.string))
        let error = #expect(throws: LedgerError.self) { try ledger.backup(to: target) }
        guard case .file(.fileExists, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try Data(contentsOf: URL(filePath: target.string)) == Data("mine".utf8))
        let missing = folder.path.appending("nowhere/backup.sqlite")
        #expect(throws: LedgerError.self) { try ledger.backup(to: missing) }
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path.string)
        #expect(left.filter { $0.contains("backup") } == ["backup.sqlite"])
    }

    @Test("a backup is for its owner's eyes alone")
    func permissions() throws {
        try ledger.backup(to: target)
        let attributes = try FileManager.default.attributesOfItem(atPath: target.string)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }
}

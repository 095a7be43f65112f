import Foundation
import GRDB
import SystemPackage
import Testing

@testable import Ledger

@Suite("A ledger that cannot be used")
struct DamageTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path.string).sorted()
    }

    private func change(_ sql: String) throws {
        let queue = try DatabaseQueue(path: folder.ledgerPath.string)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    private func expectDamaged(_ words: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let before = try folder.ledgerBytes()
        let error = #expect(throws: LedgerError.self, sourceLocation: sourceLocation) { try folder.openLedger() }
        guard case .damaged(let what) = error else {
            Issue.record("\(String(describing: error))", sourceLocation: sourceLocation)
            return
        }
        #expect(what.contains(words), sourceLocation: sourceLocation)
        #expect(try folder.ledgerBytes() == before, "it was changed", sourceLocation: sourceLocation)
    }

    @Test("whose tables are not those of the steps it says it has taken is damaged, and left as it is")
    func halfMigrated() throws {
        try folder.openLedger().close()
        try change("DELETE FROM grdb_migrations WHERE identifier <> '1'")
        try expectDamaged("column claims.content_hash is of a step that it has not taken")
        try FileManager.default.removeItem(atPath: folder.ledgerPath.string)
        // A ledger of the first step is brought up to date.
        let queue = try DatabaseQueue(path: folder.ledgerPath.string)
        try Schema.migrator.migrate(queue, upTo: "1")
        try queue.close()
        try folder.openLedger().close()
        try change("DROP INDEX articles_guid")
        try expectDamaged("index articles_guid is missing")
        try change("DROP TABLE outbox")
        try expectDamaged("is missing")
    }

    @Test("one that was emptied beside its log is damaged, and the log is kept")
    func emptied() throws {
        let ledger = try folder.openLedger()
        try ledger.commit(batch(1...20))
        let log = try Data(contentsOf: URL(filePath: folder.ledgerPath.string + "-wal"))
        ledger.close()
        for name in try names() { try FileManager.default.removeItem(atPath: folder.path.appending(name).string) }
        try log.write(to: URL(filePath: folder.ledgerPath.string + "-wal"))
        #expect(throws: LedgerError.self) { try folder.openLedger() }
        try Data().write(to: URL(filePath: folder.ledgerPath.string))
        try expectDamaged("its log is there")
        #expect(try Data(contentsOf: URL(filePath: folder.ledgerPath.string + "-wal")) == log)
    }

    @Test("it is set aside with its log, under a name of its own, as the database it was")
    func setAside() throws {
        let ledger = try folder.openLedger()
        try ledger.commit(batch(1...20))
        let owned = #expect(throws: LedgerError.self) { try Ledger.setAside(path: folder.ledgerPath, time: 0) }
        guard case .locked = owned else {
            Issue.record("\(String(describing: owned))")
            return
        }
        let suffixes = ["", "-wal"]
        let files = try suffixes.map { try Data(contentsOf: URL(filePath: folder.ledgerPath.string + $0)) }
        ledger.close()
        for (suffix, bytes) in zip(suffixes, files) {
            try bytes.write(to: URL(filePath: folder.ledgerPath.string + suffix))
        }
        // The engine's state, which is true of this ledger alone.
        try Data("engine".utf8).write(to: URL(filePath: folder.ledgerPath.string + ".engine"))
        let target = try Ledger.setAside(path: folder.ledgerPath, time: 1_700_000_000)
        #expect(FileManager.default.fileExists(atPath: target.string + ".engine"))
        #expect(!FileManager.default.fileExists(atPath: folder.ledgerPath.string + ".engine"))
        #expect(target.lastComponent?.string == "ledger.sqlite.damaged-20231114T221320Z")
        for (suffix, bytes) in zip(suffixes, files) {
            #expect(try Data(contentsOf: URL(filePath: target.string + suffix)) == bytes)
        }
        #expect(!FileManager.default.fileExists(atPath: folder.ledgerPath.string))
        // Its latest decisions are in the log alone.
        #expect(Salvage(of: target).lastSequence == 20)

        try folder.openLedger().close()
        let second = try Ledger.setAside(path: folder.ledgerPath, time: 1_700_000_000)
        #expect(second.lastComponent?.string == "ledger.sqlite.damaged-20231114T221320Z.2")
        #expect(Ledger.setAsideLedgers(of: folder.ledgerPath) == [target, second])
    }

    @Test("a log that a power cut left behind follows its ledger")
    func cutShort() throws {
        try folder.openLedger().close()
        let target = try Ledger.setAside(path: folder.ledgerPath, time: 1_700_000_000)
        try? FileManager.default.removeItem(atPath: target.string + "-wal")
        try Data("the log".utf8).write(to: URL(filePath: folder.ledgerPath.string + "-wal"))
        #expect(throws: LedgerError.self) { try folder.openLedger() }
        #expect(try Ledger.setAside(path: folder.ledgerPath, time: 1_800_000_000) == target)
        #expect(try Data(contentsOf: URL(filePath: target.string + "-wal")) == Data("the log".utf8))
    }

    @Test("what is around the damage is read: identity, numbers, claims and entries")
    func salvage() throws {
        let ledger = try folder.openLedger()
        let identity = ledger.identity
        try ledger.insertClaims((1...2000).map { claim($0, inPlace: true) })
        try ledger.commit(batch(1...500))
        ledger.close()
        var bytes = try folder.ledgerBytes()
        // Pages that hold claims and nothing else.
        let claims = try DatabaseQueue(path: folder.ledgerPath.string).read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT pgoffset, pgsize FROM dbstat WHERE name = 'claims' AND pagetype = 'leaf' ORDER BY pgoffset
                    """)
        }
        let middle = claims[claims.count / 2]
        let (start, size): (Int, Int) = (middle[0], middle[1])
        bytes.replaceSubrange(start..<start + size, with: Data(repeating: 0xA5, count: size))
        try bytes.write(to: URL(filePath: folder.ledgerPath.string))
        let salvage = Salvage(of: folder.ledgerPath)
        #expect(salvage.identity == identity)
        #expect(salvage.lastSequence == 500)
        #expect(salvage.unconfirmed.count == 500)
        let ids = salvage.files.map(\.claim.id)
        #expect(ids.first == 1 && ids.last == 2000)
        #expect(ids.count > 1900 && ids.count < 2000)
        #expect(try folder.ledgerBytes() == bytes, "it was changed")
    }

    @Test("of what is no database nothing is read, and nothing fails")
    func nothingToSalvage() throws {
        try Data("a letter".utf8).write(to: URL(filePath: folder.ledgerPath.string))
        let salvage = Salvage(of: folder.ledgerPath)
        #expect(salvage.identity == nil && salvage.lastSequence == nil)
        #expect(salvage.files.isEmpty && salvage.unconfirmed.isEmpty)
    }

    @Test("numbers that were skipped are not given, and a new ledger can have an old one's identity")
    func identityAndNumbers() throws {
        let ledger = try Ledger(path: folder.ledgerPath, identity: "0123456789abcdef")
        try ledger.skipSequences(to: 70)
        try ledger.skipSequences(to: 60)
        #expect(try ledger.counts().lastSequence == 70)
        ledger.close()
        let again = try Ledger(path: folder.ledgerPath, identity: "fedcba9876543210")
        #expect(again.identity == "0123456789abcdef")
    }
}

import Foundation
import GRDB
import SystemPackage
import Testing

@testable import Ledger

@Suite("Opening and closing a ledger")
struct OpeningTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("a new ledger is empty, has an identity and keeps it")
    func newLedger() throws {
        let ledger = try folder.openLedger()
        let identity = ledger.identity
        #expect(identity.count == 16)
        #expect(identity.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        #expect(
            try ledger.counts()
                == LedgerCounts(
                    articles: 0, stories: 0, openClaims: 0, unconfirmed: 0, lastSequence: 0, lastArticle: 0,
                    lastStory: 0, lastClaim: 0))
        ledger.close()
        let again = try folder.openLedger()
        #expect(again.identity == identity)
        again.close()
        let other = try TemporaryFolder()
        #expect(try other.openLedger().identity != identity)
    }

    @Test("the writer waits for the disk with every commit")
    func pragmas() throws {
        let ledger = try folder.openLedger()
        let expected = [
            "synchronous": "2", "journal_mode": "wal", "foreign_keys": "1", "wal_autocheckpoint": "6144",
            "page_size": "8192",
            "application_id": "\(Schema.applicationID)",
        ]
        let found = try ledger.connection().pool.writeWithoutTransaction { db in
            try expected.map { ($0.key, try String.fetchOne(db, sql: "PRAGMA \($0.key)")) }
        }
        for (pragma, value) in found { #expect(value == expected[pragma], "\(pragma)") }
    }

    @Test("a ledger that was made with other pages keeps them, and its log goes into the file as late")
    func smallerPages() throws {
        var ledger = try folder.openLedger()
        try ledger.commit(batch(1...3))
        ledger.close()
        let queue = try DatabaseQueue(path: folder.ledgerPath.string)
        try queue.writeWithoutTransaction { db in
            try db.execute(
                sql: "PRAGMA journal_mode = DELETE; PRAGMA page_size = 4096; VACUUM; PRAGMA journal_mode = WAL")
        }
        try queue.close()
        ledger = try folder.openLedger()
        try ledger.commit(batch(4...6))
        #expect(try ledger.counts().articles == 6)
        let found = try ledger.connection().pool.writeWithoutTransaction { db in
            try ["page_size", "wal_autocheckpoint"].map { try Int.fetchOne(db, sql: "PRAGMA \($0)") }
        }
        #expect(found == [4096, 12_288])
    }

    @Test("a second owner is refused and told the first one's process number")
    func lock() throws {
        let first = try folder.openLedger()
        let error = #expect(throws: LedgerError.self) { try folder.openLedger() }
        guard case .locked(let pid) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(pid == getpid())
        #expect(error?.description == "the ledger is in use by process \(getpid())")
        #expect(error?.isTransient == false)
        first.close()
        try folder.openLedger().close()
    }

    @Test("the lock is held until the last call has ended")
    func closingWhileInUse() throws {
        let ledger = try folder.openLedger()
        // What a call on another thread holds while it runs.
        var call: Connection? = try ledger.connection()
        ledger.close()
        #expect(throws: LedgerError.self) { try folder.openLedger() }
        #expect(try call?.pool.read { try $0.meta(Schema.Key.clean) } == "1")
        call = nil
        try folder.openLedger().close()
    }

    @Test("the next owner knows whether the last one closed the ledger")
    func uncleanStop() throws {
        var ledger: Ledger? = try folder.openLedger()
        #expect(ledger?.wasUnclean == false)
        try ledger?.commit(batch(1...1))
        ledger = nil
        ledger = try folder.openLedger()
        #expect(ledger?.wasUnclean == true)
        ledger?.close()
        #expect(try folder.openLedger().wasUnclean == false)
    }

    @Test("a closed ledger says so")
    func closed() throws {
        let ledger = try folder.openLedger()
        ledger.close()
        ledger.close()
        let error = #expect(throws: LedgerError.self) { try ledger.counts() }
        guard case .closed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("closing leaves one file and the lock file, and everything in it")
    func closingSettles() throws {
        let ledger = try folder.openLedger()
        try ledger.commit(batch(1...50))
        _ = try ledger.counts()
        ledger.close()
        let wal = try? FileManager.default.attributesOfItem(atPath: folder.ledgerPath.string + "-wal")
        #expect((wal?[.size] as? Int ?? 0) == 0)
        #expect(try Data(contentsOf: URL(filePath: folder.ledgerPath.string + ".lock")).isEmpty)
        #expect(try folder.openLedger().counts().articles == 50)
    }

    @Test("a schema of a later version is refused and not touched")
    func newerSchema() throws {
        try folder.openLedger().close()
        let queue = try DatabaseQueue(path: folder.ledgerPath.string)
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES ('later'), ('latest')") }
        try queue.close()
        let before = try folder.ledgerBytes()
        let asOwner = #expect(throws: LedgerError.self) { try folder.openLedger() }
        let asReader = #expect(throws: LedgerError.self) { try Ledger.readOnly(path: folder.ledgerPath) }
        for error in [asOwner, asReader] {
            guard case .newerSchema(let found, let known) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(known == Schema.migrator.migrations.count)
            #expect(found == known + 2)
        }
        #expect(try folder.ledgerBytes() == before)
    }

    @Test("another program's database is refused and not touched")
    func foreignDatabase() throws {
        let queue = try DatabaseQueue(path: folder.ledgerPath.string)
        try queue.write { try $0.execute(sql: "CREATE TABLE notes (note TEXT)") }
        try queue.close()
        let before = try folder.ledgerBytes()
        let error = #expect(throws: LedgerError.self) { try folder.openLedger() }
        guard case .notALedger = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try folder.ledgerBytes() == before)
    }

    @Test("a file that is no database is refused and not touched")
    func notADatabase() throws {
        let text = Data(String(repeating: "This is a letter, not a database. ", count: 400).utf8)
        try text.write(to: URL(filePath: folder.ledgerPath.string))
        let error = #expect(throws: LedgerError.self) { try folder.openLedger() }
        guard case .damaged = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.isTransient == false)
        #expect(try folder.ledgerBytes() == text)
    }

    @Test("damage is found after an unclean stop, and the file is left as it is")
    func damage() throws {
        let ledger = try folder.openLedger()
        try ledger.commit(batch(1...500))
        ledger.close()
        // The last owner from here on stops without closing.
        withExtendedLifetime(try folder.openLedger()) {}
        var bytes = try folder.ledgerBytes()
        #expect(bytes.count > 40 * 4096)
        for page in 8..<40 {
            bytes.replaceSubrange(page * 4096..<page * 4096 + 512, with: Data(repeating: 0xA5, count: 512))
        }
        try bytes.write(to: URL(filePath: folder.ledgerPath.string))
        let error = #expect(throws: LedgerError.self) { try folder.openLedger() }
        guard case .damaged = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(try folder.ledgerBytes() == bytes)
    }

    @Test("an empty file is a new ledger")
    func emptyFile() throws {
        try Data().write(to: URL(filePath: folder.ledgerPath.string))
        try folder.openLedger().commit(batch(1...1))
    }

    @Test("a ledger whose making was cut short is a new ledger")
    func halfMade() throws {
        let queue = try DatabaseQueue(path: folder.ledgerPath.string)
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { _ in throw CancellationError() }
        #expect(throws: CancellationError.self) { try migrator.migrate(queue) }
        #expect(try queue.read { try $0.tableExists("grdb_migrations") })
        try queue.close()
        try folder.openLedger().commit(batch(1...1))
    }

    @Test("a missing folder is an error that names the path")
    func missingFolder() throws {
        let path = folder.path.appending("nowhere/ledger.sqlite")
        let error = #expect(throws: LedgerError.self) { try Ledger(path: path) }
        guard case .file(.noSuchFileOrDirectory, _) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(error?.description.contains("nowhere") == true)
    }

    @Test("a query sees what is committed while the owner is at work, and cannot write")
    func readOnly() throws {
        let owner = try folder.openLedger()
        try owner.commit(batch(1...2))
        let query = try Ledger.readOnly(path: folder.ledgerPath)
        #expect(query.identity == owner.identity)
        #expect(try query.counts().articles == 2)
        try owner.commit(batch(3...5))
        #expect(try query.counts().articles == 5)
        #expect(try query.article(5)?.0.text == "Sony was hacked.")
        let error = #expect(throws: LedgerError.self) { try query.commit(batch(6...6)) }
        #expect(sqliteCode(error) == 8)
        query.close()
        try owner.commit(batch(6...6))
        owner.close()
        #expect(try Ledger.readOnly(path: folder.ledgerPath).counts().articles == 6)
    }

    @Test("a query of a ledger that is not there creates nothing")
    func readOnlyMissing() throws {
        #expect(throws: LedgerError.self) { try Ledger.readOnly(path: folder.ledgerPath) }
        #expect(!FileManager.default.fileExists(atPath: folder.ledgerPath.string))
    }

    @Test("values are kept, replaced and missed")
    func values() throws {
        let ledger = try folder.openLedger()
        #expect(try ledger.value("boot") == nil)
        try ledger.setValue("boot", "a")
        try ledger.setValue("boot", "b\0c")
        ledger.close()
        #expect(try folder.openLedger().value("boot") == "b\u{FFFD}c")
    }
}

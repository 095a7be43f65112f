import Glibc
import SystemPackage
import Testing

@testable import DropFolder

@Suite("Many files at a time")
struct BatchTests {
    @Test("of files archived together each has its own place, day, note and result")
    func archived() throws {
        let temporary = try TemporaryFolder.make()
        let spool = try temporary.spool()
        func order(_ claim: Int64, _ name: FilePath, arrived: Int64 = 0) -> ArchiveOrder {
            let run = SequenceNote.Run(position: 1, sequence: claim, count: 1)
            return ArchiveOrder(
                claim: claim, name: name, sequence: 1, arrived: arrived,
                note: SequenceNote(ledger: "l", arrived: arrived, runs: [run]))
        }
        for claim in [1, 2, 4, 5] { try write(temporary.path.pushing(FilePath("work/\(claim)")), "\(claim)") }
        let orders = [
            order(1, "x/a.txt"), order(2, "y/a.txt"), order(3, "gone.txt"), order(4, "b.txt"),
            order(5, "c.txt", arrived: 86_400),
        ]
        for isAgain in [false, true] {
            let results = spool.archive(orders)
            #expect(results.count == 5)
            let paths = results.map { try? $0.get().path }
            #expect(
                paths == [
                    "1970/01/01/000000000001-a.txt", "1970/01/01/000000000001-a.2.txt", nil,
                    "1970/01/01/000000000001-b.txt", "1970/01/02/000000000001-c.txt",
                ])
            for (claim, path) in zip(1..., paths) {
                guard let path else { continue }
                #expect(try content(temporary.path.appending("archive").pushing(path)) == "\(claim)")
            }
            #expect(throws: FolderError.self) { try results[2].get() }
            // What it was is known of a file that is moved now.
            #expect(
                results.map { (try? $0.get().key?.size) ?? nil }
                    == (isAgain ? [nil, nil, nil, nil, nil] : [1, 1, nil, 1, 1]))
        }
        let found = try ArchivedFile.all(below: temporary.path.appending("archive"))
        #expect(Set(found.compactMap { $0.note.runs.first?.sequence }) == [1, 2, 4, 5])
    }

    @Test("a note that cannot be written keeps its file, and all of that day, in work/")
    func noNote() throws {
        let temporary = try TemporaryFolder.make()
        let spool = try temporary.spool { system in
            system.write = { (_, _) throws(Errno) in throw .noSpace }
        }
        let note = SequenceNote(ledger: "l", arrived: 0, runs: [])
        let orders = [1, 2].map { ArchiveOrder(claim: $0, name: "a.txt", sequence: $0, arrived: 0, note: note) }
        for order in orders { try write(temporary.path.pushing(FilePath("work/\(order.claim)")), "text") }
        for result in spool.archive(orders) {
            let error = #expect(throws: FolderError.self) { try result.get() }
            #expect(error?.errno == .noSpace)
        }
        #expect(try spool.claimsInWork() == [1, 2])
    }

    @Test("a sub-folder that is replaced between two claims is looked up anew")
    func replacedFolder() throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, spool) = (try temporary.folder("in"), try temporary.spool())
        let folder = incoming.appending("sub")
        try check(folder.withPlatformString { mkdir($0, 0o700) })
        try write(folder.appending("a.txt"), "one")
        var batch = spool.claiming()
        #expect(try batch.claim(try temporary.found(incoming, "sub/a.txt"), id: 1) == .claimed)
        try check(folder.withPlatformString { rmdir($0) })
        try check(folder.withPlatformString { mkdir($0, 0o700) })
        try write(folder.appending("b.txt"), "two")
        #expect(try batch.claim(try temporary.found(incoming, "sub/b.txt"), id: 2) == .claimed)
        try write(incoming.appending("c.txt"), "three")
        let last = try temporary.found(incoming, "c.txt")
        #expect(try batch.claim(last, id: 3) == .claimed)
        #expect(try batch.claim(last, id: 4) == .gone)
        #expect(try spool.claimsInWork() == [1, 2, 3])
    }
}

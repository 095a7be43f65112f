import Glibc
import SystemPackage
import Testing

@testable import DropFolder

@Suite("Putting files away")
struct PutAwayTests {
    @Test("the directories are made with mode 0750, and preparing twice is well")
    func prepared() throws {
        let temporary = try TemporaryFolder.make()
        let parent = temporary.path.pushing("a/b")
        let spool = Spool(
            work: parent.appending("work"), archive: parent.appending("archive"), rejected: parent.appending("rejected")
        )
        try spool.prepare()
        // As a crash in the middle of it would leave it.
        try write(parent.pushing("archive/.probe"), "")
        try spool.prepare()
        for name in ["work", "archive", "rejected"] {
            #expect(try status(parent.appending(name)).st_mode & 0o7777 & ~0o750 == 0)
            #expect(try names(in: parent.appending(name)) == [])
        }
    }

    @Test("a file in the way of a directory is told by its path")
    func notADirectory() throws {
        let temporary = try TemporaryFolder.make()
        try write(temporary.path.appending("archive"), "")
        let error = #expect(throws: FolderError.self) { _ = try temporary.spool() }
        #expect(error?.errno == .notDirectory)
        #expect(error?.description.contains("/archive: ") == true)
    }

    @Test("a finished file is archived by date under its sequence and name, and a second call finds it done")
    func archived() throws {
        let temporary = try TemporaryFolder.make()
        let spool = try temporary.spool()
        try write(temporary.path.pushing("work/5"), "text")
        for _ in 0..<2 {
            let path = try spool.archive(claim: 5, name: "sub/a.json.gz", sequence: 42, arrived: 1_709_164_800)
            #expect(path == "2024/02/29/000000000042-a.json.gz")
            #expect(try content(temporary.path.appending("archive").pushing(path)) == "text")
        }
        #expect(!spool.contains(claim: 5))
        #expect(try names(in: temporary.path.pushing("archive/2024/02/29")).count == 1)
    }

    @Test("a name that another file has in the archive is kept apart by the claim, and the second call gives the same")
    func archiveCollision() throws {
        let temporary = try TemporaryFolder.make()
        let spool = try temporary.spool()
        for id in 1...3 as ClosedRange<Int64> {
            try write(temporary.path.appending("work").appending("\(id)"), "\(id)")
            let first = try spool.archive(claim: id, name: "a.txt", sequence: 1, arrived: 0)
            let again = try spool.archive(claim: id, name: "a.txt", sequence: 1, arrived: 0)
            #expect(id == 1 || first == again)
            let expected = id == 1 ? "000000000001-a.txt" : "000000000001-a.\(id).txt"
            #expect(first == FilePath("1970/01/01").appending(expected))
            #expect(try content(temporary.path.appending("archive").pushing(first)) == "\(id)")
        }
    }

    @Test("names of 255 bytes are cut to fit and do not collide, and the bytes kept are those given")
    func longNames() throws {
        let temporary = try TemporaryFolder.make()
        let spool = try temporary.spool()
        let long = rawPath([UInt8](repeating: 0xE9, count: 251) + Array(".txt".utf8))
        for id in 1...4 as ClosedRange<Int64> {
            try write(temporary.path.appending("work").appending("\(id)"), "\(id)")
            let path =
                id < 3
                ? try spool.archive(claim: id, name: long, sequence: 1, arrived: 0)
                : FilePath("..").appending("rejected")
                    .pushing(try spool.reject(claim: id, name: long, sequence: 1, reason: "\(id)"))
            #expect(try content(temporary.path.appending("archive").pushing(path)) == "\(id)")
            #expect(path.extension == "txt")
        }
        let reasons = try names(in: temporary.path.appending("rejected")).filter { $0.extension == "reason" }
        #expect(reasons.count == 2)
    }

    @Test("a file that is neither in work nor put away is told")
    func absent() throws {
        let temporary = try TemporaryFolder.make()
        let spool = try temporary.spool()
        let archived = #expect(throws: FolderError.self) {
            try spool.archive(claim: 1, name: "a", sequence: 1, arrived: 0)
        }
        let rejected = #expect(throws: FolderError.self) {
            try spool.reject(claim: 1, name: "a", sequence: 1, reason: "")
        }
        #expect(archived?.errno == .noSuchFileOrDirectory)
        #expect(rejected?.errno == .noSuchFileOrDirectory)
    }

    @Test("a link in the archive's place of a date is not followed")
    func linkInArchive() throws {
        let temporary = try TemporaryFolder.make()
        let spool = try temporary.spool()
        let outside = try temporary.folder("outside")
        try makeSymlink(outside, at: temporary.path.pushing("archive/1970"))
        try write(temporary.path.pushing("work/1"), "text")
        #expect(throws: FolderError.self) { try spool.archive(claim: 1, name: "a", sequence: 1, arrived: 0) }
        #expect(spool.contains(claim: 1))
        #expect(try names(in: outside) == [])
    }

    @Test("a refused file is moved to rejected with its reason beside it, whatever kind it is")
    func rejected() throws {
        let temporary = try TemporaryFolder.make()
        let spool = try temporary.spool()
        let (work, rejected) = (temporary.path.appending("work"), temporary.path.appending("rejected"))
        let target = temporary.path.appending("target")
        try write(target, "untouched")
        try write(work.appending("1"), "text")
        try makeFIFO(work.appending("2"))
        try makeSymlink(target, at: work.appending("3"))
        try makeSocket(work.appending("4"))
        let types = [S_IFREG, S_IFIFO, S_IFLNK, S_IFSOCK]
        for (id, type) in zip(1...4 as ClosedRange<Int64>, types) {
            for _ in 0..<2 {
                let path = try spool.reject(claim: id, name: "sub/a.txt", sequence: id, reason: "because \(id)\n")
                #expect(path == FilePath("00000000000\(id)-a.txt"))
                #expect(try status(rejected.pushing(path)).st_mode & S_IFMT == type)
                #expect(try content(rejected.appending("00000000000\(id)-a.txt.reason")) == "because \(id)\n")
            }
        }
        #expect(try names(in: work) == [])
        #expect(try content(target) == "untouched")
    }

    @Test("the reason is written before the move, and a full disk leaves the claim where it is")
    func diskFull() throws {
        let temporary = try TemporaryFolder.make()
        let spool = try temporary.spool { $0.write = { (_, _) throws(Errno) in throw .noSpace } }
        try write(temporary.path.pushing("work/1"), "text")
        let error = #expect(throws: FolderError.self) {
            try spool.reject(claim: 1, name: "a", sequence: 1, reason: "because")
        }
        #expect(error?.errno == .noSpace)
        #expect(spool.contains(claim: 1))
        let mended = try temporary.spool()
        let path = try mended.reject(claim: 1, name: "a", sequence: 1, reason: "because")
        #expect(try content(temporary.path.pushing("rejected").pushing(path)) == "text")
        #expect(try content(temporary.path.pushing("rejected/000000000001-a.reason")) == "because")
    }

    @Test("a claimed file is deleted, and once more is no error")
    func deleted() throws {
        let temporary = try TemporaryFolder.make()
        let spool = try temporary.spool()
        try write(temporary.path.pushing("work/1"), "text")
        try spool.delete(claim: 1)
        try spool.delete(claim: 1)
        #expect(!spool.contains(claim: 1))
    }
}

import Glibc
import SystemPackage
import Testing

@testable import DropFolder

@Suite("Claiming and reading")
struct SpoolTests {
    @Test("a found file is claimed, seen among the claims, read, and put back")
    func claimed() throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, spool) = (try temporary.folder("in"), try temporary.spool())
        _ = try temporary.folder("in/sub")
        let name = FilePath("sub").pushing(rawPath([0xFF, 0x0A]))
        try write(incoming.pushing(name), "text")
        let file = try temporary.found(incoming, name)
        #expect(try spool.claim(file, id: 12) == .claimed)
        #expect(!exists(incoming.pushing(name)))
        #expect(spool.contains(claim: 12))
        #expect(!spool.contains(claim: 1))
        #expect(try spool.claimsInWork() == [12])
        let article = try spool.open(claim: 12)
        #expect(try article.key().isSameContent(as: file.key))
        #expect(try article.readAll(limit: 4) == Array("text".utf8))
        #expect(try spool.claim(file, id: 13) == .gone)
        try spool.unclaim(id: 12, to: file.folder, name: file.name)
        #expect(try content(incoming.pushing(name)) == "text")
        #expect(try spool.claimsInWork() == [])
    }

    @Test("claims are listed in their order, and other names in work are left alone")
    func claimsListed() throws {
        let temporary = try TemporaryFolder.make()
        let spool = try temporary.spool()
        for name in ["10", "9", "-3", "007", "x", "9223372036854775808", ".probe"] {
            try write(temporary.path.appending("work").appending(name), "")
        }
        #expect(try spool.claimsInWork() == [-3, 9, 10])
    }

    @Test("a file that was written to since it was found is not claimed")
    func changed() throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, spool) = (try temporary.folder("in"), try temporary.spool())
        try write(incoming.appending("a.txt"), "text")
        let file = try temporary.found(incoming, "a.txt")
        try write(incoming.appending("a.txt"), "more")
        #expect(try spool.claim(file, id: 1) == .changed)
        #expect(try content(incoming.appending("a.txt")) == "textmore")
        #expect(!spool.contains(claim: 1))
    }

    @Test("a link put in the place of a found file is neither claimed nor followed")
    func linkSwappedIn() throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, spool) = (try temporary.folder("in"), try temporary.spool())
        let secret = temporary.path.appending("secret")
        try write(secret, "text")
        try write(incoming.appending("a.txt"), "text")
        let file = try temporary.found(incoming, "a.txt")
        try remove(incoming.appending("a.txt"))
        try makeSymlink(secret, at: incoming.appending("a.txt"))
        #expect(try spool.claim(file, id: 1) == .changed)
        #expect(throws: FolderError.notRegular) { _ = try spool.open(file).key() }
        #expect(exists(incoming.appending("a.txt")) && exists(secret))
    }

    @Test(
        "a link swapped in at the very moment of the claim is put back, also when its name is taken again",
        arguments: [false, true])
    func swappedDuringClaim(nameTaken: Bool) throws {
        let temporary = try TemporaryFolder.make()
        let incoming = try temporary.folder("in")
        let secret = temporary.path.appending("secret")
        try write(secret, "text")
        try write(incoming.appending("a.txt"), "text")
        let spool = try temporary.spool { system in
            let real = system.rename
            system.rename = { (oldDirectory, old, newDirectory, new) throws(Errno) in
                let isClaim = strcmp(old, "a.txt") == 0
                if isClaim {
                    try check(unlinkat(oldDirectory, old, 0))
                    try check(secret.withPlatformString { symlinkat($0, oldDirectory, old) })
                }
                try real(oldDirectory, old, newDirectory, new)
                if isClaim, nameTaken {
                    close(try check(openat(oldDirectory, old, O_WRONLY | O_CREAT, 0o644)))
                }
            }
        }
        let file = try temporary.found(incoming, "a.txt")
        #expect(try spool.claim(file, id: 7) == .changed)
        #expect(!spool.contains(claim: 7))
        let putBack = incoming.appending(nameTaken ? "a.7.txt" : "a.txt")
        #expect(try status(putBack).st_mode & S_IFMT == S_IFLNK)
        #expect(try names(in: incoming).count == (nameTaken ? 2 : 1))
    }

    @Test("a sub-folder swapped for a link is not walked through")
    func folderSwapped() throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, spool) = (try temporary.folder("in"), try temporary.spool())
        let (sub, outside) = (try temporary.folder("in/sub"), temporary.path.appending("outside"))
        try write(sub.appending("a.txt"), "text")
        let file = try temporary.found(incoming, "sub/a.txt")
        try rename(sub, outside)
        try makeSymlink(outside, at: sub)
        #expect(try spool.claim(file, id: 1) == .gone)
        #expect(throws: FolderError.self) { _ = try spool.open(file).key() }
        #expect(exists(outside.appending("a.txt")))
    }

    @Test(
        "names that lead out of the folder are refused", arguments: ["../a.txt", "/etc/passwd", "sub/../../a.txt", ""])
    func pathTricks(name: String) throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, spool) = (try temporary.folder("in"), try temporary.spool())
        let key = FileKey(device: 1, inode: 1, size: 1, modified: 1, changed: 1)
        let file = FoundFile(folder: incoming, name: FilePath(name), key: key, kind: .regular)
        try write(temporary.path.pushing("work/1"), "text")
        #expect(throws: FolderError.self) { try spool.claim(file, id: 2) }
        #expect(throws: FolderError.self) { _ = try spool.open(file).key() }
        #expect(throws: FolderError.self) { try spool.unclaim(id: 1, to: incoming, name: FilePath(name)) }
        #expect(throws: FolderError.self) {
            try spool.archive(claim: 1, name: FilePath(name), sequence: 1, arrived: 0)
        }
        #expect(spool.contains(claim: 1))
    }

    @Test("a file on another file system must stay")
    func otherFileSystem() throws {
        let temporary = try TemporaryFolder.make()
        guard let other = TemporaryFolder(in: "/dev/shm"),
            try status(other.path).st_dev != status(temporary.path).st_dev
        else {
            print("skipped: no second file system in /dev/shm")
            return
        }
        let spool = try temporary.spool()
        try write(other.path.appending("a.txt"), "text")
        let file = try other.found(other.path, "a.txt")
        #expect(try spool.claim(file, id: 1) == .mustStay(.improperLink))
        #expect(try spool.open(file).readAll(limit: 100) == Array("text".utf8))
        let split = Spool(
            work: temporary.path.appending("work"), archive: other.path.appending("archive"),
            rejected: temporary.path.appending("rejected"))
        let error = #expect(throws: FolderError.self) { try split.prepare() }
        #expect(error?.errno == .improperLink)
    }

    @Test(
        "where we may not rename, the file must stay",
        arguments: [Errno.permissionDenied, .notPermitted, .readOnlyFileSystem, .improperLink, .resourceBusy])
    func mustStay(errno: Errno) throws {
        let temporary = try TemporaryFolder.make()
        let incoming = try temporary.folder("in")
        try write(incoming.appending("a.txt"), "text")
        let spool = try temporary.spool { system in
            let real = system.rename
            system.rename = { (oldDirectory, old, newDirectory, new) throws(Errno) in
                if strcmp(old, "a.txt") == 0 { throw errno }
                try real(oldDirectory, old, newDirectory, new)
            }
        }
        let file = try temporary.found(incoming, "a.txt")
        #expect(try spool.claim(file, id: 1) == .mustStay(errno))
    }

    @Test("in a folder the kernel does not let us change, the file must stay", .enabled(if: geteuid() != 0, "root may"))
    func mustStayIndeed() throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, spool) = (try temporary.folder("in"), try temporary.spool())
        try write(incoming.appending("a.txt"), "text")
        try changeMode(incoming, 0o555)
        #expect(try spool.claim(temporary.found(incoming, "a.txt"), id: 1) == .mustStay(.permissionDenied))
    }

    @Test("a claim whose number is taken, and a return to a name that is taken, replace nothing")
    func nothingReplaced() throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, spool) = (try temporary.folder("in"), try temporary.spool())
        for name in ["a.txt", "b.txt"] { try write(incoming.appending(name), name) }
        #expect(try spool.claim(temporary.found(incoming, "a.txt"), id: 1) == .claimed)
        let second = try temporary.found(incoming, "b.txt")
        let taken = #expect(throws: FolderError.self) { try spool.claim(second, id: 1) }
        #expect(taken?.errno == .fileExists)
        let back = #expect(throws: FolderError.self) { try spool.unclaim(id: 1, to: incoming, name: "b.txt") }
        #expect(back?.errno == .fileExists)
        #expect(try content(incoming.appending("b.txt")) == "b.txt")
        #expect(try content(temporary.path.pushing("work/1")) == "a.txt")
    }

    @Test("only regular files are opened, and a FIFO does not hold us up")
    func onlyRegular() throws {
        let temporary = try TemporaryFolder.make()
        let spool = try temporary.spool()
        let work = temporary.path.appending("work")
        try makeFIFO(work.appending("1"))
        try makeSymlink("/etc/passwd", at: work.appending("2"))
        try makeSocket(work.appending("3"))
        _ = try temporary.folder("work/4")
        for id in 1...4 as ClosedRange<Int64> {
            #expect(throws: FolderError.notRegular) { _ = try spool.open(claim: id).key() }
        }
        let absent = #expect(throws: FolderError.self) { _ = try spool.open(claim: 5).key() }
        #expect(absent?.errno == .noSuchFileOrDirectory)
        #expect(absent?.description.contains("work/5: No such file") == true)
    }

    @Test("work/ held open opens what comes into it, and nothing in what takes its place")
    func workHeldOpen() throws {
        let temporary = try TemporaryFolder.make()
        let spool = try temporary.spool()
        let work = temporary.path.appending("work")
        let held = try spool.openWork()
        try write(work.appending("1"), "one")
        #expect(try held.open(claim: 1).readAll(limit: 10) == Array("one".utf8))
        try makeSymlink("1", at: work.appending("2"))
        #expect(throws: FolderError.notRegular) { _ = try held.open(claim: 2).key() }
        try check(
            work.withPlatformString { old in
                temporary.path.appending("old").withPlatformString { rename(old, $0) }
            })
        _ = try temporary.folder("work")
        try write(work.appending("3"), "three")
        let absent = #expect(throws: FolderError.self) { _ = try held.open(claim: 3).key() }
        #expect(absent?.errno == .noSuchFileOrDirectory)
        #expect(try spool.openWork().open(claim: 3).readAll(limit: 10) == Array("three".utf8))
    }

    @Test("a file over the limit is refused by its size, however large, and by what is read when it grows")
    func tooLarge() throws {
        let temporary = try TemporaryFolder.make()
        let spool = try temporary.spool()
        let path = temporary.path.pushing("work/1")
        try write(path, "12345")
        #expect(throws: FolderError.tooLarge(size: 5, limit: 4)) { _ = try spool.open(claim: 1).readAll(limit: 4) }
        #expect(try spool.open(claim: 1).readAll(limit: 5).count == 5)
        #expect(try spool.open(claim: 1).readAll(limit: .max).count == 5)
        try check(path.withPlatformString { truncate($0, 10_000_000_000) })
        #expect(throws: FolderError.tooLarge(size: 10_000_000_000, limit: 100)) {
            _ = try spool.open(claim: 1).readAll(limit: 100)
        }
    }

    @Test("a file that grows while it is read is read to its end, up to the limit")
    func growing() throws {
        let temporary = try TemporaryFolder.make()
        let path = temporary.path.pushing("work/1")
        let spool = try temporary.spool { system in
            let real = system.read
            system.read = { (descriptor, buffer) throws(Errno) in
                var now = stat()
                fstat(descriptor, &now)
                if now.st_size < 20_000 { path.withPlatformString { _ = truncate($0, now.st_size + 5_000) } }
                return try real(descriptor, buffer)
            }
        }
        try write(path, "12345")
        #expect(try spool.open(claim: 1).readAll(limit: 30_000).count == 20_005)
        try check(path.withPlatformString { truncate($0, 5) })
        #expect(throws: FolderError.tooLarge(size: 10_001, limit: 10_000)) {
            _ = try spool.open(claim: 1).readAll(limit: 10_000)
        }
    }
}

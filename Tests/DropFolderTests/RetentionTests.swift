import Glibc
import SystemPackage
import Testing

@testable import DropFolder

@Suite("How long files are kept")
struct RetentionTests {
    private let temporary: TemporaryFolder
    private let spool: Spool

    init() throws {
        temporary = try TemporaryFolder.make()
        spool = try temporary.spool()
    }

    private func archive(_ id: Int64, day: Int64, bytes: Int) throws {
        try write(temporary.path.pushing("work").appending("\(id)"), String(repeating: "x", count: bytes))
        let note = SequenceNote(ledger: "l", arrived: day * 86_400, runs: [])
        _ = try spool.archive(claim: id, name: "a.txt", sequence: id, arrived: day * 86_400, note: note)
    }

    /// What is below `archive/`, folders included, without the notes.
    private func archived(_ path: FilePath = "archive") throws -> [FilePath] {
        try names(in: temporary.path.pushing(path)).filter { $0 != ".sequence" }
    }

    private func now() throws -> Int64 {
        var time = timespec()
        try check(clock_gettime(CLOCK_REALTIME, &time))
        return nanoseconds(time)
    }

    @Test("without limits nothing is removed")
    func keepsAll() throws {
        try archive(1, day: 0, bytes: 10)
        #expect(try spool.expireArchive(Retention(), now: .max) == Removal())
        #expect(try archived() == ["1970"])
    }

    @Test("the oldest days go first until the rest fits, with their folders and notes")
    func bySize() throws {
        for (id, day) in [(Int64(1), Int64(0)), (2, 0), (3, 40), (4, 400)] { try archive(id, day: day, bytes: 100) }
        let removal = try spool.expireArchive(Retention(bytes: 200), now: try now())
        #expect(removal == Removal(files: 2, bytes: 200))
        #expect(try archived() == ["1970", "1971"])
        #expect(try archived("archive/1970") == ["02"])
        #expect(try archived("archive/1970/02/10") == ["000000000003-a.txt"])
        #expect(try spool.expireArchive(Retention(bytes: 200), now: try now()) == Removal())
    }

    @Test("a file is removed once it was put away for longer than the age, and not before")
    func byAge() throws {
        try archive(1, day: 0, bytes: 10)
        let rule = Retention(age: .seconds(3600))
        #expect(try spool.expireArchive(rule, now: try now() + 3590 * 1_000_000_000) == Removal())
        let removal = try spool.expireArchive(rule, now: try now() + 3610 * 1_000_000_000)
        #expect(removal == Removal(files: 1, bytes: 10))
    }

    @Test("refused files go with their reasons, and what is linked to is not followed")
    func rejected() throws {
        let outside = try temporary.folder("outside")
        try write(outside.appending("keep.txt"), "text")
        try makeSymlink(outside, at: temporary.path.pushing("rejected/linked"))
        try write(temporary.path.pushing("work").appending("1"), "text")
        _ = try spool.reject(claim: 1, name: "a.bin", sequence: 1, reason: "not an article")
        #expect(try spool.expireRejected(Retention(bytes: 0), now: try now()).files == 3)
        #expect(try names(in: temporary.path.appending("rejected")) == [])
        #expect(exists(outside.appending("keep.txt")))
        #expect(exists(temporary.path.appending("rejected")))
    }

    @Test("a copy takes the place of a claimed file, with its bytes and time, and its writer reaches it no more")
    func copy() throws {
        let claimed = temporary.path.pushing("work").appending("7")
        try write(claimed, "text")
        try setModified(claimed, seconds: 1_000_000_000)
        let writer = try check(claimed.withPlatformString { open($0, O_WRONLY | O_APPEND) })
        defer { close(writer) }
        try spool.replace(claim: 7, with: Array("text".utf8), modified: 1_000_000_000_123_456_789)
        #expect(Glibc.write(writer, "more", 4) == 4)
        #expect(try content(claimed) == "text")
        #expect(FileStatus(try status(claimed)).key.modified == 1_000_000_000_123_456_789)
        #expect(try spool.claimsInWork() == [7])
        #expect(try names(in: temporary.path.appending("work")) == ["7"])
    }

    @Test("a copy that a crash left unfinished is removed at the start")
    func unfinishedCopy() throws {
        try write(temporary.path.pushing("work").appending("7"), "text")
        try write(temporary.path.pushing("work").appending("7.copy"), "te")
        try spool.prepare()
        #expect(try names(in: temporary.path.appending("work")) == ["7"])
    }
}

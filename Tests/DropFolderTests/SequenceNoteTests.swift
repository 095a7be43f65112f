import Glibc
import SystemPackage
import Testing

@testable import DropFolder

@Suite("What the archive keeps for a replay")
struct SequenceNoteTests {
    private let note = SequenceNote(
        ledger: "00ff00ff00ff00ff", arrived: 1_700_000_000,
        runs: [
            SequenceNote.Run(position: 1, sequence: 7, count: 3), SequenceNote.Run(position: 5, sequence: 12, count: 1),
        ])

    @Test("a note comes back as it was written, whatever bytes the name has")
    func roundTrip() throws {
        let name = RawName([0x20, 0x25, 0xE9, 0x0A, 0x2F] + Array("a b.txt".utf8))
        let line = note.line(stored: RawName("000000000007-a b.txt".utf8), name: name.path)
        #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 2)
        let read = try #require(SequenceNote.parse(line.dropFirst().dropLast()))
        #expect(read.note == note)
        #expect(read.name == name)
        #expect(read.stored == RawName("000000000007-a b.txt".utf8))
    }

    @Test("a line cut short anywhere is passed over or still names whole runs, and does no harm")
    func cutShort() {
        let line = note.line(stored: RawName("000000000007-a.txt".utf8), name: "a.txt")
        for end in line.indices {
            let read = SequenceNote.parse(line[..<end].dropFirst())
            #expect(read == nil || line.count - end < 8)
        }
        for garbage in [
            "", "     ", "x y z", "l 1 9223372036854775807:2+3,:+ a b", "l 1 1:1+-1 a b", "l 1 1:1+1 %zz b",
        ] {
            #expect(SequenceNote.parse(garbage.utf8)?.note.runs.isEmpty != false)
        }
    }

    @Test("archived and refused files are found with their notes, the last note of a file counting")
    func found() throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, spool) = (try temporary.folder("in"), try temporary.spool())
        for (id, name) in [(Int64(1), FilePath("a.txt")), (2, "b.txt")] {
            try write(incoming.pushing(name), "text")
            #expect(try spool.claim(try temporary.found(incoming, name), id: id) == .claimed)
        }
        let stored = try spool.archive(claim: 1, name: "sub/a.txt", sequence: 7, arrived: 0, note: note)
        // The second call after a crash, with what is known by then.
        var again = note
        again.arrived += 1
        #expect(try spool.archive(claim: 1, name: "sub/a.txt", sequence: 7, arrived: 0, note: again) == stored)
        _ = try spool.reject(claim: 2, name: "b.txt", sequence: 9, reason: "too long", note: note)
        try spool.syncArchive([stored])
        try spool.syncRejected()
        let archived = try ArchivedFile.all(below: temporary.path.appending("archive"))
        #expect(
            archived == [
                ArchivedFile(path: temporary.path.appending("archive").pushing(stored), name: "sub/a.txt", note: again)
            ])
        #expect(try ArchivedFile.all(below: temporary.path.appending("rejected")).map(\.name) == ["b.txt"])
    }
}

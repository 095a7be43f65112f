import Glibc
import Testing

@testable import Journal

/// With the journal of this host where it has one; Tests/SystemTests has one always.
@Suite("Reading back")
struct JournalReaderTests {
    static let hasJournal = access("/run/systemd/journal/socket", F_OK) == 0 && (try? JournalReader(ledger: "x")) != nil

    @Test("a host without journal files is told from an empty journal", .enabled(if: !hasJournal))
    func unreadable() {
        let error = #expect(throws: JournalError.self) { try JournalReader(ledger: "x") }
        #expect(error == .unreadable(errno: EACCES) || error == .unreadable(errno: ENOENT))
    }

    @Test("what is sent is read back once, in order", .enabled(if: hasJournal, "no readable journal on this host"))
    func readBack() throws {
        let ledger = "test-\(UInt64.random(in: .min ... .max))"
        let reader = try JournalReader(ledger: ledger)
        let sink = JournaldSink()
        try sink.send(Entry.ready.encoded(ledger: ledger))
        try sink.send(Entry.sameStory(article: blaze, story: story(1), score: 1).encoded(sequence: 0, ledger: "other"))
        for sequence in Int64(1)...2500 {
            try sink.send(
                Entry.sameStory(article: blaze, story: story(1), score: 1).encoded(sequence: sequence, ledger: ledger))
        }
        var read: [Int64] = []
        let deadline = ContinuousClock.now + .seconds(60)
        while read.count < 2500, ContinuousClock.now < deadline { read += try reader.next(timeout: .seconds(5)) }
        #expect(read == Array(1...2500))
        #expect(reader.entriesSeen == 2501)
    }

    @Test(
        "a wait ends at its time, and at once when woken", .enabled(if: hasJournal, "no readable journal on this host"))
    func waiting() async throws {
        let reader = try JournalReader(ledger: "test-\(UInt64.random(in: .min ... .max))")
        #expect(try reader.next(timeout: .milliseconds(50)).isEmpty)
        reader.wake()
        let clock = ContinuousClock()
        var read: [Int64] = []
        let time = try clock.measure { read = try reader.next(timeout: .seconds(600)) }
        #expect(read.isEmpty)
        #expect(time < .seconds(60))
    }
}

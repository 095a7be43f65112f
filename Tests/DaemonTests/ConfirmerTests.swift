import Journal
import Ledger
import Testing

@testable import Daemon

@Suite("What was sent and not read back")
struct ConfirmerTests {
    @Test("a clean stop notes what was sent and not seen, and nothing else")
    func outstanding() throws {
        let daemon = try TestDaemon()
        let ledger = try Ledger(path: daemon.settings.ledger.path)
        defer { ledger.close() }
        var batch = Batch()
        batch.outbox = (1...4).map { OutboxRecord(sequence: $0, entry: [0], claim: nil) }
        try ledger.commit(batch)
        try Confirmer(ledger: ledger, confirmAfter: .seconds(5)).noteOutstanding()
        let confirmer = Confirmer(ledger: ledger, confirmAfter: .seconds(5))
        for sequence in Int64(1)...3 { #expect(confirmer.expect(sequence, sentAt: 1)) }
        confirmer.expectNoLonger(2)
        #expect(confirmer.outstanding == 2)
        try confirmer.noteOutstanding()
        // Journald may let its sender go only now.
        #expect(!confirmer.expect(4, sentAt: 1))
        #expect(confirmer.outstanding == 0)
        let entries = try ledger.unconfirmed(limit: 10)
        #expect(entries.map(\.sends) == [1, 0, 1, 0])
        #expect(entries.map { $0.sentAt != nil } == [true, false, true, false])
    }
}

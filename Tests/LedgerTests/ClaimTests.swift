import Testing

@testable import Ledger

@Suite("Claims")
struct ClaimTests {
    let folder: TemporaryFolder
    let ledger: Ledger

    init() throws {
        folder = try TemporaryFolder()
        ledger = try folder.openLedger()
    }

    @Test("every field of a claim comes back, with names of any bytes")
    func roundTrip() throws {
        var rich = claim(2, name: [0xFF, 0x00, 0x2F, 0xC3, 0x28, 0x0A])
        rich.inode = 0x8000_0000_0000_0001
        rich.size = .max
        rich.modified = .min
        rich.attempts = 7
        rich.inPlace = true
        rich.progress = 12
        rich.state = .decided
        rich.firstSequence = 99
        rich.disposition = "archive"
        rich.reason = "not an article"
        rich.destination = [0x80, 0x00]
        let claims = [claim(1), rich, claim(3, name: [])]
        try ledger.insertClaims(claims)
        #expect(try ledger.openClaims() == claims)
        #expect(try ledger.counts().openClaims == 3)
        #expect(try ledger.counts().lastClaim == 3)
    }

    @Test("claims are recorded all or none")
    func allOrNone() throws {
        try ledger.insertClaims([claim(2)])
        let error = #expect(throws: LedgerError.self) { try ledger.insertClaims([claim(1), claim(2), claim(3)]) }
        #expect(sqliteCode(error) == 19)
        #expect(error?.isTransient == false)
        #expect(try ledger.openClaims().map(\.id) == [2])
    }

    @Test("attempts are counted and taken back")
    func attempts() throws {
        try ledger.insertClaims([claim(1), claim(2), claim(3)])
        try ledger.beginAttempts([1, 3])
        try ledger.beginAttempts([1])
        #expect(try ledger.openClaims().map(\.attempts) == [3, 1, 2])
        try ledger.releaseAttempts([1, 2])
        #expect(try ledger.openClaims().map(\.attempts) == [0, 0, 2])
        // A claim that is gone is none that could crash anybody.
        try ledger.beginAttempts([1, 4])
        #expect(try ledger.openClaims().map(\.attempts) == [1, 0, 2])
    }

    @Test("a claim goes from open to decided to finished")
    func states() throws {
        try ledger.insertClaims([claim(1), claim(2)])
        try ledger.commit(
            Batch(progress: [ClaimProgress(claim: 1, decided: 3, complete: false, firstSequence: 10)]))
        var first = try #require(try ledger.openClaims().first)
        #expect(first.progress == 3)
        #expect(first.state == .open)
        try ledger.commit(
            Batch(progress: [
                ClaimProgress(
                    claim: 1, decided: 5, complete: true, firstSequence: 14, disposition: "rejected", reason: "why")
            ]))
        first = try #require(try ledger.openClaims().first)
        #expect(first.progress == 5)
        #expect(first.state == .decided)
        #expect(first.firstSequence == 10)
        #expect(first.disposition == "rejected")
        #expect(first.reason == "why")
        try ledger.finishClaims([(1, [0xFE]), (2, nil)])
        #expect(try ledger.openClaims().isEmpty)
        #expect(try ledger.counts().openClaims == 0)
        #expect(try ledger.counts().lastClaim == 2)
    }

    @Test("a finished file whose rename was undone is to be put away again")
    func reopening() throws {
        try ledger.insertClaims([claim(1), claim(2)])
        try ledger.finishClaims([(1, [1])])
        #expect(try ledger.reopenFinished(claim: 1))
        #expect(try ledger.openClaims().map(\.state) == [.decided, .open])
        #expect(try ledger.openClaims().first?.destination == nil)
        #expect(try !ledger.reopenFinished(claim: 1))
        #expect(try !ledger.reopenFinished(claim: 2))
        #expect(try !ledger.reopenFinished(claim: 3))
        #expect(try ledger.openClaims().map(\.state) == [.decided, .open])
    }

    @Test("finishing a claim that is not there undoes the others")
    func finishingUnknown() throws {
        try ledger.insertClaims([claim(1)])
        #expect(throws: LedgerError.self) { try ledger.finishClaims([(1, nil), (9, nil)]) }
        #expect(try ledger.openClaims().map(\.id) == [1])
    }

    @Test("a claim whose rename did not happen is forgotten")
    func deletion() throws {
        try ledger.insertClaims([claim(1), claim(2)])
        try ledger.deleteClaims([1, 7])
        #expect(try ledger.openClaims().map(\.id) == [2])
    }

    @Test("a file in place is known by its key, and decided once it is")
    func inPlace() throws {
        try ledger.insertClaims([claim(1), claim(2)])
        let keys = [key(of: claim(1)), key(of: claim(2)), key(of: claim(3))]
        func isDecided(_ key: LedgerFileKey) throws -> Bool {
            try ledger.isDecided(
                device: key.device, inode: key.inode, size: key.size, modified: key.modified, changed: key.changed)
        }
        #expect(try ledger.knownInPlace(keys) == [false, false, false])
        try ledger.setInPlace([1])
        #expect(try ledger.knownInPlace(keys) == [true, false, false])
        #expect(try !isDecided(keys[0]))
        try ledger.commit(
            Batch(progress: [1, 2].map { ClaimProgress(claim: $0, decided: 1, complete: true) }))
        #expect(try isDecided(keys[0]))
        #expect(try !isDecided(keys[1]))
        try ledger.finishClaims([(1, nil), (2, nil)])
        #expect(try isDecided(keys[0]))
        var changed = keys[0]
        changed.changed += 1
        #expect(try !isDecided(changed))
        #expect(try ledger.knownInPlace([changed, keys[0]]) == [false, true])
    }
}

import Testing

@testable import Ledger

@Suite("Stored texts")
struct TextCodecTests {
    static let texts = [
        "", "a", "Größe 한국어 🗞", String(repeating: "State Dept. says. ", count: 1000), "\0\0",
    ]

    @Test("a text comes back as it was", arguments: texts)
    func roundTrip(_ text: String) throws {
        var encoder = TextPacker()
        let frame = try encoder.pack(text)
        #expect(try TextDecoder.decode(frame, limit: Ledger.largestText) == text)
        #expect(try encoder.pack(text) == frame)
    }

    @Test("ten megabytes come back from the ledger, and are stored smaller")
    func large() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix(state: seed)
        var text = ""
        while text.utf8.count < 10_000_000 { text += "word\(Int.random(in: 0..<50_000, using: &random)) " }
        let folder = try TemporaryFolder()
        let ledger = try folder.openLedger()
        try ledger.commit(
            Batch(
                articles: [article(1, text: text), article(2, text: ""), article(3, text: nil)],
                memberships: [1, 2, 3].map { membership($0) }))
        #expect(try ledger.article(1)?.0.text == text, "seed \(seed)")
        #expect(try ledger.article(2)?.0.text == "")
        let third = try #require(try ledger.article(3)?.0)
        #expect(third.text == nil)
        ledger.close()
        #expect(try folder.ledgerBytes().count < 8_000_000)
    }

    @Test("a frame that unpacks to more than the limit is not unpacked")
    func bomb() throws {
        var encoder = TextPacker()
        let frame = try encoder.pack(String(repeating: "a", count: 1_000_001))
        #expect(frame.count < 1000)
        #expect(throws: LedgerError.self) { try TextDecoder.decode(frame, limit: 1_000_000) }
        #expect(try TextDecoder.decode(frame, limit: 1_000_001).utf8.count == 1_000_001)
    }

    @Test("damaged frames are told, never trusted")
    func damage() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix(state: seed)
        var encoder = TextPacker()
        let text = (0..<200).map { "word\($0)" }.joined(separator: " ")
        let frame = try encoder.pack(text)
        #expect(throws: LedgerError.self) { try TextDecoder.decode([], limit: 1000) }
        #expect(throws: LedgerError.self) { try TextDecoder.decode(Array("plain text".utf8), limit: 1000) }
        for length in 0..<frame.count {
            #expect(throws: LedgerError.self, "seed \(seed)") {
                try TextDecoder.decode(Array(frame.prefix(length)), limit: 10_000)
            }
        }
        for _ in 0..<2000 {
            var bent = frame
            bent[Int.random(in: 0..<bent.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            do {
                let found = try TextDecoder.decode(bent, limit: 10_000)
                #expect(found.utf8.count <= 10_000, "seed \(seed)")
            } catch {
                guard case .damaged = error else {
                    Issue.record("\(error), seed \(seed)")
                    return
                }
            }
        }
    }
}

import Journal
import Testing

@Suite("Encoded entries")
struct EncodedEntryTests {
    @Test("what the ledger kept is what is sent", arguments: entrySamples)
    func roundTrip(_ sample: EntrySample) throws {
        let entry = sample.entry.encoded(sequence: .max, ledger: "L")
        #expect(try EncodedEntry(decoding: entry.encoded()) == entry)
    }

    @Test("any bytes survive as a value")
    func anyBytes() throws {
        let all = Array(UInt8.min...UInt8.max)
        let fields = [
            EncodedEntry.Field(name: "MESSAGE", value: all), .init(name: "EMPTY", value: []),
            .init(name: "A", value: Array("=b=\n=c".utf8)), .init(name: "A", value: [0x0A]),
        ]
        let entry = try EncodedEntry(fields: fields)
        #expect(entry.fields == fields)
        let decoded = try EncodedEntry(decoding: entry.encoded())
        #expect(decoded.fields == fields)
        #expect(decoded == entry)
    }

    @Test("the form is systemd's export format")
    func format() throws {
        let entry = try EncodedEntry(fields: [
            .init(name: "A", value: Array("b".utf8)), .init(name: "C", value: Array("d\ne".utf8)),
        ])
        #expect(entry.encoded() == Array("A=b\nC\n".utf8) + [3, 0, 0, 0, 0, 0, 0, 0] + Array("d\ne\n".utf8))
    }

    @Test("a name that is no field name is refused", arguments: ["", "a", "_A", "A B", "A\nB", "É"])
    func badNames(_ name: String) {
        #expect(throws: JournalError.self) { try EncodedEntry(fields: [.init(name: name, value: [])]) }
        #expect(throws: JournalError.self) { try EncodedEntry(decoding: Array("\(name)=x\n".utf8)) }
    }

    @Test("an entry without fields is refused")
    func empty() {
        #expect(throws: JournalError.malformed("no fields")) { try EncodedEntry(fields: []) }
        #expect(throws: JournalError.malformed("no fields")) { try EncodedEntry(decoding: []) }
    }

    @Test("an entry cut anywhere is refused or is a shorter entry, and a huge length is refused")
    func cut() throws {
        let whole = try EncodedEntry(fields: [
            .init(name: "AB", value: Array("cd".utf8)), .init(name: "E", value: Array("f\ng".utf8)),
        ]).encoded()
        for length in 0..<whole.count {
            let cut = try? EncodedEntry(decoding: Array(whole.prefix(length)))
            #expect((cut != nil) == (length == 6), "\(length)")
        }
        let huge = Array("A\n".utf8) + [UInt8](repeating: 0xFF, count: 8) + Array("x\n".utf8)
        #expect(throws: JournalError.malformed("a cut value")) { try EncodedEntry(decoding: huge) }
    }

    @Test("random bytes never decode to something else than they say")
    func randomBytes() throws {
        let seed = UInt64.random(in: .min ... .max)
        var random = SplitMix(state: seed)
        let alphabet = Array("AB=\n\u{0}\u{1}".utf8)
        for _ in 0..<20_000 {
            let length = Int.random(in: 0..<24, using: &random)
            let bytes = (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }
            guard let entry = try? EncodedEntry(decoding: bytes) else { continue }
            #expect(try EncodedEntry(decoding: entry.encoded()) == entry, "seed \(seed), \(bytes)")
        }
    }

    @Test("a replayed entry says so once and is otherwise the same")
    func replayed() {
        let entry = Entry.ready.encoded(sequence: 3)
        let again = entry.replayed()
        #expect(again.fields == entry.fields + [.init(name: "REPLAYED", value: [0x31])])
        #expect(again.replayed() == again)
    }

    @Test("a line is the message, with its priority when that is a warning or worse")
    func line() throws {
        #expect(Entry.ready.encoded().line() == Entry.ready.message)
        #expect(Entry.journalStalled.encoded().line() == "warning: \(Entry.journalStalled.message)")
        let failed = Entry.reloadFailed(reason: "no such setting")
        #expect(failed.encoded().line() == "error: \(failed.message)")
    }

    @Test("a line cannot steer a terminal, whatever is in the entry")
    func hostileLine() throws {
        let entry = try EncodedEntry(fields: [
            .init(name: "MESSAGE", value: Array("a\u{1B}]0;title\u{7}b\r\nc\u{0}\u{9B}31m".utf8) + [0xFF]),
            .init(name: "META_KEY", value: Array("\u{1B}[2Jx\ny".utf8)),
        ])
        #expect(entry.line() == "ab\n    c\u{FFFD} (key=x y)")
    }
}

/// A small seeded generator (SplitMix64), so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

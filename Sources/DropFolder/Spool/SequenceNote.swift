internal import SystemPackage

/// What a replay must know of a file that was put away: which of its articles got which `ASSIGNMENT_SEQ`, and when it came.
///
/// Kept beside the files, in `.sequence`: one line of five fields for each file, separated by spaces,
///
///     <ledger> <arrived> <position>:<sequence>+<count>,… <stored name> <name it came under>
///
/// names with every byte but letters, digits and `-._~/` written as `%NN`. A file noted twice counts as noted last; a line
/// that a crash cut short is passed over.
public struct SequenceNote: Sendable, Equatable {
    /// Articles at `position`, `position + 1`, … that were decided as `sequence`, `sequence + 1`, …
    public struct Run: Sendable, Hashable {
        /// Position in the file, from 1.
        public var position: Int
        /// `ASSIGNMENT_SEQ` of the first of them.
        public var sequence: Int64
        /// How many there are.
        public var count: Int

        /// A run of these values.
        public init(position: Int, sequence: Int64, count: Int) {
            self.position = position
            self.sequence = sequence
            self.count = count
        }
    }

    /// The identity of the ledger that gave the numbers.
    public var ledger: String
    /// When the file was taken, seconds since 1970.
    public var arrived: Int64
    /// The articles decided, by position. Empty: nothing in it was.
    public var runs: [Run]

    /// A note of these values.
    public init(ledger: String, arrived: Int64, runs: [Run]) {
        self.ledger = ledger
        self.arrived = arrived
        self.runs = runs
    }

    /// The name of the file the lines are in.
    static let fileName = RawName(".sequence".utf8)

    /// The line, with its newline, for a file stored under a name. It begins with another: what a crash has cut short ends there.
    func line(stored: RawName, name: FilePath) -> [UInt8] {
        let spans = runs.map { "\($0.position):\($0.sequence)+\($0.count)" }.joined(separator: ",")
        let fields = [
            ledger, String(arrived), spans, percentEncoded(stored.bytes), percentEncoded(RawName(name).bytes),
        ]
        return Array(("\n" + fields.joined(separator: " ") + "\n").utf8)
    }

    /// Reads a line back. Nil for one that is not whole.
    static func parse(_ line: some Collection<UInt8>) -> (note: SequenceNote, stored: RawName, name: RawName)? {
        let fields = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        guard fields.count == 5, let arrived = Int64(String(decoding: fields[1], as: UTF8.self)),
            let stored = percentDecoded(fields[3]), let name = percentDecoded(fields[4]), !stored.isEmpty, !name.isEmpty
        else { return nil }
        var runs: [Run] = []
        for span in fields[2].split(separator: UInt8(ascii: ",")) {
            let numbers = span.split { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "+") }
                .compactMap { Int64(String(decoding: $0, as: UTF8.self)) }
            guard numbers.count == 3, numbers.allSatisfy({ $0 > 0 }) else { return nil }
            runs.append(Run(position: Int(numbers[0]), sequence: numbers[1], count: Int(numbers[2])))
        }
        let ledger = String(decoding: fields[0], as: UTF8.self)
        return (SequenceNote(ledger: ledger, arrived: arrived, runs: runs), RawName(stored), RawName(name))
    }
}

private func percentEncoded(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in bytes {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"), UInt8(ascii: "/"):
            encoded.append(byte)
        default: encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
    }
    return String(decoding: encoded, as: UTF8.self)
}

private func percentDecoded(_ bytes: some Sequence<UInt8>) -> [UInt8]? {
    var decoded: [UInt8] = []
    var rest = bytes.makeIterator()
    while let byte = rest.next() {
        guard byte == UInt8(ascii: "%") else {
            decoded.append(byte)
            continue
        }
        guard let high = rest.next(), let low = rest.next(),
            let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
        else { return nil }
        decoded.append(value)
    }
    return decoded
}

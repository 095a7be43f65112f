import Glibc
import Journal
import Stories
import SystemPackage

/// One answer of `storyd assign`.
struct AssignAnswer: Sendable {
    /// The input's own id, or file name and position.
    var id: String
    /// The decision; nil for a refused article.
    var assignment: Assignment?
    /// The input id of the article it copies, where that came in the same run.
    var original: String?
    /// The closed story that the one it opened continues.
    var follows: StoryID?
    /// Why it was refused, or the publisher's word for a retraction.
    var reason: String?
    /// The outcome of what the engine is not asked about.
    var outcome = "rejected"

    init(id: String, assignment: Assignment, original: String?, follows: StoryID?) {
        self.follows = follows
        self.id = id
        self.assignment = assignment
        self.original = original
    }

    init(id: String, refusal: String) {
        self.id = id
        reason = refusal
    }

    init(id: String, retraction: String) {
        self.id = id
        reason = retraction
        outcome = EntryKind.retraction.rawValue
    }
}

/// Writes answers as JSON Lines to standard output, many in a write.
struct AnswerWriter {
    private var buffer: [UInt8] = []

    /// Adds one answer. Ids are text, as they are in the journal.
    mutating func write(_ answer: AssignAnswer, story: StoryID?) {
        let assignment = answer.assignment
        text(#"{"id": "#, answer.id)
        number(#", "article": "#, assignment?.article)
        text(#", "story": "#, story?.description)
        text(#", "outcome": "#, assignment?.outcome.rawValue ?? answer.outcome)
        share(#", "score": "#, assignment?.score)
        number(#", "duplicate_of": "#, assignment?.duplicateOf)
        if let original = answer.original { text(#", "duplicate_of_id": "#, original) }
        share(#", "similarity": "#, assignment?.similarity)
        share(#", "containment": "#, assignment?.containment)
        if let follows = answer.follows { text(#", "follows": "#, follows.description) }
        if let reason = answer.reason { text(#", "reason": "#, reason) }
        put("}\n")
    }

    /// Writes what was added.
    /// - Throws: `Errno`, `.brokenPipe` when nobody reads any more.
    mutating func flush() throws(Errno) {
        var start = 0
        while start < buffer.count {
            let result: Result<Int, Errno> = buffer.withUnsafeBytes { bytes in
                Result { () throws(Errno) in
                    do {
                        return try FileDescriptor.standardOutput.write(
                            UnsafeRawBufferPointer(rebasing: bytes[start...]))
                    } catch {
                        throw error as? Errno ?? .ioError
                    }
                }
            }
            start += try result.get()
        }
        buffer.removeAll(keepingCapacity: true)
    }

    /// A text, or null.
    /// - Parameter name: What is before it: the comma, the name, the colon.
    private mutating func text(_ name: StaticString, _ value: String?) {
        put(name)
        guard var value else { return put("null") }
        buffer.append(UInt8(ascii: "\""))
        value.withUTF8 { bytes in
            var copied = 0
            for place in bytes.indices {
                let byte = bytes[place]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
                buffer.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied..<place]))
                copied = place + 1
                if byte < 0x20 {
                    buffer += "\\u00".utf8
                    buffer += [Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]]
                } else {
                    buffer += [UInt8(ascii: "\\"), byte]
                }
            }
            buffer.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[copied...]))
        }
        buffer.append(UInt8(ascii: "\""))
    }

    private static let digits = Array("0123456789abcdef".utf8)

    /// A number of the ledger, as text, or null.
    private mutating func number(_ name: StaticString, _ value: Int64?) {
        put(name)
        guard let value else { return put("null") }
        buffer.append(UInt8(ascii: "\""))
        decimal(UInt64(value.magnitude), width: 1)
        buffer.append(UInt8(ascii: "\""))
    }

    /// A number from 0 to 1 with four decimals, or null.
    private mutating func share(_ name: StaticString, _ value: Double?) {
        put(name)
        guard let value else { return put("null") }
        let scaled = UInt64((min(max(value, 0), 1) * 10_000).rounded())
        decimal(scaled / 10_000, width: 1)
        buffer.append(UInt8(ascii: "."))
        decimal(scaled % 10_000, width: 4)
    }

    /// A number with zeros before it where it has fewer digits.
    private mutating func decimal(_ value: UInt64, width: Int) {
        var rest = value
        var places: InlineArray<20, UInt8> = .init(repeating: UInt8(ascii: "0"))
        var count = 0
        while rest > 0 || count < width {
            places[count] = UInt8(ascii: "0") + UInt8(rest % 10)
            rest /= 10
            count += 1
        }
        while count > 0 {
            count -= 1
            buffer.append(places[count])
        }
    }

    private mutating func put(_ text: StaticString) {
        text.withUTF8Buffer { buffer.append(contentsOf: $0) }
    }
}

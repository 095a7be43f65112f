import Foundation

/// An entry of the journal, as `journalctl -o json` prints it.
struct JournalEntry: Decodable {
    /// Each field's values: journald keeps all of a name that came more than once.
    let fields: [String: [[UInt8]]]

    /// Text is a string, what is not text a list of its bytes, several values a list of either.
    private enum Value: Decodable {
        case text(String)
        case bytes([UInt8])
        case several([Value])
        case none

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .none
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else if let bytes = try? container.decode([UInt8].self) {
                self = .bytes(bytes)
            } else {
                self = .several(try container.decode([Value].self))
            }
        }

        var all: [[UInt8]] {
            switch self {
            case .text(let text): [Array(text.utf8)]
            case .bytes(let bytes): [bytes]
            case .several(let values): values.flatMap(\.all)
            case .none: []
            }
        }
    }

    init(from decoder: any Decoder) throws {
        fields = try decoder.singleValueContainer().decode([String: Value].self).mapValues(\.all)
    }

    /// The entries of `journalctl -o json`, oldest first.
    static func parse(_ lines: [UInt8]) throws -> [JournalEntry] {
        let decoder = JSONDecoder()
        return try lines.split(separator: UInt8(ascii: "\n")).map { line in
            try decoder.decode(JournalEntry.self, from: Data(line))
        }
    }

    subscript(_ name: String) -> String? { fields[name]?.first.map { String(decoding: $0, as: UTF8.self) } }

    var message: String { self["MESSAGE"] ?? "" }
    var outcome: String? { self["OUTCOME"] }
    var story: String? { self["STORY_ID"] }
    var article: String? { self["ARTICLE_ID"] }
    var file: String? { self["ARTICLE_FILE"] }
    /// The ledger's number of the decision; nil for what is not a decision.
    var sequence: Int64? { self["ASSIGNMENT_SEQ"].flatMap { Int64($0) } }
    /// When journald took the entry, in microseconds since 1970.
    var time: Int64 { self["__REALTIME_TIMESTAMP"].flatMap { Int64($0) } ?? 0 }
}

/// A journal entry as fields and bytes, ready to be kept, sent or shown.
///
/// The fields lie one after another as `NAME=value` in one buffer, which is the form journald takes, so that sending
/// copies nothing.
public struct EncodedEntry: Sendable, Equatable {
    /// One field of an entry.
    public struct Field: Sendable, Equatable {
        /// `[A-Z0-9_]`, at most 64 characters.
        public var name: String
        /// The value, any bytes.
        public var value: [UInt8]

        /// Creates a field; the name is checked when an entry is made of it.
        public init(name: String, value: [UInt8]) {
            self.name = name
            self.value = value
        }
    }

    /// `NAME=value` of every field without separators.
    private(set) var bytes: [UInt8] = []
    /// Where each field ends in `bytes`.
    private(set) var ends: [Int] = []

    /// An entry without fields, to be filled by `append`.
    init() {
        bytes.reserveCapacity(1024)
        ends.reserveCapacity(24)
    }

    /// Creates an entry of any fields.
    ///
    /// - Throws: `JournalError.malformed` when there is none or a name is not one (``FieldName/isValid(_:)``).
    public init(fields: [Field]) throws(JournalError) {
        self.init()
        guard !fields.isEmpty else { throw .malformed("no fields") }
        for field in fields {
            guard FieldName.isValid(field.name) else {
                throw .malformed("“\(field.name.cleaned(limit: 64))” is not a field name")
            }
            append(checkedName: field.name, field.value)
        }
    }

    /// The fields in their order. A name may occur more than once.
    public var fields: [Field] {
        ranges.map { range in
            let equals = bytes[range].firstIndex(of: UInt8(ascii: "=")) ?? range.endIndex
            return Field(
                name: String(decoding: bytes[range.startIndex..<equals], as: UTF8.self),
                value: Array(bytes[equals..<range.endIndex].dropFirst()))
        }
    }

    /// The bytes of the first field of that name, nil when the entry has none.
    public func value(of name: FieldName) -> [UInt8]? {
        let prefix = Array(name.rawValue.utf8) + [UInt8(ascii: "=")]
        guard let range = ranges.first(where: { bytes[$0].starts(with: prefix) }) else { return nil }
        return Array(bytes[range].dropFirst(prefix.count))
    }

    /// The line a person reads, empty when the entry has none.
    public var message: String {
        value(of: .message).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// The entry's priority, `.info` when it states none.
    public var priority: Priority {
        guard let value = value(of: .priority), value.count == 1, let digit = value.first,
            let priority = Priority(rawValue: digit &- UInt8(ascii: "0"))
        else { return .info }
        return priority
    }

    /// The same entry marked `REPLAYED=1`, as it is sent a second time.
    public func replayed() -> EncodedEntry {
        guard value(of: .replayed) == nil else { return self }
        var copy = self
        copy.append(.replayed, "1")
        return copy
    }

    /// Where each field lies in `bytes`.
    private var ranges: some Sequence<Range<Int>> {
        zip([0] + ends, ends).lazy.map { $0..<$1 }
    }

    /// Adds a field of ours.
    mutating func append(_ name: FieldName, _ value: some StringProtocol) {
        append(checkedName: name.rawValue, value.utf8)
    }

    /// Adds a field whose name is known to be valid.
    mutating func append(checkedName name: String, _ value: some Sequence<UInt8>) {
        bytes.append(contentsOf: name.utf8)
        bytes.append(UInt8(ascii: "="))
        bytes.append(contentsOf: value)
        ends.append(bytes.count)
    }
}

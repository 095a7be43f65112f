/// The form in which the ledger keeps an entry: systemd's Journal Export Format
/// (<https://systemd.io/JOURNAL_EXPORT_FORMATS/>), one entry. `NAME=value` and a newline; a value that holds a newline
/// is written as `NAME`, a newline, its length as 64 bits little-endian, the value and a newline.
extension EncodedEntry {
    /// The whole entry as bytes that `init(decoding:)` takes back.
    public func encoded() -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + ends.count)
        var start = 0
        for end in ends {
            let field = bytes[start..<end]
            start = end
            // No name has a newline.
            if !field.withUnsafeBytes({ $0.contains(newline) }) {
                out.append(contentsOf: field)
            } else {
                let equals = field.firstIndex(of: UInt8(ascii: "=")) ?? end
                let value = field[equals...].dropFirst()
                out.append(contentsOf: field[..<equals])
                out.append(newline)
                withUnsafeBytes(of: UInt64(value.count).littleEndian) { out.append(contentsOf: $0) }
                out.append(contentsOf: value)
            }
            out.append(newline)
        }
        return out
    }

    /// Reads what ``encoded()`` wrote.
    ///
    /// - Throws: `JournalError.malformed` when the bytes are cut, have no field, or name one wrongly.
    public init(decoding encoded: [UInt8]) throws(JournalError) {
        self.init()
        var rest = encoded[...]
        while !rest.isEmpty {
            guard let mark = rest.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == newline }) else {
                throw .malformed("a field without a value")
            }
            let name = String(decoding: rest[rest.startIndex..<mark], as: UTF8.self)
            guard FieldName.isValid(name) else {
                throw .malformed("“\(name.cleaned(limit: 64))” is not a field name")
            }
            let value: ArraySlice<UInt8>
            if rest[mark] == newline {
                let afterName = rest[(mark + 1)...]
                let length = afterName.prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                let afterLength = afterName.dropFirst(8)
                // The newline after the value must fit too.
                guard afterName.count > 8, length < UInt64(afterLength.count) else { throw .malformed("a cut value") }
                value = afterLength.prefix(Int(length))
            } else {
                value = rest[(mark + 1)...].prefix { $0 != newline }
            }
            guard value.endIndex < rest.endIndex, rest[value.endIndex] == newline else {
                throw .malformed("a value without an end")
            }
            append(checkedName: name, value)
            rest = rest[(value.endIndex + 1)...]
        }
        guard !ends.isEmpty else { throw .malformed("no fields") }
    }
}

private let newline = UInt8(ascii: "\n")

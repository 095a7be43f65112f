extension JSONValue {
    /// The value as one line of text: a string trimmed, a number as it was written, an object by its `name` or `value`, an
    /// array joined by ", ". Nil when there is nothing in it, and for the strings "None", "null" and "nan", which are what
    /// careless writers make of an absent value.
    func plain(_ bytes: [UInt8], longest: Int) -> String? {
        if case .string(let string) = self, string.range.count <= longest, string.isPlain(bytes) {
            let text = String(text: Array(bytes[string.range]))
            return JSONValue.isNothing(text) ? nil : text
        }
        var parts: [String] = []
        var length = 0
        collect(bytes, longest: longest, depth: 0, &parts, &length)
        return parts.isEmpty ? nil : parts.joined(separator: ", ")
    }

    private func collect(
        _ bytes: [UInt8], longest: Int, depth: Int, _ parts: inout [String], _ length: inout Int
    ) {
        guard length < longest, depth < 3 else { return }
        switch self {
        case .string(let string):
            var slice = string
            if slice.range.count > longest { slice.range = slice.range.prefix(longest) }
            let text = JSONValue.oneLine(slice.decoded(bytes))
            if JSONValue.isNothing(text) { return }
            parts.append(text)
            length += text.utf8.count
        case .number(let range):
            parts.append(String(decoding: bytes[range.prefix(longest)], as: UTF8.self))
            length += range.count
        case .array(let elements):
            for element in elements.prefix(100) {
                element.collect(bytes, longest: longest, depth: depth + 1, &parts, &length)
            }
        case .object(let members):
            for wanted in ["name", "value", "rendered"] as [StaticString] {
                if let member = members.first(where: { $0.name.is(wanted, bytes) }) {
                    return member.value.collect(bytes, longest: longest, depth: depth + 1, &parts, &length)
                }
            }
        case .literal: break
        }
    }

    private static func isNothing(_ text: String) -> Bool {
        text.isEmpty || text == "None" || text == "null" || text == "nan"
    }

    /// The text trimmed, white space runs and control characters as one blank.
    static func oneLine(_ bytes: [UInt8]) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        for byte in bytes {
            if byte > 0x20, byte != 0x7F {
                out.append(byte)
            } else if let last = out.last, last != 0x20 {
                out.append(0x20)
            }
        }
        if out.last == 0x20 { out.removeLast() }
        return String(decoding: out, as: UTF8.self)
    }
}

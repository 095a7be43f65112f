/// A value of `Content-Type` or `Content-Disposition`: a name and its parameters (RFC 2045, section 5.1).
struct MediaType {
    /// Such as `text/html`, in lower case.
    private(set) var name: String
    /// Names in lower case.
    private var parameters: [(name: String, value: String)] = []

    /// - Parameter value: the header's value; of one that breaks the rules as much as can be read.
    init(_ value: [UInt8]) {
        var index = 0
        func until(_ stops: [UInt8]) -> ArraySlice<UInt8> {
            let from = index
            while index < value.count, !stops.contains(value[index]) { index += 1 }
            return HeaderFields.trimmed(value[from..<index])
        }
        name = String(decoding: until([0x3B]).map(ASCII.lower), as: UTF8.self)
        while index < value.count, parameters.count < 32 {
            index += 1
            let name = String(decoding: until([0x3B, 0x3D]).map(ASCII.lower), as: UTF8.self)
            guard index < value.count, value[index] == 0x3D else { continue }
            index += 1
            while index < value.count, ASCII.isSpace(value[index]) { index += 1 }
            var text: [UInt8] = []
            if index < value.count, value[index] == 0x22 {
                index += 1
                while index < value.count, value[index] != 0x22 {
                    if value[index] == 0x5C, index + 1 < value.count { index += 1 }
                    text.append(value[index])
                    index += 1
                }
                _ = until([0x3B])
            } else {
                text = Array(until([0x3B]))
            }
            parameters.append((name, String(decoding: text, as: UTF8.self)))
        }
    }

    /// A parameter's value; nil when it is absent or empty.
    subscript(parameter: String) -> String? {
        parameters.first { $0.name == parameter && !$0.value.isEmpty }?.value
    }
}

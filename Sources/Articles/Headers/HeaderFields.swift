/// The header of a message: fields as in RFC 5322, which MIME, HTTP and WARC share.
struct HeaderFields {
    /// Longer headers are not read.
    static let longest = 1 << 18
    private static let longestName = 64

    /// Names in lower case, values unfolded and trimmed, in the order they came.
    private(set) var fields: [(name: String, value: [UInt8])] = []
    /// Where the body begins, after the blank line; the end of the bytes where there is none.
    private(set) var bodyStart: Int
    /// Lines that are no fields.
    private(set) var strayLines = 0

    /// Reads fields up to the first blank line.
    /// - Returns: nil when the header does not end within ``longest`` bytes.
    init?(_ bytes: [UInt8], _ range: Range<Int>) {
        let end = range.count > Self.longest ? range.lowerBound + Self.longest : range.upperBound
        bodyStart = range.upperBound
        var index = range.lowerBound
        while index < end {
            let line = TextLineEnd(bytes, from: index, end: end)
            defer { index = line.next }
            if line.end == index {
                bodyStart = line.next
                return
            }
            guard line.next < end || end == range.upperBound else { return nil }
            if bytes[index] == 0x20 || bytes[index] == 0x09 {
                unfold(bytes[index..<line.end])
            } else {
                field(bytes[index..<line.end])
            }
        }
        if end < range.upperBound { return nil }
    }

    private mutating func unfold(_ line: ArraySlice<UInt8>) {
        guard !fields.isEmpty else {
            strayLines += 1
            return
        }
        // Encoded words on two lines are told apart by one blank as well as by more.
        fields[fields.count - 1].value.append(0x20)
        fields[fields.count - 1].value.append(contentsOf: Self.trimmed(line))
    }

    private mutating func field(_ line: ArraySlice<UInt8>) {
        guard let colon = line.prefix(Self.longestName + 1).firstIndex(of: 0x3A), colon > line.startIndex,
            line[..<colon].allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            strayLines += 1
            return
        }
        fields.append(
            (
                String(decoding: line[..<colon].map(ASCII.lower), as: UTF8.self),
                Array(Self.trimmed(line[(colon + 1)...]))
            ))
    }

    /// The first field's value; nil when there is none or it is blank.
    /// - Parameter name: in lower case.
    subscript(name: String) -> [UInt8]? {
        fields.first { $0.name == name && !$0.value.isEmpty }?.value
    }

    /// The first field's value as text, for fields that are plain ASCII.
    func text(_ name: String) -> String? {
        self[name].map { String(decoding: $0, as: UTF8.self) }
    }

    static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var low = bytes.startIndex
        var high = bytes.endIndex
        while low < high, ASCII.isSpace(bytes[low]) { low += 1 }
        while high > low, ASCII.isSpace(bytes[high - 1]) { high -= 1 }
        return bytes[low..<high]
    }
}

/// Where a line ends: at LF or CR LF, or with the bytes.
struct TextLineEnd {
    /// The end of its text.
    let end: Int
    /// Where the next line begins.
    let next: Int

    init(_ bytes: [UInt8], from start: Int, end limit: Int) {
        let newline = bytes[start..<limit].firstIndex(of: 0x0A)
        var end = newline ?? limit
        if end > start, bytes[end - 1] == 0x0D { end -= 1 }
        self.end = end
        next = newline.map { $0 + 1 } ?? limit
    }
}

/// The first address of a `From` field (RFC 5322, section 3.4).
struct MailAddress {
    /// The name shown, decoded; nil when there is none.
    private(set) var name: String?
    /// Such as `desk@post.example`.
    private(set) var address = ""

    /// The part after the `@`, in lower case.
    var domain: String? {
        guard let at = address.lastIndex(of: "@") else { return nil }
        let domain = address[address.index(after: at)...].lowercased()
        return domain.isEmpty ? nil : domain
    }

    init(_ value: [UInt8]) {
        var words: [UInt8] = []
        var comment: [UInt8] = []
        var angle: [UInt8]?
        var depth = 0
        var isQuoted = false
        var index = 0
        loop: while index < value.count {
            var byte = value[index]
            index += 1
            let isEscaped = byte == 0x5C && (isQuoted || depth > 0) && index < value.count
            if isEscaped {
                byte = value[index]
                index += 1
            }
            switch byte {
            case 0x22 where !isEscaped && depth == 0: isQuoted.toggle()
            case 0x28 where !isEscaped && !isQuoted: depth += 1
            case 0x29 where !isEscaped && !isQuoted && depth > 0: depth -= 1
            case _ where depth > 0: comment.append(byte)
            case 0x3C where !isQuoted:
                angle = Array(value[index...].prefix { $0 != 0x3E })
                break loop
            case 0x2C where !isQuoted && !words.isEmpty: break loop
            default: words.append(byte)
            }
        }
        let shown = EncodedWords.decode(angle == nil ? comment : words)
        let plain = String(decoding: HeaderFields.trimmed((angle ?? words)[...]), as: UTF8.self)
        address = plain
        // A name may be the address once more.
        if !shown.isEmpty, shown != plain { name = shown }
    }
}

/// The character set a page declares.
enum HTMLCharset {
    /// The name after `charset=` in a `meta` tag or an XML declaration within the first 8 KiB, or nil.
    static func declared(_ bytes: [UInt8]) -> String? {
        let end = min(bytes.count, 8192)
        var isInTag = false
        var index = 0
        while index < end {
            defer { index += 1 }
            switch bytes[index] {
            case 0x3C: isInTag = ASCII.has("<meta", in: bytes, at: index) || ASCII.has("<?xml", in: bytes, at: index)
            case 0x3E: isInTag = false
            case 0x43, 0x63, 0x45, 0x65:
                guard isInTag else { continue }
                let word: StaticString = bytes[index] | 0x20 == 0x63 ? "charset" : "encoding"
                guard ASCII.has(word, in: bytes, at: index) else { continue }
                let name = value(bytes, after: index + word.utf8CodeUnitCount)
                if !name.isEmpty { return name }
            default: break
            }
        }
        return nil
    }

    private static func value(_ bytes: [UInt8], after start: Int) -> String {
        var index = start
        func skip(_ wanted: (UInt8) -> Bool) {
            while index < bytes.count, wanted(bytes[index]) { index += 1 }
        }
        skip(ASCII.isSpace)
        guard index < bytes.count, bytes[index] == 0x3D else { return "" }
        index += 1
        skip { ASCII.isSpace($0) || $0 == 0x22 || $0 == 0x27 }
        let from = index
        skip { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x5F || $0 == 0x3A }
        return String(decoding: bytes[from..<index].prefix(32), as: UTF8.self)
    }
}

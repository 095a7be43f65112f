/// Text in UTF-8, and the character set it came in.
struct DecodedText {
    var bytes: [UInt8]
    var charset: String
}

/// Bytes of any character set → valid UTF-8. Nothing is refused here: what is wrong is repaired.
enum Charset {
    static let utf8Mark: [UInt8] = [0xEF, 0xBB, 0xBF]

    /// UTF-8 from bytes whose character set is known only by what they are: valid UTF-8, UTF-8 with errors in it, or
    /// else Windows-1252.
    static func decode(_ bytes: [UInt8]) -> DecodedText {
        let census = UTF8Census(bytes)
        if census.isValid { return DecodedText(bytes: bytes, charset: "UTF-8") }
        // One stray byte in a text with other, good sequences is damage; else the bytes are another character set.
        if census.invalid <= census.sequences {
            return DecodedText(bytes: repaired(bytes), charset: "UTF-8")
        }
        return DecodedText(bytes: windows1252(bytes), charset: "windows-1252")
    }

    /// UTF-8 from bytes that declare a character set. Valid UTF-8 with anything beyond ASCII overrules a declaration of
    /// an 8-bit set, since no other text is valid UTF-8 by chance.
    static func decode(_ bytes: [UInt8], declared: String?) -> DecodedText {
        guard let declared else { return decode(bytes) }
        let name = declared.lowercased()
        if name == "utf-8" || name == "utf8" || name == "us-ascii" || name.hasPrefix("utf-16") { return decode(bytes) }
        let isStateful = name.hasPrefix("iso-2022")
        if !isStateful, UTF8Census(bytes).isValid { return DecodedText(bytes: bytes, charset: "UTF-8") }
        if name == "iso-8859-1" || name == "latin1" || name == "windows-1252" {
            return DecodedText(bytes: windows1252(bytes), charset: "windows-1252")
        }
        guard let converted = convert(bytes, from: supersets[name] ?? name) else { return decode(bytes) }
        return DecodedText(bytes: converted, charset: name)
    }

    /// Character sets that are meant where an older one is declared, by `iconv(3)`'s names (WHATWG Encoding, section 4.2):
    /// texts use characters of the larger one.
    private static let supersets = [
        "gb2312": "gb18030", "gb_2312-80": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "shift_jis": "cp932",
        "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932", "euc-kr": "cp949",
        "ks_c_5601-1987": "cp949", "big5": "big5-hkscs", "x-x-big5": "big5-hkscs", "iso-8859-9": "cp1254",
        "latin5": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "x-cp1251": "cp1251",
        "x-mac-roman": "macintosh",
    ]

    /// UTF-8 in which each invalid sequence has become one U+FFFD.
    static func repaired(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count &+ 16)
        var index = 0
        var copied = 0
        while index < bytes.count {
            switch UTF8Step(bytes, at: index) {
            case .valid(let length):
                index &+= length
            case .truncated(let length), .invalid(let length):
                out.append(contentsOf: bytes[copied..<index])
                out.append(contentsOf: [0xEF, 0xBF, 0xBD])
                index &+= length
                copied = index
            }
        }
        out.append(contentsOf: bytes[copied...])
        return out
    }

    /// UTF-8 from UTF-16, when a byte-order mark or the pattern of NULs says it is; else nil.
    static func decodeWide(_ bytes: [UInt8]) -> DecodedText? {
        guard bytes.count >= 4 else { return nil }
        var start = 2
        let isBigEndian: Bool
        switch (bytes[0], bytes[1]) {
        case (0xFF, 0xFE): isBigEndian = false
        case (0xFE, 0xFF): isBigEndian = true
        default:
            var zeros = (even: 0, odd: 0)
            let sample = min(bytes.count, 4096) & ~1
            guard ByteLanes.index(of: 0, in: bytes, from: 0, to: sample) < sample else { return nil }
            for index in stride(from: 0, to: sample, by: 2) {
                if bytes[index] == 0 { zeros.even += 1 }
                if bytes[index + 1] == 0 { zeros.odd += 1 }
            }
            // Text in Western scripts: nearly every second byte is NUL, and nearly none of the others.
            let most = sample / 2 * 3 / 4
            if zeros.odd > most, zeros.even * 16 <= sample {
                isBigEndian = false
            } else if zeros.even > most, zeros.odd * 16 <= sample {
                isBigEndian = true
            } else {
                return nil
            }
            start = 0
        }
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        var index = start
        while index &+ 1 < bytes.count {
            let pair = (UInt16(bytes[index]), UInt16(bytes[index &+ 1]))
            units.append(isBigEndian ? pair.0 << 8 | pair.1 : pair.1 << 8 | pair.0)
            index &+= 2
        }
        let text = String(decoding: units, as: UTF16.self)
        return DecodedText(bytes: Array(text.utf8), charset: isBigEndian ? "UTF-16BE" : "UTF-16LE")
    }
}

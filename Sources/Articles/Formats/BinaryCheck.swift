internal import CLanes

/// Tells files that are no text at all.
enum BinaryCheck {
    private static let kinds: [(magic: [UInt8], name: String)] = [
        (Array("%PDF-".utf8), "PDF"),
        ([0x50, 0x4B, 0x03, 0x04], "ZIP archive or office document"),
        ([0x89, 0x50, 0x4E, 0x47], "PNG image"),
        ([0xFF, 0xD8, 0xFF], "JPEG image"),
        (Array("GIF8".utf8), "GIF image"),
        ([0x7F, 0x45, 0x4C, 0x46], "ELF program"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "XZ data"),
        (Array("BZh91AY".utf8), "bzip2 data"),
        ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "7-Zip archive"),
        (Array("Rar!\u{1A}".utf8), "RAR archive"),
        ([0xD0, 0xCF, 0x11, 0xE0], "office document"),
        (Array("SQLite format 3\0".utf8), "SQLite database"),
        (Array("{\\rtf".utf8), "RTF document"),
        (Array("OggS".utf8), "Ogg media"),
        (Array("ID3".utf8), "MP3 audio"),
    ]

    /// The bytes that kinds begin with, to pass nearly every text at the first look.
    private static let firstBytes = kinds.reduce(into: [Bool](repeating: false, count: 256)) {
        $0[Int($1.magic[0])] = true
    }

    /// The kind of file its first bytes name, or nil.
    static func knownKind(_ bytes: [UInt8]) -> String? {
        guard let first = bytes.first, firstBytes[Int(first)] else { return nil }
        return kinds.first { bytes.starts(with: $0.magic) }?.name
    }

    /// Whether more than one byte in 32 of the first 64 KiB is a control character no text uses.
    static func looksBinary(_ bytes: [UInt8]) -> Bool {
        let count = min(bytes.count, 65536)
        let controls = bytes.withUnsafeBytes { raw in
            var controls = 0
            var index = 0
            while index < count {
                if let found = ByteLanes.wide(raw, &index, count, { storyd_controls($0) }) {
                    index = found
                } else if index &+ 8 <= count {
                    let word = ByteLanes.load(raw, index)
                    let found = ByteLanes.below(word, 0x20) | ByteLanes.equal(word, 0x7F)
                    if found == 0 {
                        index &+= 8
                        continue
                    }
                    index &+= ByteLanes.first(found)
                }
                guard index < count else { break }
                if isControl(raw[index]) { controls &+= 1 }
                index &+= 1
            }
            return controls
        }
        return controls > count / 32
    }

    @inline(__always)
    private static func isControl(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x0A, 0x0C, 0x0D, 0x1B, 0x1E: false
        case 0x00..<0x20, 0x7F: true
        default: false
        }
    }
}

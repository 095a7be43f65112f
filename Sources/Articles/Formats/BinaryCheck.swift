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

    /// The kind of file its first bytes name, or nil.
    static func knownKind(_ bytes: [UInt8]) -> String? {
        kinds.first { bytes.starts(with: $0.magic) }?.name
    }

    /// Whether more than one byte in 32 of the first 64 KiB is a control character no text uses.
    static func looksBinary(_ bytes: [UInt8]) -> Bool {
        let sample = bytes.prefix(65536)
        var controls = 0
        for byte in sample where byte < 0x20 || byte == 0x7F {
            switch byte {
            case 0x09, 0x0A, 0x0C, 0x0D, 0x1B, 0x1E: continue
            default: controls += 1
            }
        }
        return controls > sample.count / 32
    }
}

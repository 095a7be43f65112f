import CUnicode

/// What the tokenizer has to know about a character, from the generated table.
struct CharacterRecord {
    /// How a character takes part in a token.
    enum Kind: UInt32 {
        /// Neither letter nor digit: ends a token.
        case separator
        /// A letter or a digit.
        case letter
        /// A combining mark: stays with its letter.
        case mark
        /// Left out without ending anything: soft hyphens, zero-width characters, vowel signs that are optional.
        case ignorable
        /// A character of a script written without spaces.
        case spaceless
        /// A Hangul syllable or jamo.
        case hangul
        /// An apostrophe, when it stands between letters.
        case apostrophe
        /// The end of a sentence, when space follows.
        case terminator
    }

    let bits: UInt32

    var kind: Kind { Kind(rawValue: bits & 7) ?? .separator }
    var isCapital: Bool { bits & 8 != 0 }
    /// Its replacement is to be cut by the kinds of its own characters.
    var isCompound: Bool { bits & 16 != 0 }
    var replacementLength: Int { Int(bits >> 9 & 63) }
    var replacementOffset: Int { Int(bits >> 15) }
    /// The canonical combining class of a mark without a replacement; 0 for everything else.
    var combiningClass: UInt32 { kind == .mark && replacementLength == 0 ? bits >> 15 : 0 }
}

/// The generated table of all characters. Constant memory, so it may be shared freely.
struct CharacterTable {
    private static let stages = Int(storyd_character_stages)
    private static let blocks = Int(storyd_character_blocks)

    /// Bytes that characters are replaced by.
    static var replacements: UnsafePointer<UInt8> { start + stages * 2 + blocks * 1024 }

    /// The record of a character; everything beyond Unicode is a separator.
    @inline(__always)
    static func record(_ scalar: UInt32) -> CharacterRecord {
        guard scalar < 0x110000 else { return CharacterRecord(bits: 0) }
        let table = UnsafeRawPointer(start)
        let block = Int(
            UInt16(littleEndian: table.load(fromByteOffset: Int(scalar >> 8) &* 2, as: UInt16.self)))
        let offset = stages &* 2 &+ block &* 1024 &+ Int(scalar & 0xFF) &* 4
        return CharacterRecord(bits: UInt32(littleEndian: table.load(fromByteOffset: offset, as: UInt32.self)))
    }

    /// The table, which the C target keeps 8-byte aligned for the life of the process.
    private static var start: UnsafePointer<UInt8> { storyd_character_table() }
}

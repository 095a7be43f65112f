/// What words of one root have in common: the first letters.
///
/// Reports of one event write “attack”, “attacked” and “attackers”; cut after five letters they are one word. This is the
/// n-gram truncation of McNamee and Mayfield (Character N-Gram Tokenization for European Language Text Retrieval, 2004),
/// which needs no rules for any language. Phrases are made of whole words: a copy repeats them.
enum Stem {
    /// Letters of a stem; the marks upon them are not counted.
    static let letters = 5

    /// Bytes of a folded token that are its stem. Numbers are not to be cut.
    @inline(__always)
    static func length(_ token: UnsafeBufferPointer<UInt8>) -> Int {
        // A letter has a byte at least.
        guard token.count > letters else { return token.count }
        var index = 0
        var found = 0
        while index < token.count {
            if token[index] < 0x80 {
                if found == letters { return index }
                found &+= 1
                index &+= 1
            } else {
                let (scalar, width) = UTF8Scalar.decode(token, at: index)
                if CharacterTable.record(scalar).kind != .mark {
                    if found == letters { return index }
                    found &+= 1
                }
                index &+= width
            }
        }
        return token.count
    }
}

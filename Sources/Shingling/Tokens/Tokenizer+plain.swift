extension Tokenizer {
    /// Reads words of ASCII letters and digits, and the ASCII between them, as long as nothing else comes.
    ///
    /// Eight bytes at a time, from where no token is open; the same tokens come of it as of reading byte by byte. What is
    /// read is the padded copy.
    /// - Returns: Where the first thing is that is to be read the long way: a word with anything else in it or right after
    ///   it, a character beyond ASCII.
    mutating func readPlainly(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let base = bytes.baseAddress else { return start }
        let raw = UnsafeRawPointer(base)
        let count = bytes.count
        var index = start
        var flag = (opensSentence: opensSentence, sawTerminator: sawTerminator, newlines: newlines)
        let title: UInt8 = inTitle ? TokenStream.Flags.opening.rawValue : 0
        while index < count {
            let byte = base[index]
            if byte <= 0x20 {
                if byte == 0x20 || byte >= 9 && byte <= 13 {
                    if flag.sawTerminator { flag.opensSentence = true }
                    if byte == 10 {
                        flag.newlines &+= 1
                        if flag.newlines >= 2 { flag.opensSentence = true }
                    }
                }
                index &+= 1
                continue
            }
            var word = PlainWord(raw + index)
            if word.length == 0 {
                if byte >= 0x80 { break }
                if PlainWord.isTerminator(byte) { flag.sawTerminator = true }
                index &+= 1
                continue
            }
            guard word.length <= Self.longest else { break }
            var next = index &+ word.length
            if base[next] == UInt8(ascii: "'") || base[next] >= 0x80 {
                guard let passed = plainEnd(word, base + index) else { break }
                next &+= passed
            }
            word.hash(raw + index)
            var flags = word.isNumber ? TokenStream.Flags.number.rawValue : 0
            if byte &- 65 < 26 { flags |= TokenStream.Flags.capital.rawValue }
            flags |= flag.opensSentence ? TokenStream.Flags.opening.rawValue : title
            stream.append(word.hash, stem: word.stem, TokenStream.Flags(rawValue: flags))
            flag = (false, false, 0)
            let end = index &+ word.length
            index = next
            if index < count, PlainWord.isTerminator(base[index]) {
                // “U.S. officials”: a single character with a point is an abbreviation.
                flag.sawTerminator = word.length > 1 || next > end
                index &+= 1
            }
        }
        (opensSentence, sawTerminator, newlines) = flag
        return index
    }

    /// How a plain word ends that an apostrophe or a character beyond ASCII follows.
    /// - Parameter start: Where the word starts.
    /// - Returns: Bytes to pass after the word, an apostrophe and a possessive `s`; nil where the word goes on.
    private func plainEnd(_ word: PlainWord, _ start: UnsafePointer<UInt8>) -> Int? {
        let after = start + word.length
        var width = 1
        if after[0] != UInt8(ascii: "'") {
            let (scalar, length) = UTF8Scalar.decode(UnsafeBufferPointer(start: after, count: 4), at: 0)
            let record = CharacterTable.record(scalar)
            if record.kind == .separator, !record.isCompound { return 0 }
            guard record.kind == .apostrophe, !record.isCompound else { return nil }
            width = length
        }
        let letter = after[width]
        if letter >= 0x80 { return nil }
        // It ends the word unless a letter follows, and there too after an elided article.
        guard PlainWord.isPlain(letter), !word.isElided(start) else { return width }
        let last = after[width &+ 1]
        // The longest of words is cut before the letter.
        guard word.length < Self.longest, letter | 0x20 == UInt8(ascii: "s"), last < 0x80, !PlainWord.isPlain(last),
            last != UInt8(ascii: "'")
        else {
            return nil
        }
        return width &+ 1
    }
}

extension Tokenizer {
    /// What is known of the place where the next token may start.
    private struct Surroundings {
        var opensSentence: Bool
        var sawTerminator: Bool
        var newlines: Int

        /// Takes an ASCII byte that is no letter or digit.
        @inline(__always)
        mutating func pass(_ byte: UInt8) {
            if byte == 0x20 || byte >= 9 && byte <= 13 {
                if sawTerminator { opensSentence = true }
                if byte == 10 {
                    newlines &+= 1
                    if newlines >= 2 { opensSentence = true }
                }
            } else if PlainWord.isTerminator(byte) {
                sawTerminator = true
            }
        }
    }

    /// Reads words of ASCII letters and digits, and the ASCII between them, as long as nothing else comes.
    ///
    /// From run to run, from where no token is open; the same tokens come of it as of reading byte by byte. What is read is
    /// the padded copy, whose runs are known.
    /// - Returns: Where the first thing is that is to be read the long way: a word with anything else in it or right after
    ///   it, a character beyond ASCII.
    mutating func readPlainly(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        guard let base = bytes.baseAddress else { return start }
        var index = start
        var around = Surroundings(opensSentence: opensSentence, sawTerminator: sawTerminator, newlines: newlines)
        let title: UInt8 = inTitle ? TokenStream.Flags.opening.rawValue : 0
        var room = stream.room(for: runs.left)
        let places = runs.places.start
        var next = runs.next
        while Int(truncatingIfNeeded: places[next]) < index { next &+= 2 }
        reading: while true {
            let wordStart = Int(truncatingIfNeeded: places[next])
            if wordStart == index &+ 1, base[index] == 0x20 {
                if around.sawTerminator { around.opensSentence = true }
                index = wordStart
            } else {
                while index < wordStart {
                    let byte = base[index]
                    if byte >= 0x80 { break reading }
                    around.pass(byte)
                    index &+= 1
                }
            }
            var end = Int(truncatingIfNeeded: places[next &+ 1])
            let count = end &- wordStart
            // No letters at the end of the text alone.
            guard count &- 1 < Self.longest, count > 0 else { break }
            let after = base[end]
            if after == UInt8(ascii: "'") || after >= 0x80 {
                guard let passed = plainEnd(base + index, count: count) else { break }
                end &+= passed
            }
            let word = PlainWord(base + index, count: count)
            var flags = word.isNumber ? TokenStream.Flags.number.rawValue : 0
            flags |= base[index] &- 65 < 26 ? TokenStream.Flags.capital.rawValue : 0
            flags |= around.opensSentence ? TokenStream.Flags.opening.rawValue : title
            room.append(word.hash, stem: word.stem, TokenStream.Flags(rawValue: flags))
            around = Surroundings(opensSentence: false, sawTerminator: false, newlines: 0)
            index = end
            next &+= 2
            guard after != 0x20 else { continue }
            while Int(truncatingIfNeeded: places[next]) < index { next &+= 2 }
            if index < bytes.count, PlainWord.isTerminator(base[index]) {
                // “U.S. officials”: a single character with a point is an abbreviation.
                around.sawTerminator = count > 1 || end > wordStart &+ count
                index &+= 1
            }
        }
        runs.next = next
        stream.take(room)
        (opensSentence, sawTerminator, newlines) = (around.opensSentence, around.sawTerminator, around.newlines)
        return index
    }

    /// How a plain word ends that an apostrophe or a character beyond ASCII follows.
    /// - Parameter start: Where the word starts.
    /// - Returns: Bytes to pass after the word, an apostrophe and a possessive `s`; nil where the word goes on.
    private func plainEnd(_ start: UnsafePointer<UInt8>, count: Int) -> Int? {
        let after = start + count
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
        guard PlainWord.isPlain(letter), !PlainWord.isElided(start, count: count) else { return width }
        let last = after[width &+ 1]
        // The longest of words is cut before the letter.
        guard count < Self.longest, letter | 0x20 == UInt8(ascii: "s"), last < 0x80, !PlainWord.isPlain(last),
            last != UInt8(ascii: "'")
        else {
            return nil
        }
        return width &+ 1
    }
}

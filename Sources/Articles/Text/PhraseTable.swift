internal import CLanes

/// Phrases that mark boilerplate, found in a line at the cost of one look-up a word.
struct PhraseTable {
    /// Where in a line a phrase counts.
    enum Place: UInt8 {
        /// It is the whole line, punctuation and a trailing number aside.
        case whole
        /// The line begins with it.
        case start
        /// The line begins with it, and a colon, bar or arrow or nothing follows, or it is in capitals: `READ MORE: …`.
        case label
        /// It begins anywhere at a word.
        case inside
    }

    struct Phrase {
        var range: Range<Int>
        var place: Place
        var kind: LineKind
        /// Lines longer than this many bytes are never taken for it.
        var longest: Int
    }

    private var bytes: [UInt8] = []
    private var phrases: [Phrase] = []
    /// For each pair of first bytes where the phrases are that count at a line's beginning, and those that count anywhere.
    private var atStart: [Range<Int>]
    private var anywhere: [Range<Int>]
    /// A bit for each hash of the first four bytes of those that count anywhere: nearly every word is passed by it.
    private var openings: [UInt64]

    /// A table of groups of phrases, in lower case and of at least two bytes. Lines are compared without case in ASCII alone:
    /// phrases with other letters are kept in capitals, too, and with a capital first.
    init(_ groups: [(place: Place, kind: LineKind, longest: Int, texts: [String])]) {
        var all: [(slot: Int, text: [UInt8], place: Place, kind: LineKind, longest: Int)] = []
        for group in groups {
            for text in group.texts.flatMap(PhraseTable.spellings) where text.count >= 2 {
                all.append((PhraseTable.slot(text[0], text[1]), text, group.place, group.kind, group.longest))
            }
        }
        let sorted = all.enumerated().sorted {
            // Of one slot those for anywhere come last, and each kind in the order given.
            let keys = ($0.element, $1.element)
            if keys.0.slot != keys.1.slot { return keys.0.slot < keys.1.slot }
            let last = (keys.0.place == .inside, keys.1.place == .inside)
            return last.0 == last.1 ? $0.offset < $1.offset : last.1
        }
        atStart = Array(repeating: 0..<0, count: 1024)
        anywhere = atStart
        openings = Array(repeating: 0, count: 64)
        for phrase in sorted.map(\.element) {
            let next = phrases.count
            if atStart[phrase.slot].isEmpty { atStart[phrase.slot] = next..<next }
            atStart[phrase.slot] = atStart[phrase.slot].lowerBound..<next + 1
            if phrase.place == .inside {
                if anywhere[phrase.slot].isEmpty { anywhere[phrase.slot] = next..<next }
                anywhere[phrase.slot] = anywhere[phrase.slot].lowerBound..<next + 1
                noteOpening(phrase.text)
            }
            phrases.append(
                Phrase(
                    range: bytes.count..<bytes.count + phrase.text.count, place: phrase.place, kind: phrase.kind,
                    longest: phrase.longest))
            bytes.append(contentsOf: phrase.text)
        }
    }

    private static func spellings(_ phrase: String) -> [[UInt8]] {
        let spellings = [phrase, phrase.prefix(1).uppercased() + phrase.dropFirst(), phrase.uppercased()]
        guard phrase.utf8.contains(where: { $0 >= 0x80 }) else { return [Array(phrase.utf8)] }
        return Set(spellings).sorted().map { $0.utf8.map(ASCII.lower) }
    }

    private mutating func noteOpening(_ text: [UInt8]) {
        precondition(text.count >= 4, "a phrase that counts anywhere has four bytes")
        let place = text.withUnsafeBytes { PhraseTable.opening($0, 0) }
        openings[place >> 6] |= 1 << UInt64(place & 63)
    }

    /// One of 4096 places for four bytes, the same for both cases.
    @inline(__always)
    private static func opening(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> Int {
        let four = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)) | 0x2020_2020
        return Int(truncatingIfNeeded: (four &* 0x9E37_79B1) &>> 20)
    }

    /// One of 1024 slots for the first two bytes of a phrase, the same for both cases.
    @inline(__always)
    private static func slot(_ first: UInt8, _ second: UInt8) -> Int {
        Int(first & 31) << 5 | Int(second & 31)
    }

    /// The kind the first phrase found gives a line, or nil.
    /// - Parameter core: from the line's first letter or digit to its last.
    func kind(of line: [UInt8], _ range: Range<Int>, core: Range<Int>) -> LineKind? {
        guard core.count >= 2 else { return nil }
        let slot = PhraseTable.slot(line[core.lowerBound], line[core.lowerBound &+ 1])
        if let kind = first(of: atStart[slot], line, core.lowerBound, range, core) { return kind }
        // Then at each word.
        return line.withUnsafeBytes { raw in
            openings.withUnsafeBufferPointer { openings in
                var index = core.lowerBound
                while index < core.upperBound {
                    var blanks = PhraseTable.blanks(raw, index)
                    while blanks != 0 {
                        let word = index &+ blanks.trailingZeroBitCount &+ 1
                        blanks &= blanks &- 1
                        guard word &+ 4 <= core.upperBound else { return nil }
                        let opening = PhraseTable.opening(raw, word)
                        guard openings[opening >> 6] >> UInt64(opening & 63) & 1 != 0 else { continue }
                        let candidates = anywhere[PhraseTable.slot(raw[word], raw[word &+ 1])]
                        if let kind = first(of: candidates, line, word, range, core) { return kind }
                    }
                    index &+= 64
                }
                return nil
            }
        }
    }

    /// A bit for each of up to 64 bytes from `index` on that is a blank.
    @inline(__always)
    private static func blanks(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> UInt64 {
        if index &+ 64 <= bytes.count, let base = bytes.baseAddress { return storyd_equal(base + index, 0x20) }
        var blanks: UInt64 = 0
        for place in index..<bytes.count where bytes[place] == 0x20 { blanks |= 1 << UInt64(place &- index) }
        return blanks
    }

    /// The kind given by the first of some phrases that stands at `index`.
    private func first(
        of candidates: Range<Int>, _ line: [UInt8], _ index: Int, _ range: Range<Int>, _ core: Range<Int>
    ) -> LineKind? {
        for number in candidates {
            guard range.count <= phrases[number].longest, let end = match(phrases[number], line, index, core.upperBound)
            else { continue }
            if fits(phrases[number], line, index..<end, range, core) { return phrases[number].kind }
        }
        return nil
    }

    private func match(_ phrase: Phrase, _ line: [UInt8], _ index: Int, _ end: Int) -> Int? {
        let count = phrase.range.count
        guard count <= end &- index else { return nil }
        for offset in 0..<count {
            guard ASCII.lower(line[index &+ offset]) == bytes[phrase.range.lowerBound &+ offset] else { return nil }
        }
        let next = index &+ count
        if next < end, ASCII.isLetter(line[next]) || ASCII.isDigit(line[next]) { return nil }
        return next
    }

    private func fits(
        _ phrase: Phrase, _ line: [UInt8], _ found: Range<Int>, _ range: Range<Int>, _ core: Range<Int>
    ) -> Bool {
        switch phrase.place {
        case .inside, .start: return true
        case .whole:
            return line[found.upperBound..<core.upperBound].allSatisfy { !ASCII.isLetter($0) && $0 < 0x80 }
        case .label:
            var next = found.upperBound
            while next < range.upperBound, line[next] == 0x20 { next &+= 1 }
            guard next < range.upperBound else { return true }
            switch line[next] {
            case 0x3A, 0x7C, 0x3E: return true
            case 0x2D, 0xC2, 0xE2: return next > found.upperBound && isPointer(line, next, range.upperBound)
            default:
                return !line[found].contains(where: ASCII.isLower)
                    && line[found.upperBound..<range.upperBound].contains(where: ASCII.isLower)
                    && !line[range].contains(0x2C) && !LineFeatures.endsSentence(line, range)
            }
        }
    }

    /// Whether a dash, `»`, `›`, an arrow or a triangle stands at `index`.
    private func isPointer(_ line: [UInt8], _ index: Int, _ end: Int) -> Bool {
        guard line[index] != 0x2D else { return true }
        guard index &+ 1 < end else { return false }
        if line[index] == 0xC2 { return line[index &+ 1] == 0xBB }
        guard index &+ 2 < end else { return false }
        switch (line[index &+ 1], line[index &+ 2]) {
        case (0x80, 0x92...0x95), (0x80, 0xBA), (0x86, _), (0x96, _), (0x9E, _): return true
        default: return false
        }
    }
}

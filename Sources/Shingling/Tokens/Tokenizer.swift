/// Cuts text into tokens over its UTF-8 bytes, in one pass and in time linear to its length.
///
/// A token is a run of letters and digits after compatibility decomposition and case folding (equal exactly where NFKC
/// and case folding are equal). Apostrophes and a possessive `'s` are dropped, an elided article (`l'`, `qu'`) is a word
/// of its own. In scripts without spaces, and in Hangul, overlapping pairs of characters stand in for words.
struct Tokenizer: ~Copyable {
    /// Bytes after which a token is cut: longer ones are no words.
    static let longest = 64
    /// Room for two units and one more replacement.
    private static let capacity = 256

    private enum Mode { case none, word, spaceless, hangul }

    var stream = TokenStream()
    /// The token being read; in a script without spaces, the previous and the current unit.
    private var buffer = [UInt8](repeating: 0, count: Tokenizer.capacity)
    private var length = 0
    private var mode = Mode.none
    private var flags: TokenStream.Flags = []
    /// Where in the token an apostrophe was dropped last.
    private var apostrophe = -1
    /// Where the current unit starts, and whether it is the only one.
    private var unitStart = 0
    private var isFirstUnit = true
    var opensSentence = true
    var sawTerminator = false
    var newlines = 0
    var inTitle = false
    /// Where each token stands, in bytes of the title or of the text; empty unless asked for.
    private(set) var spans: [Range<Int>] = []
    private var padded = ReusedList<UInt8>(capacity: 1 << 13)
    /// The plain words of what is being read.
    var runs = PlainRuns()
    private let recordsSpans: Bool
    private let readsPlainly: Bool
    /// The character being read, and where the token began; kept up to date at a word's ends alone.
    private var position = 0
    private var tokenStart = 0
    /// Where the current unit of a script without spaces began.
    private var unitPosition = 0

    /// - Parameters:
    ///   - recordsSpans: Whether to fill `spans`.
    ///   - readsPlainly: Whether plain words are read by the short way; what comes out is the same.
    init(recordsSpans: Bool = false, readsPlainly: Bool = true) {
        self.recordsSpans = recordsSpans
        self.readsPlainly = readsPlainly && !recordsSpans
    }

    /// Tokens of an article: those of its title, then those of its text.
    static func tokens(title: String, text: String, readsPlainly: Bool = true) -> TokenList {
        var tokenizer = Tokenizer(readsPlainly: readsPlainly)
        tokenizer.read(title: title, text: text)
        return TokenList(tokenizer.stream)
    }

    /// Reads an article; what was read before is forgotten.
    mutating func read(title: String, text: String) {
        stream.removeAll()
        spans.removeAll()
        (mode, length, unitStart, apostrophe, isFirstUnit) = (.none, 0, 0, -1, true)
        (opensSentence, sawTerminator, newlines) = (true, false, 0)
        inTitle = true
        read(title)
        endWord()
        stream.titleCount = stream.count
        inTitle = false
        opensSentence = true
        read(text)
        endWord()
        endUnits()
    }

    private mutating func read(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            // A copy with room behind it, so that it can be read in larger pieces up to its end.
            padded.removeAll()
            padded.resize(bytes.count &+ PlainRuns.lookahead)
            if let start = bytes.baseAddress { padded.start.update(from: start, count: bytes.count) }
            (padded.start + bytes.count).update(repeating: 0, count: PlainRuns.lookahead)
            if readsPlainly { runs.read(padded.start, count: bytes.count) }
            read(UnsafeBufferPointer(start: padded.start, count: bytes.count))
        }
    }

    private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
        var index = 0
        let count = bytes.count
        let folded = ASCII.folded
        while index < count {
            if mode == .none, readsPlainly {
                index = readPlainly(bytes, from: index)
                guard index < count else { break }
            }
            let byte = bytes[index]
            if byte < 0x80 {
                let lower = folded[Int(byte)]
                if lower != 0 {
                    if mode != .word {
                        position = index
                        beginWord(capital: byte >= 65 && byte <= 90)
                    }
                    if length >= Self.longest {
                        position = index
                        cutWord()
                    }
                    buffer[length] = lower
                    length &+= 1
                } else {
                    position = index
                    ascii(byte, bytes, index)
                }
                index &+= 1
            } else {
                position = index
                let (scalar, width) = UTF8Scalar.decode(bytes, at: index)
                index &+= width
                wide(scalar, bytes, next: index)
            }
        }
        position = count
    }

    // MARK: - Characters

    /// An ASCII character that is neither letter nor digit.
    @inline(__always)
    private mutating func ascii(_ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) {
        switch byte {
        case UInt8(ascii: " "): space()
        case UInt8(ascii: "\n"):
            space()
            newlines &+= 1
            if newlines >= 2 { opensSentence = true }
        case 9...13: space()
        case UInt8(ascii: "'"): apostrophe(bytes, next: index &+ 1)
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"): terminator()
        default:
            endWord()
            endUnits()
        }
    }

    private mutating func wide(_ scalar: UInt32, _ bytes: UnsafeBufferPointer<UInt8>, next: Int) {
        let record = CharacterTable.record(scalar)
        if record.isCompound {
            let replacement = UnsafeBufferPointer(
                start: CharacterTable.replacements + record.replacementOffset, count: record.replacementLength)
            var index = 0
            while index < replacement.count {
                let (part, width) = UTF8Scalar.decode(replacement, at: index)
                index &+= width
                take(part, CharacterTable.record(part), bytes, next: next)
            }
        } else {
            take(scalar, record, bytes, next: next)
        }
    }

    private mutating func take(
        _ scalar: UInt32, _ record: CharacterRecord, _ bytes: UnsafeBufferPointer<UInt8>, next: Int
    ) {
        switch record.kind {
        case .letter:
            if mode != .word { beginWord(capital: record.isCapital) }
            if length &+ 4 > Self.longest { cutWord() }
            append(scalar, record)
        case .mark: mark(scalar, record)
        case .ignorable: break
        case .spaceless: unit(scalar, record, .spaceless)
        case .hangul: hangul(scalar, record)
        case .apostrophe: apostrophe(bytes, next: next)
        case .terminator: terminator()
        case .separator: UTF8Scalar.isSpace(scalar) ? space() : endAll()
        }
    }

    /// Space ends a word, but not a run of a script that is written without: there it is a wrapped line.
    private mutating func space() {
        if mode == .word { endWord() } else if mode == .hangul { endUnits() }
        if sawTerminator { opensSentence = true }
    }

    private mutating func terminator() {
        // “U.S. officials”: a single letter with a point is an abbreviation.
        let abbreviates = mode == .word && length == 1 && !flags.contains(.number)
        endAll()
        if !abbreviates { sawTerminator = true }
    }

    private mutating func apostrophe(_ bytes: UnsafeBufferPointer<UInt8>, next: Int) {
        guard mode == .word else { return endUnits() }
        guard next < bytes.count, startsLetter(bytes, at: next), !isElided else { return endWord() }
        apostrophe = length
    }

    private func startsLetter(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        if bytes[index] < 0x80 { return ASCII.folded[Int(bytes[index])] != 0 }
        return CharacterTable.record(UTF8Scalar.decode(bytes, at: index).scalar).kind == .letter
    }

    /// The word so far is what Romance languages write before an apostrophe.
    private var isElided: Bool {
        switch length {
        case 1: ASCII.elided.contains(buffer[0])
        case 2: buffer[0] == UInt8(ascii: "q") && buffer[1] == UInt8(ascii: "u")
        default: false
        }
    }

    // MARK: - Tokens

    private mutating func append(_ scalar: UInt32, _ record: CharacterRecord) {
        let count = record.replacementLength
        if count == 0 {
            length &+= UTF8Scalar.encode(scalar, into: &buffer, at: length)
        } else {
            let replacement = CharacterTable.replacements + record.replacementOffset
            for offset in 0..<count { buffer[length &+ offset] = replacement[offset] }
            length &+= count
        }
    }

    private mutating func mark(_ scalar: UInt32, _ record: CharacterRecord) {
        // A heap of marks on one letter is no writing: what does not fit is left out.
        guard mode != .none, length &+ 8 <= Self.longest &+ unitStart else { return }
        let place = length
        append(scalar, record)
        guard record.combiningClass != 0 else { return }
        // Canonical order: behind the marks of a lower or the same class.
        var target = place
        while target > unitStart {
            var start = target &- 1
            while start > unitStart, buffer[start] & 0xC0 == 0x80 { start &-= 1 }
            let before = buffer.withUnsafeBufferPointer { UTF8Scalar.decode($0, at: start).scalar }
            guard CharacterTable.record(before).combiningClass > record.combiningClass else { break }
            target = start
        }
        guard target < place else { return }
        let moved = Array(buffer[target..<place])
        let width = length &- place
        for offset in 0..<width { buffer[target &+ offset] = buffer[place &+ offset] }
        for (offset, byte) in moved.enumerated() { buffer[target &+ width &+ offset] = byte }
    }

    private mutating func beginWord(capital: Bool) {
        endUnits()
        mode = .word
        tokenStart = position
        length = 0
        unitStart = 0
        apostrophe = -1
        flags = capital ? .capital : []
        if opensSentence || inTitle { flags.insert(.opening) }
    }

    /// A word too long to be one goes on as another.
    private mutating func cutWord() {
        endWord()
        beginWord(capital: false)
    }

    private mutating func endWord() {
        guard mode == .word else { return }
        if apostrophe > 0, length == apostrophe &+ 1, buffer[apostrophe] == UInt8(ascii: "s") { length = apostrophe }
        var isNumber = true
        for index in 0..<length where buffer[index] > UInt8(ascii: "9") { isNumber = false }
        if isNumber { flags.insert(.number) }
        emit(flags)
        mode = .none
        length = 0
    }

    private mutating func endAll() {
        endWord()
        endUnits()
    }

    private mutating func emit(_ tokenFlags: TokenStream.Flags) {
        let (hash, stem) = buffer.withUnsafeBufferPointer { bytes -> (UInt64, UInt64) in
            guard let start = bytes.baseAddress else { return (0, 0) }
            let hash = Mixing.token(start, count: length)
            let end =
                tokenFlags.contains(.number) ? length : Stem.length(UnsafeBufferPointer(start: start, count: length))
            return (hash, end == length ? hash : Mixing.token(start, count: end))
        }
        stream.append(hash, stem: stem, tokenFlags)
        // A run of a script without spaces may have begun in the title.
        if recordsSpans { spans.append(min(tokenStart, position)..<position) }
        opensSentence = false
        sawTerminator = false
        newlines = 0
    }

    // MARK: - Scripts without spaces

    private mutating func unit(_ scalar: UInt32, _ record: CharacterRecord, _ kind: Mode) {
        if mode != kind {
            endAll()
            mode = kind
            tokenStart = position
            length = 0
            unitStart = 0
            isFirstUnit = true
        } else {
            if !isFirstUnit {
                emit([])
                tokenStart = unitPosition
                for index in unitStart..<length { buffer[index &- unitStart] = buffer[index] }
                length &-= unitStart
            }
            isFirstUnit = false
            unitStart = length
            unitPosition = position
        }
        append(scalar, record)
    }

    /// A Hangul syllable, or a jamo that may complete one.
    private mutating func hangul(_ scalar: UInt32, _ record: CharacterRecord) {
        var scalar = scalar
        if record.replacementLength == 3 {
            scalar =
                UTF8Scalar.decode(
                    UnsafeBufferPointer(start: CharacterTable.replacements + record.replacementOffset, count: 3), at: 0
                ).scalar
        }
        guard mode == .hangul, length &- unitStart >= 3,
            let syllable = Hangul.compose(
                buffer.withUnsafeBufferPointer { UTF8Scalar.decode($0, at: length &- 3).scalar }, scalar)
        else { return unit(scalar, record, .hangul) }
        length &-= 3
        length &+= UTF8Scalar.encode(syllable, into: &buffer, at: length)
    }

    private mutating func endUnits() {
        guard mode == .spaceless || mode == .hangul else { return }
        emit([])
        mode = .none
        length = 0
        unitStart = 0
    }
}

/// A piece of XML between two others. Comments, processing instructions and declarations are passed over: with them go all
/// entity declarations.
enum XMLToken {
    case text(Range<Int>)
    /// The content of a CDATA section.
    case literal(Range<Int>)
    /// A start tag, brackets included.
    case start(tag: Range<Int>, name: Range<Int>, isEmpty: Bool)
    /// An end tag's name.
    case end(name: Range<Int>)
}

/// Cuts XML into tokens by its brackets alone, in one pass and whatever is wrong in it. It knows no nesting, so what is
/// broken in one place is forgotten in the next.
struct XMLScanner {
    let bytes: [UInt8]
    /// The index of the next byte to read.
    var position: Int
    /// Where reading ends.
    let end: Int
    /// Where the last token began.
    private(set) var tokenStart: Int

    init(_ bytes: [UInt8], from start: Int = 0, to end: Int? = nil) {
        self.bytes = bytes
        position = start
        tokenStart = start
        self.end = end ?? bytes.count
    }

    /// The next token; nil at the end, and where a tag or section is not closed any more.
    mutating func next() -> XMLToken? {
        while position < end {
            tokenStart = position
            guard bytes[position] == 0x3C else { return text() }
            let next = position &+ 1 < end ? bytes[position &+ 1] : 0
            switch next {
            case 0x21:
                if let literal = declaration() { return literal }
            case 0x3F:
                skip(past: "?>", from: position &+ 2)
            case 0x2F:
                let name = name(from: position &+ 2)
                let close = bytes[name.upperBound..<end].firstIndex { $0 == 0x3E || $0 == 0x3C }
                guard let close else {
                    position = end
                    return nil
                }
                position = bytes[close] == 0x3E ? close &+ 1 : close
                return .end(name: name)
            default:
                if XMLScanner.startsName(next) { return startTag() }
                return text()
            }
        }
        return nil
    }

    /// Text up to the next bracket; a bracket that opens nothing is text.
    private mutating func text() -> XMLToken {
        let start = position
        position = bytes[(start &+ 1)..<end].firstIndex(of: 0x3C) ?? end
        return .text(start..<position)
    }

    private mutating func startTag() -> XMLToken? {
        let start = position
        let name = name(from: start &+ 1)
        var index = name.upperBound
        var quote: UInt8 = 0
        while index < end {
            let byte = bytes[index]
            if byte == 0x3C { break }
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == 0x3E {
                position = index &+ 1
                return .start(tag: start..<position, name: name, isEmpty: bytes[index &- 1] == 0x2F)
            }
            index &+= 1
        }
        guard index < end else {
            position = end
            return nil
        }
        // A bracket cannot stand in a tag: this one was never closed, and ends where the next begins.
        position = index
        return .start(tag: start..<index, name: name, isEmpty: false)
    }

    /// Passes over a comment, a CDATA section (which it returns) or a document type with its internal subset.
    private mutating func declaration() -> XMLToken? {
        if ASCII.has("<!--", in: bytes, at: position) {
            skip(past: "-->", from: position &+ 4)
            return nil
        }
        if ASCII.has("<![cdata[", in: bytes, at: position) {
            let start = position &+ 9
            // Cut off, it is no token: what it stands in is cut off as well.
            return skip(past: "]]>", from: start) ? .literal(start..<(position &- 3)) : nil
        }
        var depth = 0
        var quote: UInt8 = 0
        while position < end {
            let byte = bytes[position]
            position &+= 1
            if quote != 0 {
                if byte == quote { quote = 0 }
                continue
            }
            switch byte {
            case 0x22, 0x27: quote = byte
            case 0x5B, 0x3C: depth &+= 1
            case 0x5D: depth &-= 1
            case 0x3E:
                depth &-= 1
                if depth <= 0 { return nil }
            default: break
            }
        }
        return nil
    }

    /// Goes on after a mark, or to the end where there is none.
    @discardableResult
    private mutating func skip(past mark: StaticString, from start: Int) -> Bool {
        let first = mark.utf8Start.pointee
        var index = start
        while index < end, let found = bytes[index..<end].firstIndex(of: first) {
            if ASCII.has(mark, in: bytes, at: found), found &+ mark.utf8CodeUnitCount <= end {
                position = found &+ mark.utf8CodeUnitCount
                return true
            }
            index = found &+ 1
        }
        position = end
        return false
    }

    private func name(from start: Int) -> Range<Int> {
        var index = min(start, end)
        while index < end, XMLScanner.continuesName(bytes[index]) { index &+= 1 }
        return min(start, end)..<index
    }

    private static func startsName(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || byte == 0x5F || byte == 0x3A || byte >= 0x80
    }

    private static func continuesName(_ byte: UInt8) -> Bool {
        startsName(byte) || ASCII.isDigit(byte) || byte == 0x2D || byte == 0x2E
    }

    /// A tag's name without its prefix, in lower case.
    func localName(_ name: Range<Int>) -> String {
        let local = bytes[name].lastIndex(of: 0x3A).map { ($0 &+ 1)..<name.upperBound } ?? name
        return String(decoding: bytes[local].prefix(64).map(ASCII.lower), as: UTF8.self)
    }
}

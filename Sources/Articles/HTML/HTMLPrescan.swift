internal import CXML

/// HTML made fit for the parser, in one pass over its bytes.
///
/// Scripts, styles and comments are taken out (linked data is kept aside), formatting tags and those of elements nested
/// too deep are dropped, and a tag with absurdly many attributes is refused: libxml2 is quadratic in the length of a
/// script and in the attributes of a tag, and gives up at 256 levels. Names of character references end where ASCII
/// ends: of longer ones libxml2 reads what is no longer there.
struct HTMLPrescan {
    /// The page without the parts above.
    private(set) var markup: [UInt8] = []
    /// The contents of `<script type="application/ld+json">`, in order.
    private(set) var linkedData: [[UInt8]] = []

    /// More attributes than this on one tag is hostile.
    private static let attributeLimit = 512
    /// Elements whose content is no markup, up to their end tag.
    private static let raw: Set<String> = ["script", "style", "svg", "textarea", "xmp", "math"]
    /// Tags that only change the look of words; their content stays.
    private static let formatting: Set<String> = [
        "b", "i", "em", "strong", "u", "font", "small", "big", "tt", "mark", "center", "wbr", "o:p",
    ]

    /// Elements that are never open when the next of their kind begins: they have no content, or end of themselves.
    private static let shallow: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
        "p", "li", "dt", "dd", "tr", "td", "th", "option", "optgroup", "colgroup", "html", "head", "body",
    ]
    /// Deeper elements than this lose their tags and keep their text. Three nodes a level (table, row, cell) stay within
    /// the parser's limit.
    private static let depthLimit = 80

    private let bytes: [UInt8]
    private var position = 0
    /// The names of the elements that are open, those without tags included.
    private var open: [String] = []
    /// Characters and end tags that were looked for in vain: they are not there further on either.
    private var absent: Set<String> = []

    /// - Throws: too many elements or attributes.
    init(_ html: [UInt8], limits: ReaderLimits) throws(Refusal) {
        // The parser would take a NUL for the end.
        bytes = html.contains(0) ? html.filter { $0 != 0 } : html
        markup.reserveCapacity(bytes.count)
        var tags = 0
        while let sign = find(0x3C, from: position) {
            append(position..<sign)
            position = sign
            let next = sign &+ 1 < bytes.count ? bytes[sign &+ 1] : 0
            if next == 0x21 || next == 0x3F {
                skipDeclaration()
            } else if ASCII.isLetter(next) || next == 0x2F {
                tags &+= 1
                // Start and end tags are both counted.
                if tags > limits.elements &* 2 { throw .over("elements", limits.elements) }
                try tag(isEnd: next == 0x2F)
            } else {
                markup.append(contentsOf: "&lt;".utf8)
                position = sign &+ 1
            }
        }
        append(position..<bytes.count)
    }

    /// Copies a part of the page, character references that go on beyond ASCII ended or taken for text.
    private mutating func append(_ part: Range<Int>) {
        var copied = part.lowerBound
        while let sign = bytes[copied..<part.upperBound].firstIndex(of: 0x26) {
            var end = sign &+ 1
            while end < part.upperBound, HTMLPrescan.isOfName(bytes[end]) { end &+= 1 }
            let name = bytes[(sign &+ 1)..<end]
            if end < part.upperBound, bytes[end] >= 0x80, name.first != 0x23 {
                let isKnown = name.count < 32 && htmlEntityLookup(Array(name) + [0]) != nil
                markup.append(contentsOf: bytes[copied..<sign])
                markup.append(contentsOf: isKnown ? "&".utf8 : "&amp;".utf8)
                markup.append(contentsOf: name)
                if isKnown { markup.append(0x3B) }
            } else {
                markup.append(contentsOf: bytes[copied..<end])
            }
            copied = end
        }
        markup.append(contentsOf: bytes[copied..<part.upperBound])
    }

    /// Whether the parser takes an ASCII character for one of a reference's name, or its number.
    private static func isOfName(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || [0x23, 0x2D, 0x2E, 0x3A, 0x5F].contains(byte)
    }

    private func find(_ byte: UInt8, from start: Int) -> Int? {
        start < bytes.count ? bytes[start...].firstIndex(of: byte) : nil
    }

    private mutating func skipDeclaration() {
        if ASCII.has("<!--", in: bytes, at: position) {
            var index = position &+ 4
            while let dash = find(0x2D, from: index) {
                if ASCII.has("-->", in: bytes, at: dash) {
                    position = dash &+ 3
                    return
                }
                index = dash &+ 1
            }
            position = bytes.count
        } else if ASCII.has("<![cdata[", in: bytes, at: position) {
            position &+= 9
        } else {
            position = find(0x3E, from: position).map { $0 &+ 1 } ?? bytes.count
        }
    }

    private mutating func tag(isEnd: Bool) throws(Refusal) {
        let start = position
        var index = start &+ (isEnd ? 2 : 1)
        var name = ""
        while index < bytes.count, name.utf8.count < 24 {
            let byte = bytes[index]
            guard ASCII.isLetter(byte) || ASCII.isDigit(byte) || byte == 0x2D || byte == 0x3A else { break }
            name.unicodeScalars.append(Unicode.Scalar(ASCII.lower(byte)))
            index &+= 1
        }
        guard let end = try tagEnd(from: index) else {
            position = bytes.count
            return
        }
        position = end &+ 1
        if HTMLPrescan.formatting.contains(name) { return }
        if HTMLPrescan.raw.contains(name), !isEnd {
            guard bytes[end &- 1] != 0x2F || name == "script" else { return }
            skipRaw(name, tag: start..<end)
            // What stood on both sides stays apart.
            markup.append(0x20)
            return
        }
        if isTooDeep(name, isEnd: isEnd, isEmpty: bytes[end &- 1] == 0x2F) {
            markup.append(0x20)
        } else {
            append(start..<end &+ 1)
        }
    }

    /// Keeps account of the open elements.
    /// - Returns: whether the tag is to be dropped: an element's beyond the limit, or the end of one that is not open.
    private mutating func isTooDeep(_ name: String, isEnd: Bool, isEmpty: Bool) -> Bool {
        if isEmpty || HTMLPrescan.shallow.contains(name) { return false }
        guard isEnd else {
            open.append(name)
            return open.count > HTMLPrescan.depthLimit
        }
        // What was opened longer ago than this is not looked for, so that stray end tags cost little.
        guard let index = open.suffix(256).lastIndex(of: name) else { return true }
        open.removeSubrange(index...)
        return index >= HTMLPrescan.depthLimit
    }

    /// The index of the `>` that ends the tag, quoted values passed over; nil when there is none.
    private mutating func tagEnd(from start: Int) throws(Refusal) -> Int? {
        var index = start
        var attributes = 0
        var isAfterSpace = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == 0x3E { return index }
            if ASCII.isSpace(byte) || byte == 0x2F {
                isAfterSpace = true
            } else {
                if isAfterSpace { attributes &+= 1 }
                if attributes > HTMLPrescan.attributeLimit {
                    throw Refusal(.malformed, "HTML tag with over \(HTMLPrescan.attributeLimit) attributes")
                }
                isAfterSpace = false
                if byte == 0x3D {
                    var value = index &+ 1
                    while value < bytes.count, ASCII.isSpace(bytes[value]) { value &+= 1 }
                    if value < bytes.count, bytes[value] == 0x22 || bytes[value] == 0x27 {
                        let mark = bytes[value] == 0x22 ? "\"" : "'"
                        if !absent.contains(mark) {
                            if let close = find(bytes[value], from: value &+ 1) {
                                index = close
                                // A value may be followed by the next attribute without a blank.
                                isAfterSpace = true
                            } else {
                                absent.insert(mark)
                            }
                        }
                    }
                }
            }
            index &+= 1
        }
        return nil
    }

    /// Passes over the content of a raw element, whose start tag has been read, and its end tag.
    private mutating func skipRaw(_ name: String, tag: Range<Int>) {
        if absent.contains(name) { return }
        let content = position
        var index = content
        let wanted = Array(name.utf8)
        while let close = find(0x3C, from: index) {
            index = close &+ 1
            guard index &+ wanted.count < bytes.count, bytes[index] == 0x2F,
                zip(wanted, bytes[(index &+ 1)...]).allSatisfy({ $0 == ASCII.lower($1) })
            else { continue }
            if name == "script", isLinkedData(tag) { linkedData.append(Array(bytes[content..<close])) }
            position = find(0x3E, from: index).map { $0 &+ 1 } ?? bytes.count
            return
        }
        absent.insert(name)
        // An unclosed script or style runs to the end, as in a browser; of other elements only the tag is dropped.
        if name == "script" || name == "style" { position = bytes.count }
    }

    private func isLinkedData(_ tag: Range<Int>) -> Bool {
        tag.prefix(512).contains { ASCII.has("ld+json", in: bytes, at: $0) }
    }
}

/// XML made fit for the parser, in one pass over its bytes.
///
/// Declarations and comments are taken out, so nothing can declare an entity; references are replaced by their characters,
/// the names of HTML among them, which feeds use without a document type; stray ampersands, brackets and control
/// characters are mended. The parser's own limits are off, so the limits are kept here.
struct XMLPrescan {
    /// The markup without the parts above.
    private(set) var markup: [UInt8] = []

    /// More attributes than this on one tag is hostile: the parser is quadratic in them.
    private static let attributeLimit = 512

    /// - Throws: too many elements or attributes, or elements too deep.
    init(_ bytes: [UInt8], _ range: Range<Int>, limits: ReaderLimits) throws(Refusal) {
        markup.reserveCapacity(range.count)
        var scanner = XMLScanner(bytes, from: range.lowerBound, to: range.upperBound)
        let deepest = min(limits.nesting, 512)
        var depth = 0
        var elements = 0
        while let token = scanner.next() {
            switch token {
            case .text(let text): append(bytes, text, isTag: false)
            case .literal(let text): appendLiteral(bytes, text)
            case .start(let tag, let name, let isEmpty):
                elements &+= 1
                if elements > limits.elements { throw .over("elements", limits.elements) }
                if depth >= deepest { throw .over("nesting", limits.nesting) }
                if !isEmpty { depth &+= 1 }
                try checkAttributes(bytes, name.upperBound..<tag.upperBound)
                markup.append(0x3C)
                append(bytes, (tag.lowerBound &+ 1)..<tag.upperBound, isTag: true)
                if bytes[tag.upperBound &- 1] != 0x3E { markup.append(0x3E) }
            case .end(let name):
                depth = max(0, depth &- 1)
                markup.append(contentsOf: [0x3C, 0x2F])
                markup.append(contentsOf: bytes[name])
                markup.append(0x3E)
            }
        }
    }

    private func checkAttributes(_ bytes: [UInt8], _ range: Range<Int>) throws(Refusal) {
        guard range.count > XMLPrescan.attributeLimit else { return }
        if bytes[range].count(where: { $0 == 0x3D }) > XMLPrescan.attributeLimit {
            throw Refusal(.malformed, "XML tag with over \(XMLPrescan.attributeLimit) attributes")
        }
    }

    /// Appends text or what is in a tag, its references replaced or mended.
    private mutating func append(_ bytes: [UInt8], _ range: Range<Int>, isTag: Bool) {
        var index = range.lowerBound
        while index < range.upperBound {
            let byte = bytes[index]
            switch byte {
            case 0x26:
                if let (scalar, end) = CharacterReferences.scalar(in: bytes, at: index), end <= range.upperBound {
                    append(scalar)
                    index = end
                    continue
                }
                markup.append(contentsOf: "&amp;".utf8)
            case 0x3C: markup.append(contentsOf: "&lt;".utf8)
            // "]]>" may not stand in text.
            case 0x3E where !isTag: markup.append(contentsOf: "&gt;".utf8)
            case 0..<0x20 where byte != 0x09 && byte != 0x0A && byte != 0x0D: break
            default: markup.append(byte)
            }
            index &+= 1
        }
    }

    /// A character that was written as a reference, as one again where it would be markup.
    private mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "<", ">", "&", "\"", "'": markup.append(contentsOf: "&#\(scalar.value);".utf8)
        // No characters of XML.
        case "\u{FFFE}", "\u{FFFF}": break
        default: markup.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    private mutating func appendLiteral(_ bytes: [UInt8], _ range: Range<Int>) {
        for index in range {
            switch bytes[index] {
            case 0x26: markup.append(contentsOf: "&amp;".utf8)
            case 0x3C: markup.append(contentsOf: "&lt;".utf8)
            case 0x3E: markup.append(contentsOf: "&gt;".utf8)
            case 0x00..<0x20 where ![0x09, 0x0A, 0x0D].contains(bytes[index]): break
            default: markup.append(bytes[index])
            }
        }
    }
}

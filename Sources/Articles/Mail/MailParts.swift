/// The parts of a message that may be its text (MIME, RFC 2045 and 2046), and what else came with it.
struct MailParts {
    /// A text in a character set.
    struct Text {
        var bytes: [UInt8]
        var charset: String?
        /// Whether a line that ends in a blank goes on in the next (RFC 3676); `delsp`: without that blank.
        var isFlowed = false
        var deletesSpace = false
    }

    private static let mostParts = 1000

    /// Parts to be read one after the other, of each kind.
    private(set) var plain: [Text] = []
    private(set) var html: [Text] = []
    /// Names or kinds of parts that are files.
    private(set) var attachments: [String] = []
    /// A message within this one, read when there is no other text.
    private(set) var forwarded: Range<Int>?

    private let bytes: [UInt8]
    private var count = 0

    /// The parts of the entity in a range of a message.
    /// - Parameter depth: how many levels of parts are opened.
    init(_ bytes: [UInt8], _ headers: HeaderFields, body: Range<Int>, depth: Int) {
        self.bytes = bytes
        collect(headers, body, depth: depth, isDigest: false)
    }

    private mutating func collect(_ headers: HeaderFields, _ body: Range<Int>, depth: Int, isDigest: Bool) {
        count += 1
        guard count <= Self.mostParts else { return }
        let type = MediaType(headers["content-type"] ?? Array((isDigest ? "message/rfc822" : "text/plain").utf8))
        let disposition = headers["content-disposition"].map(MediaType.init)
        if disposition?.name == "attachment" {
            attach(disposition, type)
        } else if type.name.hasPrefix("multipart/") {
            multipart(type, body, depth: depth)
        } else if type.name == "message/rfc822" {
            forwarded = forwarded ?? body
        } else if type.name == "text/plain" || type.name == "text/html" || !type.name.contains("/") {
            let decoded = TransferEncoding.decode(bytes[body], headers.text("content-transfer-encoding"))
            let text = Text(
                bytes: decoded, charset: type["charset"], isFlowed: type["format"]?.lowercased() == "flowed",
                deletesSpace: type["delsp"]?.lowercased() == "yes")
            if type.name == "text/html" { html.append(text) } else { plain.append(text) }
        } else {
            attach(disposition, type)
        }
    }

    private mutating func attach(_ disposition: MediaType?, _ type: MediaType) {
        let name = disposition?["filename"] ?? type["name"]
        attachments.append(name.map { EncodedWords.decode(Array($0.utf8)) } ?? type.name)
    }

    private mutating func multipart(_ type: MediaType, _ body: Range<Int>, depth: Int) {
        guard depth > 0, let boundary = type["boundary"] else { return }
        for part in Self.split(bytes, body, boundary: Array(boundary.utf8)) {
            guard let headers = HeaderFields(bytes, part) else { continue }
            let had = plain.count + html.count
            collect(
                headers, headers.bodyStart..<part.upperBound, depth: depth - 1,
                isDigest: type.name == "multipart/digest")
            // The text comes first; what follows is there to show or to prove it.
            let isFirstOnly = type.name == "multipart/related" || type.name == "multipart/signed"
            if isFirstOnly, plain.count + html.count > had { return }
        }
    }

    /// The ranges of the parts between lines of `--boundary`, line breaks that belong to these lines left out.
    private static func split(_ bytes: [UInt8], _ body: Range<Int>, boundary: [UInt8]) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start: Int?
        var index = body.lowerBound
        while index < body.upperBound, parts.count < mostParts {
            let line = TextLineEnd(bytes, from: index, end: body.upperBound)
            defer { index = line.next }
            guard line.end - index >= boundary.count + 2, bytes[index] == 0x2D, bytes[index + 1] == 0x2D,
                bytes[(index + 2)...].starts(with: boundary)
            else { continue }
            let after = HeaderFields.trimmed(bytes[(index + 2 + boundary.count)..<line.end])
            let isLast = after.elementsEqual([0x2D, 0x2D])
            // Else a longer boundary, of a part within, that begins likewise.
            guard isLast || after.isEmpty else { continue }
            if let start { parts.append(start..<max(start, lineBreak(bytes, before: index, from: start))) }
            start = line.next
            if isLast { return parts }
        }
        // Cut off, or never closed: the last part is what there is.
        if let start, start < body.upperBound { parts.append(start..<body.upperBound) }
        return parts
    }

    /// Where the line break before `index` begins.
    private static func lineBreak(_ bytes: [UInt8], before index: Int, from start: Int) -> Int {
        guard index > start, bytes[index - 1] == 0x0A else { return index }
        return index - 1 > start && bytes[index - 2] == 0x0D ? index - 2 : index - 1
    }
}

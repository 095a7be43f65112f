/// The header of a record of a web archive (ISO 28500, WARC 1.0 and 1.1).
struct WARCRecord {
    private static let longestHeader = 1 << 16

    /// Such as `response`.
    let type: String
    /// Bytes of the content block.
    let length: Int
    let headers: HeaderFields

    /// Whether a record begins there: `WARC/1.0`.
    static func begins(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: Array("WARC/".utf8)) }

    /// Reads the next record's header and leaves the stream at its content; nil at the end.
    /// - Throws: when what comes is no record, and what ends the stream.
    static func next(_ stream: ByteStream) throws(Refusal) -> WARCRecord? {
        repeat {
            try stream.fill(1)
            let blanks = stream.bytes[stream.start...].prefix { $0 == 0x0D || $0 == 0x0A }.count
            stream.skip(blanks)
        } while stream.available == 0 && !stream.isAtEnd
        guard stream.available > 0 else { return nil }
        // All of a header is wanted before it is read. Damage after this record is not this record's.
        let damage = stream.fillAsFarAsPossible(longestHeader)
        let head = Array(stream.bytes[stream.start...].prefix(longestHeader))
        let version = TextLineEnd(head, from: 0, end: head.count)
        guard begins(head) else {
            throw damage ?? Refusal(.malformed, "damaged WARC data (no record where one should begin)")
        }
        guard let headers = HeaderFields(head, version.next..<head.count), headers.bodyStart > version.next,
            headers.bodyStart < head.count || stream.available < longestHeader,
            let digits = headers["content-length"], digits.count <= 15, digits.allSatisfy(ASCII.isDigit),
            let length = Int(String(decoding: digits, as: UTF8.self))
        else { throw damage ?? Refusal(.malformed, "damaged WARC data (a record without a credible header)") }
        stream.skip(headers.bodyStart)
        return WARCRecord(type: headers.text("warc-type")?.lowercased() ?? "", length: length, headers: headers)
    }

    /// `WARC-Target-URI`; some writers put it in angle brackets.
    var target: String? {
        guard let text = headers.text("warc-target-uri") else { return nil }
        return text.hasPrefix("<") && text.hasSuffix(">") ? String(text.dropFirst().dropLast()) : text
    }
}

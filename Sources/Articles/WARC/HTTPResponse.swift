/// An HTTP response as a web archive has it: status line, header, body (RFC 9112).
struct HTTPResponse {
    /// Such as 200.
    let status: Int
    let headers: HeaderFields
    private let bytes: [UInt8]

    /// - Returns: nil when the bytes begin with no status line, or with a header that does not end.
    init?(_ bytes: [UInt8]) {
        let line = TextLineEnd(bytes, from: 0, end: bytes.count)
        let words = bytes[..<line.end].split(separator: 0x20, maxSplits: 2)
        guard ASCII.has("http/", in: bytes, at: 0), words.count >= 2, words[1].count == 3,
            let status = Int(String(decoding: words[1], as: UTF8.self)),
            let headers = HeaderFields(bytes, line.next..<bytes.count)
        else { return nil }
        self.status = status
        self.headers = headers
        self.bytes = bytes
    }

    /// `Content-Type`, if it is stated.
    var type: MediaType? { headers["content-type"].map(MediaType.init) }

    /// The beginning of the body as it was sent.
    var bodyStart: ArraySlice<UInt8> { bytes[headers.bodyStart...] }

    /// The body, chunks joined and compression undone. Archives may have undone either and kept the header's word for it,
    /// so a body that does not begin as the header says is taken as it is.
    /// - Throws: for an encoding that is not read, damage, and more than `limits` allow.
    func body(limits: ReaderLimits) throws(Refusal) -> [UInt8] {
        var body = Array(bodyStart)
        if headers.text("transfer-encoding")?.lowercased().contains("chunked") == true {
            body = Self.unchunked(body) ?? body
        }
        let encodings = (headers.text("content-encoding") ?? "").lowercased().split(separator: ",")
        guard encodings.count <= limits.containerDepth else { throw .over("containerDepth", limits.containerDepth) }
        for encoding in encodings.reversed() {
            let name = encoding.filter { $0 != " " }
            switch name {
            case "", "identity": break
            case "gzip", "x-gzip", "deflate":
                let isPacked = Compression(body.prefix(8)) == .gzip || name == "deflate" && Self.isZlib(body)
                if isPacked { body = try Self.unpacked(body, by: GzipDecoder(.gzipOrZlib), name, limits) }
            case "zstd":
                if Compression(body.prefix(8)) == .zstd {
                    body = try Self.unpacked(body, by: ZstdDecoder(), name, limits)
                }
            default: throw Refusal(.unsupported, "not read: Content-Encoding \(name.prefix(32))")
            }
        }
        return body
    }

    private static func isZlib(_ body: [UInt8]) -> Bool {
        body.count >= 2 && body[0] & 0x0F == 8 && (Int(body[0]) << 8 | Int(body[1])) % 31 == 0
    }

    private static func unpacked(
        _ body: [UInt8], by decoder: any StreamDecoder, _ name: String, _ limits: ReaderLimits
    ) throws(Refusal) -> [UInt8] {
        let stream = ByteStream(body, limits: limits).unpacked(by: decoder, name: name)
        try stream.fill(limits.articleBytes + 1)
        guard stream.available <= limits.articleBytes else { throw .over("articleBytes", limits.articleBytes) }
        return stream.take(stream.available)
    }

    /// The body from its chunks (RFC 9112, section 7.1); nil when it does not begin with one. Of a body that was cut off
    /// what there is.
    private static func unchunked(_ body: [UInt8]) -> [UInt8]? {
        var out: [UInt8] = []
        var index = 0
        while index < body.count {
            let line = TextLineEnd(body, from: index, end: body.count)
            let digits = HeaderFields.trimmed(body[index..<line.end].prefix { $0 != 0x3B })
            guard (1...8).contains(digits.count), digits.allSatisfy({ TransferEncoding.hexadecimal($0) != nil }),
                let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
            else { return out.isEmpty ? nil : out }
            if size == 0 { return out }
            let end = min(line.next + size, body.count)
            out.append(contentsOf: body[line.next..<end])
            index = TextLineEnd(body, from: end, end: min(end + 2, body.count)).next
        }
        return out
    }
}

/// A file's bytes on their way to a format: known to be text of some kind, byte-order marks and UTF-16 already undone.
struct FormatInput {
    /// The content: UTF-8, or an 8-bit character set that the format finds out.
    let bytes: [UInt8]
    /// What the byte-order mark (or the pattern of NULs) said: `UTF-8` where it said nothing.
    let charset: String
    /// Whether the character set is settled already, so that a declaration in the content is not asked.
    let charsetIsSettled: Bool
    /// The character set that is declared outside the content, in a header of HTTP or MIME.
    let declaredCharset: String?
    let fileName: String
    let limits: ReaderLimits
    let options: ReaderOptions
    /// Where the content starts, white space and control characters skipped.
    let start: Int

    /// - Throws: what is empty, too large or no text at all.
    init(
        _ raw: [UInt8], declaredCharset: String? = nil, fileName: String, limits: ReaderLimits, options: ReaderOptions
    ) throws(Refusal) {
        guard raw.count <= limits.fileBytes else { throw .over("fileBytes", limits.fileBytes) }
        if let kind = BinaryCheck.knownKind(raw) {
            throw Refusal(.binary, "not an article (\(kind))")
        }
        if let wide = Charset.decodeWide(raw) {
            bytes = wide.bytes
            charset = wide.charset
            charsetIsSettled = true
        } else {
            // A web archive has pictures in it.
            if BinaryCheck.looksBinary(raw), !WARCRecord.begins(raw) {
                throw Refusal(.binary, "not an article (binary data)")
            }
            charsetIsSettled = raw.starts(with: Charset.utf8Mark)
            bytes = charsetIsSettled ? Array(raw[3...]) : raw
            charset = "UTF-8"
        }
        guard let start = bytes.firstIndex(where: { $0 > 0x20 && $0 != 0x7F }) else {
            throw Refusal(.empty, "empty")
        }
        self.start = start
        self.declaredCharset = declaredCharset
        self.fileName = fileName
        self.limits = limits
        self.options = options
    }

    /// Whether these bytes are this input's own, in the same memory.
    func isWhole(_ piece: [UInt8]) -> Bool {
        piece.withUnsafeBytes { piece in
            bytes.withUnsafeBytes { $0.baseAddress == piece.baseAddress && $0.count == piece.count }
        }
    }

    /// A part of this file as an input of its own: a message of a mailbox, a page of an archive.
    func part(_ raw: [UInt8], declaredCharset: String? = nil) throws(Refusal) -> FormatInput {
        try FormatInput(raw, declaredCharset: declaredCharset, fileName: fileName, limits: limits, options: options)
    }

    /// The first bytes of the content, ASCII letters lower-cased, for telling formats apart.
    func head(_ count: Int) -> [UInt8] {
        bytes[start..<min(bytes.count, start &+ count)].map(ASCII.lower)
    }

    /// A title or byline: cut to ``ReaderLimits/fieldBytes`` at a character.
    func cut(_ field: String) -> String {
        guard field.utf8.count > limits.fieldBytes else { return field }
        var end = field.utf8.index(field.utf8.startIndex, offsetBy: limits.fieldBytes)
        while end > field.startIndex, end.samePosition(in: field.unicodeScalars) == nil {
            end = field.utf8.index(before: end)
        }
        return String(field[..<end])
    }

    /// A URL or identifier, which means nothing when cut: nil when it is too long or empty.
    func whole(_ field: String?) -> String? {
        guard let field, !field.isEmpty, field.utf8.count <= limits.fieldBytes else { return nil }
        return field
    }
}

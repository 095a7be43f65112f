/// One message as it is sent and kept (RFC 5322): `.eml`, a file of a Maildir, a post of a newsgroup.
enum MailFormat: ArticleFormat {
    static let name = "mail"

    /// Fields that, beside an address in `From`, make a message of a text.
    private static let telling = ["message-id", "date", "mime-version", "received", "return-path", "subject"]

    static func matches(_ input: FormatInput) -> Bool {
        header(input.bytes, input.start..<input.bytes.count) != nil
    }

    static func read(_ input: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void) throws -> String {
        let message = input.start..<input.bytes.count
        guard let headers = header(input.bytes, message) else { throw Refusal.noText }
        var article = MailArticle(headers, message, input: input)
        try emit(article.article())
        return article.charset
    }

    /// The header, if the bytes begin as messages do: nothing but fields up to a blank line, and among them those that
    /// only messages have together. An article that begins "From: the editors" is none.
    static func header(_ bytes: [UInt8], _ message: Range<Int>) -> HeaderFields? {
        guard beginsWithField(bytes, message), let headers = HeaderFields(bytes, message), headers.strayLines == 0,
            let from = headers["from"], from.contains(0x40) || headers["message-id"] != nil,
            telling.contains(where: { headers[$0] != nil })
        else { return nil }
        return headers
    }

    /// Whether the first line is a field, which settles it quickly for nearly every text.
    static func beginsWithField(_ bytes: [UInt8], _ message: Range<Int>) -> Bool {
        let line = bytes[message].prefix(66)
        guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex else { return false }
        return line[..<colon].allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x5F }
    }
}

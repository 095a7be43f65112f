/// Messages one after the other, each after a line `From sender date` (mbox, RFC 4155). Body lines that begin alike are
/// quoted with `>` in mboxrd and mboxo; one `>` is taken off.
enum MailboxFormat: StreamFormat {
    static let name = "mbox"

    static func matches(_ input: FormatInput) -> Bool {
        input.bytes.withUnsafeBufferPointer { isSeparator($0, at: input.start) }
    }

    static func read(
        _ stream: ByteStream, head: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void
    ) throws -> StreamSummary {
        var summary = StreamSummary()
        try stream.forEachPiece(boundary: lastMessage) { piece in
            let input = try head.part(piece)
            for message in messages(input.bytes, from: input.start) {
                try emit(read(Array(input.bytes[message]), head: head, &summary))
            }
        }
        return summary
    }

    private static func read(_ message: [UInt8], head: FormatInput, _ summary: inout StreamSummary) -> Result<
        Article, Refusal
    > {
        do throws(Refusal) {
            let input = try head.part(unquoted(message))
            let range = input.start..<input.bytes.count
            guard let headers = HeaderFields(input.bytes, range) else {
                throw Refusal(.malformed, "a message whose header does not end")
            }
            var article = MailArticle(headers, range, input: input)
            defer { summary.charset = article.charset }
            return article.article()
        } catch {
            return .failure(error)
        }
    }

    /// The ranges of the messages, without their separator lines.
    private static func messages(_ bytes: [UInt8], from start: Int) -> [Range<Int>] {
        bytes.withUnsafeBufferPointer { bytes in
            var starts: [Int] = []
            var index = start
            while index < bytes.count {
                if bytes[index] == 0x46, index == start || isAfterBlankLine(bytes, index), isSeparator(bytes, at: index)
                {
                    starts.append(index)
                }
                index = lineEnd(bytes, index)
            }
            return zip(starts, starts.dropFirst() + [bytes.count]).map { lineEnd(bytes, $0)..<$1 }
        }
    }

    private static func lastMessage(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = bytes.count - 1
        while index > 0 {
            if bytes[index] == 0x46, isAfterBlankLine(bytes, index), isSeparator(bytes, at: index) { return index }
            index -= 1
        }
        return nil
    }

    private static func isAfterBlankLine(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        guard index >= 2, bytes[index - 1] == 0x0A else { return false }
        return bytes[index - 2] == 0x0A || index >= 3 && bytes[index - 2] == 0x0D && bytes[index - 3] == 0x0A
    }

    private static func lineEnd(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
        bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
    }

    /// Whether the line at `index` is `From`, an address, a time and a year, and the line after it begins a header. A
    /// sentence that begins with "From" is none.
    private static func isSeparator(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        let from = Array("From ".utf8)
        guard bytes[index...].starts(with: from) else { return false }
        let line = bytes[index...].prefix(512)
        guard let end = line.firstIndex(of: 0x0A) else { return false }
        let words = line[(index + from.count)..<end].split { $0 == 0x20 || $0 == 0x0D }
        guard words.contains(where: { $0.count == 4 && $0.allSatisfy(ASCII.isDigit) }),
            words.contains(where: {
                (4...8).contains($0.count) && $0.contains(0x3A) && $0.contains(where: ASCII.isDigit)
            })
        else { return false }
        let next = bytes[(end + 1)...].prefix(66)
        // mutt and others may keep a `>From` line there.
        if next.starts(with: [0x3E] + from) { return true }
        guard let colon = next.firstIndex(of: 0x3A), colon > next.startIndex else { return false }
        return next[..<colon].allSatisfy { ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D }
    }

    /// The message with `>From `, `>>From ` … one `>` shorter.
    private static func unquoted(_ message: [UInt8]) -> [UInt8] {
        let from = Array("From ".utf8)
        var out: [UInt8] = []
        out.reserveCapacity(message.count)
        var index = 0
        while index < message.count {
            let next = message[index...].firstIndex(of: 0x0A).map { $0 + 1 } ?? message.count
            var line = message[index..<next]
            if line.first == 0x3E, line.drop(while: { $0 == 0x3E }).starts(with: from) { line = line.dropFirst() }
            out.append(contentsOf: line)
            index = next
        }
        return out
    }
}

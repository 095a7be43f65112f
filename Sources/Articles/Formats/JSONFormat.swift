/// JSON: one object, an array of objects, JSON Lines, values run together, or an object around an array of articles.
enum JSONFormat: StreamFormat {
    static let name = "JSON"

    static func matches(_ input: FormatInput) -> Bool {
        var scanner = JSONScanner(input.bytes, from: input.start, nesting: 1)
        let opening = scanner.peek()
        guard opening == 0x7B || opening == 0x5B else { return false }
        scanner.position &+= 1
        let second = scanner.peek()
        return opening == 0x7B ? second == 0x22 || second == 0x7D || second == nil : second == 0x7B || second == 0x5D
    }

    static func read(
        _ stream: ByteStream, head: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void
    ) throws -> StreamSummary {
        try stream.forEachPiece(boundary: lastObject) { piece in
            let input = head.isWhole(piece) ? head : try head.part(piece)
            var values = JSONValueStream(input.bytes, from: input.start, limits: input.limits)
            while let value = values.next() {
                switch value {
                case .success(.object(let members)): try emit(JSONArticle(members, input: input).article())
                case .success: try emit(.failure(Refusal(.noText, "not an article (a JSON value that is no object)")))
                case .failure(let refusal): try emit(.failure(refusal))
                }
            }
        }
        return StreamSummary(charset: head.charset)
    }

    /// Where the last object on a line of its own begins that another object's end is before.
    ///
    /// In no JSON value does `}` come before `{` with only white space between, and no string holds a line break: all
    /// before is whole.
    private static func lastObject(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = bytes.count - 1
        while index > 1 {
            defer { index -= 1 }
            guard bytes[index] == 0x7B, bytes[index - 1] == 0x0A else { continue }
            var before = index - 2
            while before > 0, ASCII.isSpace(bytes[before]) { before -= 1 }
            if bytes[before] == 0x7D { return index }
        }
        return nil
    }
}

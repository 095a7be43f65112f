/// IPTC's ninjs 1, 2 and 3: JSON whose first object is a ninjs item. Read as all JSON is, object by object.
enum NinjsFormat: StreamFormat {
    static let name = "ninjs"

    static func matches(_ input: FormatInput) -> Bool {
        guard JSONFormat.matches(input) else { return false }
        var scanner = JSONScanner(input.bytes, from: input.start, nesting: input.limits.nesting)
        if scanner.peek() == 0x5B { scanner.position &+= 1 }
        guard scanner.peek() == 0x7B else { return false }
        guard mayBeItem(scanner) else { return false }
        var names: [JSONString] = []
        // What is cut off or too long still shows its first members.
        try? scanner.object(depth: 0) { (scanner, name) throws(JSONError) in
            guard names.count < 64 else { throw JSONError(kind: .tooLong, offset: scanner.position) }
            if name.range.count <= 24 { names.append(name) }
            try scanner.skip()
        }
        return Ninjs.isItem(names.map { $0.string(input.bytes) })
    }

    /// Whether a name says so that nearly no other JSON has, or one that is still to be decoded.
    private static func mayBeItem(_ scanner: JSONScanner) -> Bool {
        var scanner = scanner
        var count = 0
        var mayBe = false
        try? scanner.object(depth: 0) { (scanner, name) throws(JSONError) in
            if name.range.count <= 24 {
                count &+= 1
                if name.isEscaped || name.isAnyCase("uri", scanner.bytes) { mayBe = true }
            }
            guard !mayBe, count < 64 else { throw JSONError(kind: .tooLong, offset: scanner.position) }
            try scanner.skip()
        }
        return mayBe
    }

    static func read(
        _ stream: ByteStream, head: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void
    ) throws -> StreamSummary {
        try JSONFormat.read(stream, head: head, emit)
    }
}

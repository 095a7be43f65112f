/// IPTC's ninjs 1, 2 and 3: JSON whose first object is a ninjs item. Read as all JSON is, object by object.
enum NinjsFormat: StreamFormat {
    static let name = "ninjs"

    static func matches(_ input: FormatInput) -> Bool {
        guard JSONFormat.matches(input) else { return false }
        var scanner = JSONScanner(input.bytes, from: input.start, nesting: input.limits.nesting)
        if scanner.peek() == 0x5B { scanner.position &+= 1 }
        guard scanner.peek() == 0x7B else { return false }
        var names: [JSONString] = []
        // What is cut off or too long still shows its first members.
        try? scanner.object(depth: 0) { (scanner, name) throws(JSONError) in
            guard names.count < 64 else { throw JSONError(kind: .tooLong, offset: scanner.position) }
            if name.range.count <= 24 { names.append(name) }
            try scanner.skip()
        }
        // Nearly all other JSON is told by this name alone.
        guard
            names.contains(where: {
                $0.isEscaped || $0.range.count == 3 && ASCII.has("uri", in: input.bytes, at: $0.range.lowerBound)
            })
        else { return false }
        return Ninjs.isItem(names.map { $0.string(input.bytes) })
    }

    static func read(
        _ stream: ByteStream, head: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void
    ) throws -> StreamSummary {
        try JSONFormat.read(stream, head: head, emit)
    }
}

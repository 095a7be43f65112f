/// JSON: one object, an array of objects, JSON Lines, values run together, or an object around an array of articles.
enum JSONFormat: ArticleFormat {
    static let name = "JSON"

    static func matches(_ input: FormatInput) -> Bool {
        var scanner = JSONScanner(input.bytes, from: input.start, nesting: 1)
        let opening = scanner.peek()
        guard opening == 0x7B || opening == 0x5B else { return false }
        scanner.position &+= 1
        let second = scanner.peek()
        return opening == 0x7B ? second == 0x22 || second == 0x7D || second == nil : second == 0x7B || second == 0x5D
    }

    static func read(_ input: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void) throws -> String {
        var stream = JSONValueStream(input.bytes, from: input.start, limits: input.limits)
        while let value = stream.next() {
            switch value {
            case .success(.object(let members)): try emit(JSONArticle(members, input: input).article())
            case .success: try emit(.failure(Refusal(.noText, "not an article (a JSON value that is no object)")))
            case .failure(let refusal): try emit(.failure(refusal))
            }
        }
        return input.charset
    }
}

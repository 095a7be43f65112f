/// Bytes of a file → the articles in it.
///
/// The format is told by content (see ``formats``), the character set by byte-order mark, declaration, validity. Any
/// bytes are fair input: what cannot be read is refused, never trapped on.
///
/// ```swift
/// let reader = ArticleReader(options: .init(now: 1_763_000_000))
/// try reader.read(bytes, fileName: "wire.jsonl") { position, result in
///     switch result {
///     case .success(let article): print(position, article.title)
///     case .failure(let refusal): print(position, refusal.reason)
///     }
/// }
/// ```
/// A reader is a plain value without state: one may serve many threads at once.
public struct ArticleReader: Sendable {
    /// How much a file may ask.
    public let limits: ReaderLimits
    /// The clock and what to keep.
    public let options: ReaderOptions

    /// A reader with limits and options.
    public init(limits: ReaderLimits = .init(), options: ReaderOptions = .init()) {
        self.limits = limits
        self.options = options
    }

    /// Hands out every article of a file in order, with its position counted from 1.
    ///
    /// In a file of many a bad article is a refusal at its own position and the rest is read on. Articles are built one
    /// at a time, so memory beyond `bytes` is that of the largest article.
    /// - Parameters:
    ///   - bytes: the file's content.
    ///   - fileName: the file's name, a hint where content alone does not tell.
    ///   - body: called for each position; what it throws ends the reading and is thrown on.
    /// - Returns: the format, character set and counts.
    /// - Throws: a ``Refusal`` when the file as a whole is refused, after which `body` was never called; else only what
    ///   `body` throws.
    @discardableResult
    public func read(
        _ bytes: [UInt8], fileName: String, _ body: (Int, Result<Article, Refusal>) throws -> Void
    ) throws -> ReadSummary {
        let input = try FormatInput(bytes, fileName: fileName, limits: limits, options: options)
        guard let format = formats.first(where: { $0.matches(input) }) else {
            throw Refusal(.unsupported, "not an article (unknown format)")
        }
        var count = 0
        var refused = 0
        // A refusal in the first place waits for a second article: alone, it is the whole file's.
        var held: Refusal?
        func hand(_ result: Result<Article, Refusal>) throws {
            count += 1
            if case .failure(let refusal) = result {
                refused += 1
                if count == 1 {
                    held = refusal
                    return
                }
            }
            if let refusal = held {
                held = nil
                try body(1, .failure(refusal))
            }
            try body(count, result)
        }
        var charset = input.charset
        do {
            charset = try format.read(input) { result in
                if count >= limits.articlesPerFile {
                    try hand(.failure(.over("articlesPerFile", limits.articlesPerFile)))
                    throw EnoughArticles()
                }
                try hand(result)
            }
        } catch is EnoughArticles {}
        if let held { throw held }
        if count == 0 { throw Refusal.noText }
        return ReadSummary(format: format.name, charset: charset, count: count, refused: refused)
    }
}

/// Ends the reading of a file with more articles than allowed.
private struct EnoughArticles: Error {}

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
    /// at a time, so memory beyond `bytes` is that of the largest article. A compressed file is unpacked: JSON Lines,
    /// mailboxes and web archives a piece at a time, else as a whole.
    /// - Parameters:
    ///   - bytes: the file's content.
    ///   - fileName: the file's name, a hint where content alone does not tell.
    ///   - progress: called now and then while much is unpacked and no article comes of it.
    ///   - body: called for each position; what it throws, which is never a ``Refusal``, ends the reading and is thrown on.
    /// - Returns: the format, character set and counts.
    /// - Throws: a ``Refusal`` when the file as a whole is refused, after which `body` was never called; else only what
    ///   `body` throws.
    @discardableResult
    public func read(
        _ bytes: [UInt8], fileName: String, progress: @escaping () -> Void = {},
        _ body: (Int, Result<Article, Refusal>) throws -> Void
    ) throws -> ReadSummary {
        guard bytes.count <= limits.fileBytes else { throw Refusal.over("fileBytes", limits.fileBytes) }
        let (stream, layers) = try ByteStream.opening(bytes, limits: limits, progress: progress)
        let input = try head(of: stream, fileName: fileName)
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
        var summary = StreamSummary(charset: input.charset)
        do {
            summary = try read(format, stream, head: input) { result in
                if count >= limits.articlesPerFile {
                    try hand(.failure(.over("articlesPerFile", limits.articlesPerFile)))
                    throw EnoughArticles()
                }
                try hand(result)
            }
        } catch is EnoughArticles {
        } catch let refusal as Refusal where count > 0 {
            // The rest of it is damaged; what came before stands.
            try hand(.failure(refusal))
        }
        if let held { throw held }
        if count == 0 { throw Refusal.noText }
        let packing = layers.isEmpty ? "" : " (\(layers.map(\.rawValue).joined(separator: " in ")))"
        return ReadSummary(
            format: format.name + packing, charset: summary.charset, count: count, refused: refused,
            skipped: summary.skipped)
    }

    /// The beginning of the content, by which formats are told apart: all of it, where it is there already.
    private func head(of stream: ByteStream, fileName: String) throws(Refusal) -> FormatInput {
        // Of a damaged file what comes before the damage may be whole articles.
        if let damage = stream.fillAsFarAsPossible(Self.headSize), stream.available == 0 { throw damage }
        // Blanks before the content may be as long as they like.
        while !stream.isAtEnd, stream.bytes[stream.start...].allSatisfy(ASCII.isSpace) {
            stream.skip(stream.available)
            try stream.fill(Self.headSize)
        }
        let unread = stream.bytes[stream.start...]
        let head =
            stream.isAtEnd && stream.start == 0
            ? stream.bytes : Array(stream.isAtEnd ? unread : unread.prefix(Self.headSize))
        return try FormatInput(head, fileName: fileName, limits: limits, options: options)
    }

    /// Bytes that are enough to tell a format, unless a page begins with as many bytes of comments.
    private static let headSize = 1 << 16

    private func read(
        _ format: any ArticleFormat.Type, _ stream: ByteStream, head: FormatInput,
        _ emit: (Result<Article, Refusal>) throws -> Void
    ) throws -> StreamSummary {
        // UTF-16 was undone in `head`, and cannot be in the midst of a stream.
        if let records = format.stream, !head.charset.hasPrefix("UTF-16") {
            return try records.read(stream, head: head, emit)
        }
        let input =
            stream.isAtEnd
            ? head
            : try FormatInput(
                stream.rest(limit: limits.fileBytes), fileName: head.fileName, limits: limits, options: options)
        return StreamSummary(charset: try format.read(input, emit))
    }
}

/// Ends the reading of a file with more articles than allowed.
private struct EnoughArticles: Error {}

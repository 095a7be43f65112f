/// Web archives (WARC 1.0 and 1.1): each page that was fetched or put there is an article.
///
/// Positions count articles, not records: requests, images, redirects, errors and repeated visits have none.
enum WARCFormat: StreamFormat {
    static let name = "WARC"

    /// Bytes of content that show whether it is a page.
    private static let headSize = 1 << 16

    static func matches(_ input: FormatInput) -> Bool {
        WARCRecord.begins(input.bytes[input.start...])
    }

    static func read(
        _ stream: ByteStream, head: FormatInput, _ emit: (Result<Article, Refusal>) throws -> Void
    ) throws -> StreamSummary {
        var summary = StreamSummary()
        while let record = try WARCRecord.next(stream) {
            try stream.fill(min(record.length, headSize))
            let beginning = Array(stream.bytes[stream.start...].prefix(min(record.length, headSize)))
            guard let page = WARCPage(record, beginning, head: head) else {
                summary.skipped += 1
                try pass(over: record.length, of: stream)
                continue
            }
            // The header of HTTP and chunks come on top of the page.
            guard record.length <= head.limits.articleBytes + headSize else {
                try pass(over: record.length, of: stream)
                try emit(.failure(.over("articleBytes", head.limits.articleBytes)))
                continue
            }
            try stream.fill(record.length)
            guard stream.available >= record.length else { throw Refusal(.truncated, "truncated WARC data") }
            try emit(page.article(of: stream.take(record.length), head: head, &summary.charset))
        }
        return summary
    }

    private static func pass(over length: Int, of stream: ByteStream) throws(Refusal) {
        var left = length
        while left > 0 {
            try stream.fill(1)
            guard stream.available > 0 else { throw Refusal(.truncated, "truncated WARC data") }
            let step = min(left, stream.available)
            stream.skip(step)
            left -= step
        }
    }
}

/// A record of a web archive that holds a page.
struct WARCPage {
    private enum Kind { case html, text }

    private let record: WARCRecord
    private let kind: Kind
    private let isHTTP: Bool

    /// - Parameter beginning: the first bytes of the record's content.
    /// - Returns: nil when the record is no page: of another type, not answered with 200, of another media type.
    init?(_ record: WARCRecord, _ beginning: [UInt8], head: FormatInput) {
        let type: MediaType?
        let content: ArraySlice<UInt8>
        switch record.type {
        case "response":
            guard let response = HTTPResponse(beginning), response.status == 200 else { return nil }
            isHTTP = true
            type = response.type
            content = response.bodyStart
        case "resource", "conversion":
            isHTTP = false
            type = record.headers["content-type"].map(MediaType.init)
            content = beginning[...]
        default: return nil
        }
        switch type?.name {
        case "text/html", "application/xhtml+xml": kind = .html
        // What a crawler's converter made of a page; of other records it is `robots.txt` and its like.
        case "text/plain" where record.type == "conversion": kind = .text
        case nil:
            guard let input = try? head.part(Array(content)), HTMLFormat.matches(input) else { return nil }
            kind = .html
        default: return nil
        }
        self.record = record
    }

    /// The article of the whole content, or why it is none.
    /// - Parameter charset: set to the one the page was read in.
    func article(of content: [UInt8], head: FormatInput, _ charset: inout String) -> Result<Article, Refusal> {
        var result = Result<Article, Refusal>.failure(.noText)
        do {
            let input = try input(content, head: head)
            let format: any ArticleFormat.Type = kind == .html ? HTMLFormat.self : PlainTextFormat.self
            charset = try format.read(input) { result = $0 }
        } catch {
            result = .failure(error as? Refusal ?? .noText)
        }
        return result.map { page in
            var article = page
            if let target = record.target {
                article.url = head.whole(target) ?? article.url
                article.source = WebAddress.host(target).flatMap(head.whole) ?? article.source
            }
            if article.published == nil, let date = record.headers["warc-date"] {
                article.published = Timestamp(parsing: date, now: head.options.now)
            }
            return article
        }
    }

    private func input(_ content: [UInt8], head: FormatInput) throws(Refusal) -> FormatInput {
        guard isHTTP, let response = HTTPResponse(content) else {
            let type = record.headers["content-type"].map(MediaType.init)
            return try head.part(content, declaredCharset: type?["charset"])
        }
        return try head.part(response.body(limits: head.limits), declaredCharset: response.type?["charset"])
    }
}

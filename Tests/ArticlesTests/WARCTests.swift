import Articles
import Testing

@Suite("Web archives")
struct WARCTests {
    private static let page =
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>\(Harbour.title)</title>"
        + "<link rel=\"canonical\" href=\"https://post.example/canonical\"></head><body><article><h1>\(Harbour.title)</h1>"
        + Harbour.paragraphs.map { "<p>\($0)</p>" }.joined(separator: "\n") + "</article></body></html>"

    /// A record in the form that warcio and wget write.
    private static func record(
        _ type: String, uri: String? = "https://post.example/ferry",
        media: String = "application/http; msgtype=response",
        length: Int? = nil, version: String = "1.1", _ content: [UInt8]
    ) -> [UInt8] {
        var header = "WARC/\(version)\r\nWARC-Type: \(type)\r\n"
        if let uri { header += "WARC-Target-URI: \(uri)\r\n" }
        header +=
            "WARC-Date: 2025-03-04T07:15:00Z\r\nWARC-Record-ID: <urn:uuid:5b0d7e0c-3b0a-4b6c-9a53-2f6a5c9d8f10>\r\n"
        header += "Content-Type: \(media)\r\nContent-Length: \(length ?? content.count)\r\n\r\n"
        return Array(header.utf8) + content + Array("\r\n\r\n".utf8)
    }

    private static func http(
        _ body: [UInt8], status: String = "200 OK", _ fields: String = "Content-Type: text/html; charset=UTF-8\r\n"
    ) -> [UInt8] {
        Array("HTTP/1.1 \(status)\r\nServer: nginx\r\n\(fields)\r\n".utf8) + body
    }

    private static let html = Array(page.utf8)
    private static let info = record(
        "warcinfo", uri: nil, media: "application/warc-fields", Array("software: storyd tests\r\n".utf8))
    private static let request = record(
        "request", media: "application/http; msgtype=request",
        Array("GET /ferry HTTP/1.1\r\nHost: post.example\r\n\r\n".utf8))

    @Test("a page is its own article; address, host and date are the record's")
    func response() throws {
        let outcome = read(Self.info + Self.request + Self.record("response", Self.http(Self.html)))
        let article = try #require(outcome.articles.first)
        #expect(outcome.articles.count == 1 && outcome.refusals.isEmpty)
        #expect(article.title == Harbour.title)
        #expect(article.text == Harbour.text)
        #expect(article.url == "https://post.example/ferry")
        #expect(article.source == "post.example")
        #expect(article.published?.description == "2025-03-04T07:15:00Z")
        #expect(article.language == "en")
        #expect(outcome.summary == ReadSummary(format: "WARC", charset: "UTF-8", count: 1, refused: 0, skipped: 2))
    }

    @Test("each record may be a gzip member or a Zstandard frame of its own")
    func packed() {
        let records = [Self.info, Self.request, Self.record("response", Self.http(Self.html))]
        let gzip = read(records.flatMap(Packing.gzip))
        #expect(gzip.articles.map(\.text) == [Harbour.text])
        #expect(gzip.summary?.format == "WARC (gzip)")
        let zstd = read(records.flatMap { Packing.zstd($0) })
        #expect(zstd.articles == gzip.articles)
        let dictionary = Array(Self.page.utf8)
        for frame in [dictionary, Packing.zstd(dictionary)] {
            let file = Packing.dictionaryFrame(frame) + records.flatMap { Packing.zstd($0, dictionary: dictionary) }
            #expect(read(file).articles == gzip.articles)
        }
    }

    @Test("chunks are joined and content encodings undone")
    func encodings() {
        let half = Self.html.count / 2
        func chunked(_ bytes: [UInt8]) -> [UInt8] {
            Array("\(String(half, radix: 16));x=1\r\n".utf8) + bytes[..<half] + Array("\r\n".utf8)
                + Array("\(String(bytes.count - half, radix: 16))\r\n".utf8) + bytes[half...]
                + Array("\r\n0\r\n\r\n".utf8)
        }
        let type = "Content-Type: text/html\r\n"
        let bodies: [(String, [UInt8])] = [
            ("Transfer-Encoding: chunked\r\n", chunked(Self.html)),
            ("Transfer-Encoding: chunked\r\n", Self.html),
            ("Content-Encoding: gzip\r\n", Packing.gzip(Self.html)),
            ("Content-Encoding: gzip\r\n", Self.html),
            ("Content-Encoding: zstd\r\n", Packing.zstd(Self.html)),
            ("Content-Encoding: identity\r\n", Self.html),
        ]
        for (fields, body) in bodies {
            let outcome = read(Self.record("response", Self.http(body, type + fields)))
            #expect(outcome.articles.map(\.text) == [Harbour.text], "\(fields)")
        }
    }

    @Test("the character set is the one HTTP declares")
    func charset() {
        let body =
            Array("<html><body><p>Die F".utf8) + [0xE4]
            + Array("hre Kestrel lief am Dienstag im Nebel auf Grund, teilte der Hafen mit.</p></body></html>".utf8)
        let outcome = read(
            Self.record("response", Self.http(body, "Content-Type: text/html; charset=ISO-8859-1\r\n")))
        #expect(outcome.articles.first?.text.hasPrefix("Die Fähre Kestrel") == true)
        #expect(outcome.summary?.charset == "windows-1252")
        let cyrillic =
            Array("<html><body><p>".utf8) + [0xF0, 0xC1, 0xD2, 0xCF, 0xCD]
            + Array(" 1234 5678 9012 3456 7890 1234 5678 9012 3456.</p></body></html>".utf8)
        let koi = read(
            Self.record("response", Self.http(cyrillic, "Content-Type: text/html; charset=koi8-r\r\n")))
        #expect(koi.articles.first?.text.hasPrefix("Паром") == true)
    }

    @Test("resources and conversions hold the page itself")
    func resources() {
        let resource = read(Self.record("resource", media: "text/html", version: "1.0", Self.html))
        #expect(resource.articles.map(\.text) == [Harbour.text])
        let text = Array("\(Harbour.title)\n\n\(Harbour.paragraphs.joined(separator: "\n"))\n".utf8)
        let conversion = read(Self.record("conversion", media: "text/plain", text))
        #expect(conversion.articles.map(\.text) == [Harbour.text])
        #expect(conversion.articles.first?.url == "https://post.example/ferry")
        // wget's way.
        let bracketed = read(Self.record("resource", uri: "<https://post.example/x>", media: "text/html", Self.html))
        #expect(bracketed.articles.first?.url == "https://post.example/x")
    }

    @Test("what is no page has no position, and a page that cannot be read is refused alone")
    func many() {
        let records = [
            Self.info, Self.record("response", Self.http(Self.html)),
            Self.record("response", Self.http(Self.html, status: "404 Not Found")),
            Self.record("response", Self.http([], status: "301 Moved Permanently", "Location: /x\r\n")),
            Self.record("response", Self.http([0x89, 0x50, 0x4E, 0x47], "Content-Type: image/png\r\n")),
            Self.record("response", media: "text/dns", Array("20250304071500\npost.example. 60 IN A 192.0.2.1\n".utf8)),
            Self.record("revisit", Self.http([])),
            Self.record("metadata", media: "application/warc-fields", Array("a: b\r\n".utf8)),
            Self.record(
                "response", Self.http([1, 2, 3], "Content-Type: text/html\r\nContent-Encoding: br\r\n")),
            Self.record(
                "response",
                Self.http(
                    Array(Packing.gzip(Self.html).dropLast(9)), "Content-Type: text/html\r\nContent-Encoding: gzip\r\n")
            ),
            Self.record("response", uri: "https://other.example/ferry", Self.http(Self.html)),
        ]
        let outcome = read(records.flatMap { $0 })
        #expect(outcome.articles.map(\.source) == ["post.example", "other.example"])
        #expect(outcome.refusals.map(\.position) == [2, 3])
        #expect(outcome.refusals.map(\.refusal.reason) == ["not read: Content-Encoding br", "truncated gzip data"])
        #expect(outcome.summary?.count == 4 && outcome.summary?.skipped == 7)
    }

    @Test("lengths that lie end the reading; what came before stands")
    func hostileLengths() {
        let good = Self.record("response", Self.http(Self.html))
        for length in [Self.html.count * 1000, 999_999_999_999_999] {
            let outcome = read(good + Self.record("response", length: length, Self.http(Self.html)))
            #expect(outcome.articles.count == 1)
            #expect(outcome.refusals.count == 1, "length \(length)")
        }
        for wrong in ["-1", "1e9", "99999999999999999999999999", ""] {
            let header = "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: \(wrong)\r\n\r\n"
            let outcome = read(good + Array(header.utf8))
            #expect(outcome.refusals.map(\.refusal.code) == [.malformed], "length \(wrong)")
        }
        let short = read(Self.record("response", length: 40, Self.http(Self.html)) + good)
        #expect(short.whole?.code == .malformed || short.whole?.code == .noText)
    }

    @Test("a long record that is no page takes no memory and no refusal")
    func longRecord() {
        var limits = ReaderLimits()
        limits.fileBytes = 1 << 20
        limits.unpackedRatio = 100_000
        let film = Self.record(
            "response", Self.http([UInt8](repeating: 7, count: 40 << 20), "Content-Type: video/mp4\r\n"))
        let outcome = read(
            Packing.gzip(film) + Packing.gzip(Self.record("response", Self.http(Self.html))), limits: limits)
        #expect(outcome.articles.count == 1 && outcome.refusals.isEmpty)
        let page = Self.record("response", Self.http([UInt8](repeating: 0x20, count: 20 << 20)))
        let long = read(
            Packing.gzip(page) + Packing.gzip(Self.record("response", Self.http(Self.html))), limits: limits)
        #expect(long.refusals.map(\.refusal.reason) == ["over the limit articleBytes (8388608)"])
        #expect(long.articles.count == 1)
    }

    @Test("of an archive cut off, the pages before the cut are read")
    func cut() {
        let page = Packing.gzip(Self.record("response", Self.http(Self.html)))
        let outcome = read(page + page + page.dropLast(20))
        #expect(outcome.articles.count == 2)
        #expect(outcome.refusals.map(\.refusal) == [Refusal(.truncated, "truncated gzip data")])
        #expect(outcome.refusals.map(\.position) == [3])
    }

    @Test("an archive without a page is refused")
    func none() {
        #expect(read(Self.info + Self.request).whole == Refusal(.noText, "no article text"))
        #expect(read("WARC/1.0\r\n").whole?.code == .malformed)
    }
}

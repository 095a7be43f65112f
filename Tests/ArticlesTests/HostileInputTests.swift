import Articles
import Testing

@Suite("Hostile input")
struct HostileInputTests {
    private static let seeds: [[UInt8]] = [
        Array(
            "\(Harbour.title)\n\n21 Dec, 2014 12:32\n\n\(Harbour.paragraphs.joined(separator: "\n\n"))\n\nRelated Content\n"
                .utf8),
        Array(
            #"""
            {"id": 1, "title": "Bridge “reopens”", "text": "One \u00e9 \ud83d\ude00.\nTwo <p>three</p>.", "date": "2014-12-21T12:32:00Z", "authors": ["A", {"name": "B"}]}
            {"articles": [{"text": "One, two, three, four."}, {"body": ["a", "b"], "x": {"y": [1, 2.5e3, null, true]}}]}
            [{"content": "Read more: x\n\nThe end of it all."}]
            """#.utf8),
        Array(
            """
            <!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>T - S</title><meta property="og:title" content="T">
            <script type="application/ld+json">{"@type": "NewsArticle", "headline": "H", "articleBody": "\(Harbour.paragraphs[0])"}</script>
            </head><body class="x"><nav><a href="/">Home</a></nav><!-- c --><article><h1>T</h1><p>\(Harbour.paragraphs[0])</p>
            <p>\(Harbour.paragraphs[1])<br>&amp; &eacute; &#x1F600; &#0; &bogus;</p><table><tr><td>x</td></tr></table></article>
            <svg><path/></svg><style>p { }</style></body></html>
            """.utf8),
        Array(
            """
            <?xml version="1.0" encoding="UTF-8"?><!DOCTYPE rss [<!ENTITY a "b">]><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
            <channel><title>C &amp; D</title><language>en</language><!-- c --><item><title>T &a; &nbsp;<![CDATA[<b>x</b>]]></title>
            <guid isPermaLink="false">g1</guid><pubDate>Tue, 04 Mar 2025 07:15:00 +0100</pubDate><description>&lt;p&gt;\(Harbour.paragraphs[0])&lt;/p&gt;</description>
            <content:encoded><![CDATA[<p>\(Harbour.paragraphs[1])</p>]]></content:encoded></item><item><description>Two &#146; &#x1F600; &#0;.</description></item></channel></rss>
            """.utf8),
        Array(
            """
            <newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/" xmlns:x="http://www.w3.org/1999/xhtml"><itemSet><packageItem guid="p"/>
            <newsItem guid="g" version="2"><itemMeta><itemClass qcode="ninat:text"/><pubStatus qcode="stat:usable"/></itemMeta><contentMeta><headline>H</headline></contentMeta>
            <contentSet><inlineXML><nitf><body><body.content><p>\(Harbour.paragraphs[0])</p><media>m</media></body.content></body></nitf></inlineXML></contentSet></newsItem>
            <newsItem guid="h"><contentSet><inlineXML><x:html><x:body><x:p>\(Harbour.paragraphs[1])</x:p></x:body></x:html></inlineXML></contentSet></newsItem></itemSet></newsMessage>
            """.utf8),
        Array(
            """
            <feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://e.example/a/"><title>F</title><entry><title type="html">T &lt;i&gt;</title><id>i</id>
            <link href="x"/><updated>2025-03-04T08:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>\(Harbour.paragraphs[0])</p></div></content></entry>
            <entry><id>j</id><summary>Two.</summary></entry></feed>
            """.utf8),
        Array(
            """
            ---
            title: "T \\" x"
            authors: [A, 'B']
            date: 2025-03-04
            tags:
              - a
            ---
            # T

            \(Harbour.paragraphs[0]) [a *b*](c) ![d](e) **f** `g`
            """.utf8),
        Array(
            #"""
            {"uri": "u", "type": "text", "pubstatus": "usable", "headlines": [{"role": "main", "value": "H &amp; I"}], "bodies": [{"contenttype": "text/html", "value": "<p>One &lt;two&gt;.</p>"}, {"value": "Three."}]}
            {"uri": "v", "pubstatus": "canceled", "date": 1419165120}
            """#.utf8),
        Array(
            """
            From: =?utf-8?Q?A=C3=A9?= <a@post.example>
            Subject: =?utf-8?B?RsOkaHJl?= =?koi8-r?Q?=F0?=
            Message-ID: <1@x>
            Content-Type: multipart/mixed; boundary="b"

            --b
            Content-Type: text/plain; charset=utf-8; format=flowed
            Content-Transfer-Encoding: quoted-printable

            \(Harbour.paragraphs[0]) =
            caf=C3=A9

            On Mon, a@b wrote:
            > quoted
            --\(" ")
            Signature
            --b
            Content-Type: text/html
            Content-Transfer-Encoding: base64

            PHA+T25lIHR3bzwvcD4=
            --b--
            """.utf8),
        Array(
            """
            From a@post.example Tue Mar  4 07:15:00 2025
            From: a@post.example
            Date: Tue, 04 Mar 2025 07:15:00 +0100

            >From the harbour.

            From b@post.example Tue Mar  4 07:15:00 2025
            Subject: Two

            \(Harbour.paragraphs[1])
            """.utf8),
        Array(
            """
            WARC/1.0\r
            WARC-Type: response\r
            WARC-Target-URI: http://u:p@post.example:80/x\r
            WARC-Date: 2025-03-04T07:15:00Z\r
            Content-Type: application/http; msgtype=response\r
            Content-Length: 141\r
            \r
            HTTP/1.1 200 OK\r
            Content-Type: text/html; charset=utf-8\r
            Transfer-Encoding: chunked\r
            \r
            2a\r
            <html><body><p>One, two, three.</p></body>\r
            0\r
            \r
            \r
            \r
            WARC/1.0\r
            WARC-Type: conversion\r
            Content-Type: text/plain\r
            Content-Length: 16\r
            \r
            One, two, three.\r
            \r
            """.utf8),
        Packing.gzip(Array("{\"text\": \"One, two, three.\"}\n{\"text\": \"Four, five.\"}\n".utf8)),
        Packing.dictionaryFrame(Array("One, two".utf8)) + Packing.zstd(Array("One, two, three, four, five.".utf8)),
    ]

    @Test("no mutation of any format's file traps or breaks a promise", arguments: 0..<11)
    func mutations(format: Int) {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("mutations of format \(format): seed \(seed)")
        var random = SeededGenerator(state: seed)
        let tokens = HostileInputTests.seeds.flatMap { $0.split(separator: 0x20) }
        for round in 0..<400 {
            var bytes = HostileInputTests.seeds[format]
            for _ in 0...Int.random(in: 0...6, using: &random) {
                let at = Int.random(in: 0...bytes.count, using: &random)
                switch Int.random(in: 0..<7, using: &random) {
                case 0: if at < bytes.count { bytes[at] = UInt8.random(in: 0...255, using: &random) }
                case 1: if at < bytes.count { bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
                case 2: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 0...40, using: &random)))
                case 3: bytes.removeSubrange(at...)
                case 4:
                    let run = [UInt8](
                        repeating: UInt8.random(in: 0...255, using: &random),
                        count: Int.random(in: 1...300, using: &random))
                    bytes.insert(contentsOf: run, at: at)
                case 5: if let token = tokens.randomElement(using: &random) { bytes.insert(contentsOf: token, at: at) }
                default:
                    let from = Int.random(in: 0...bytes.count, using: &random)
                    bytes.insert(contentsOf: bytes[min(at, from)..<max(at, from)], at: at)
                }
            }
            let outcome = read(bytes)
            for article in outcome.articles {
                #expect(!article.text.isEmpty || article.isRetraction, "seed \(seed), round \(round)")
                #expect(article.title.utf8.count <= ReaderLimits().fieldBytes, "seed \(seed), round \(round)")
            }
            if outcome.whole != nil {
                #expect(outcome.articles.isEmpty && outcome.refusals.isEmpty, "seed \(seed), round \(round)")
            } else {
                #expect(
                    outcome.summary?.count == outcome.articles.count + outcome.refusals.count,
                    "seed \(seed), round \(round)")
            }
            #expect(read(bytes).articles == outcome.articles, "seed \(seed), round \(round)")
        }
    }

    /// Files in which something is repeated as often as it takes to fill a size.
    private static func repeated(_ start: String, _ unit: String, _ end: String, size: Int) -> [UInt8] {
        Array((start + String(repeating: unit, count: size / unit.utf8.count) + end).utf8)
    }

    @Test(
        "time grows with the size, not with its square",
        arguments: [
            ("", "a", ""), ("", "a ", ""), ("", "a\n", ""), ("", "Read more: x\n", ""), ("", "Comments\n\n", ""),
            ("", "é", ""),
            ("Title\n\n", "icon-icon ", ""), ("", "\u{301}", ""), ("", "| ", ""), ("", "1 ", ""),
            ("[", "[", ""), ("", "{\"a\":", ""), ("", "{\"a\":\n", ""), ("{\"text\":\"", "\\u0041", "\"}"),
            ("{\"text\":\"", "\\", "\"}"), ("[", "{},\n", ""), ("[{\"a\":[\n", "{},\n", ""),
            ("", "{\"\":\":\":\",\":\n", ""),
            ("{", "\"text\":\"\",", "\"text\":\"x\"}"), ("{\"articles\":[", "{},", ""), ("{\"text\":\"", "<p>", "\"}"),
            ("{\"text\":\"", "<", "\"}"), ("", "{\"articles\":[{", ""), ("", "{\"a\":[1 2\n", ""),
            ("", "{\"a\":[\n", ""),
            ("<html>", "<div>", ""), ("<html>", "<b>", "x"), ("<html>", "<p>x", ""), ("<html>", "<!--", ""),
            ("<html>", "<", ""),
            ("<html>", "<svg>", ""), ("<html>", "<a b=\"", ""), ("<html><p ", "a=\"b\"", ">x"), ("<html>", "</p>", ""),
            ("<html><script>", "</scrip", ""), ("<html><table>", "<tr>", ""), ("<html>", "&amp;", ""),
            ("<html>", "&", ""),
            ("<html><p class=\"", "share ", "\">x"), ("<html><body><p>", "word ", "</p>"), ("<html><body>", "<br>", ""),
            ("<html><title>", " - ", "</title>"), ("<html>", "<ul><li>", ""), ("<html>", "<a href=x>y", ""),
            ("<html>", "<meta name=x content=y>", ""),
            ("<rss>", "<item>", ""), ("<rss>", "<item/>", ""), ("<rss><item>", "<a>", ""),
            ("<rss><item>", "&", "</item>"),
            ("<rss><item>", "&amp;", "</item>"), ("<rss>", "<![CDATA[", ""), ("<rss><!--", "-", ""), ("<rss>", "<", ""),
            ("<!DOCTYPE rss [", "<!ENTITY a \"b\">", "]><rss/>"), ("<rss><item a=\"", "x", ""), ("<rss>", "</a", ""),
            ("<rss><item><description>", "&lt;p&gt;x ", "</description></item></rss>"),
            ("<rss><item><title>", "&lt;b ", "</title><description>x</description></item></rss>"),
            ("<rss ", "xmlns:a=\"b\" ", "><item/></rss>"),
            ("<feed><entry>", "<author><name>x</name></author>", "</entry></feed>"),
            ("<newsMessage>", "<newsItem><contentSet/></newsItem>", ""), ("<nitf><body>", "<body.content>", ""),
            ("---\ntitle: x\n", "a: b\n", "---\nx"), ("---\ntitle: x\n---\n", "[", ""),
            ("---\ntitle: x\n---\n", "[a](", ""),
            ("---\ntitle: x\n---\n", "*", ""), ("---\ntitle: x\n---\n", "![", ""), ("---\ntitle: x\n---\n", "> ", ""),
            ("{\"uri\":1,\"bodies\":[", "{\"value\":\"x\"},", "0]}"),
            ("<html><body class=story-body>", "<div class=story-body>x</div>", ""),
            ("<html>", "<div></x>", ""), ("<html>", "<span><div></span>", ""),
            ("<html>", "<blockquote><p>Some words.", ""),
            ("<html>", "<div><h2>x</h2><p>A sentence that is long enough to be counted as one.</p></div>", ""),
        ])
    func linear(start: String, unit: String, end: String) {
        func time(_ size: Int) -> Duration {
            let bytes = HostileInputTests.repeated(start, unit, end, size: size)
            return ContinuousClock().measure { _ = read(bytes) }
        }
        let small = time(25_000)
        let large = time(400_000)
        // Sixteen times the size: 16 when linear, 256 when quadratic. The rest is for the noise of a busy machine.
        #expect(large < small * 80 + .seconds(1), "\(small) then \(large)")
    }

    @Test(
        "a character reference that goes on with letters beyond ASCII ends before them, however many",
        arguments: [
            ("&lt", "<"), ("&bogus", "&bogus"), ("&", "&"), ("&eacute.", "&eacute."), ("&eacute", "é"), ("&#233", "é"),
            ("&a-b", "&a-b"),
        ])
    func longReference(reference: String, shown: String) {
        let letters = String(repeating: "Å", count: 300)
        let page = "<p>One \(reference)\(letters);two</p><p title=\"\(reference)\(letters)\">three</p>"
        for round in 0..<20 {
            // What the parser must not read is other from time to time.
            let heap = (0..<200).map { [UInt8](repeating: UInt8(round), count: 16 + $0 * 8) }
            #expect(read(page).articles.first?.text == "One \(shown)\(letters);two\nthree")
            #expect(heap.count == 200)
        }
    }

    @Test("a tag with thousands of attributes is refused before the parser sees it")
    func attributes() {
        let names = (0..<100_000).map { "a\($0)=1" }.joined(separator: " ")
        #expect(read("<html><p \(names)>x</p></html>").whole?.code == .malformed)
    }

    @Test("a page of too many elements is refused")
    func elements() {
        var limits = ReaderLimits()
        limits.elements = 1000
        let page = "<html><body>" + String(repeating: "<p>x</p>", count: 3000)
        #expect(read(page, limits: limits).whole?.reason == "over the limit elements (1000)")
    }

    @Test("a script of megabytes costs no more than its bytes")
    func longScript() {
        let page =
            "<html><head><script>\(String(repeating: "x = '<p>';\n", count: 500_000))</script></head><body><p>\(Harbour.text)</p></body></html>"
        var outcome = Outcome()
        let time = ContinuousClock().measure { outcome = read(page) }
        #expect(outcome.articles.first?.text.hasPrefix("A passenger ferry") == true)
        #expect(time < .seconds(30))
    }
}

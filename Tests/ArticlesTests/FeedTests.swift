import Articles
import Testing

@Suite("RSS and Atom")
struct FeedTests {
    private func rss(_ items: String, root: String = #"<rss version="2.0">"#, channel: String = "") -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        \(root)<channel><title>Harbour Press</title><link>https://press.example/</link>\(channel)
        \(items)
        </channel></rss>
        """
    }

    private func item(_ number: Int) -> String {
        "<item><title>Item \(number)</title><description>The text of item number \(number), a sentence.</description></item>"
    }

    @Test("RSS 2.0 as a blog engine writes it")
    func rss2() throws {
        let outcome = read(
            #"""
            <?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
            	xmlns:content="http://purl.org/rss/1.0/modules/content/"
            	xmlns:dc="http://purl.org/dc/elements/1.1/"
            	xmlns:atom="http://www.w3.org/2005/Atom"
            	xmlns:media="http://search.yahoo.com/mrss/"
            >
            <channel>
            	<title>Harbour Press</title>
            	<atom:link href="https://press.example/feed/" rel="self" type="application/rss+xml" />
            	<link>https://press.example</link>
            	<description>News of the coast</description>
            	<lastBuildDate>Tue, 04 Mar 2025 09:15:02 +0000</lastBuildDate>
            	<language>en-GB</language>
            	<item>
            		<title>Ferry &#8216;Maren&#8217; aground &amp; safe</title>
            		<link>https://press.example/2025/03/ferry/</link>
            		<dc:creator><![CDATA[Ada Quist]]></dc:creator>
            		<pubDate>Tue, 04 Mar 2025 07:15:00 +0100</pubDate>
            		<category><![CDATA[Coast]]></category>
            		<guid isPermaLink="false">https://press.example/?p=4711</guid>
            		<description><![CDATA[<p>A ferry ran aground &#8230;</p>]]></description>
            		<content:encoded><![CDATA[<p>A ferry with 214 people ran <em>aground</em> off Kestrel&nbsp;Point.</p>
            <figure><img src="x.jpg"/><figcaption>The ferry</figcaption></figure>
            <p>Nobody was hurt, the harbour authority said.</p>]]></content:encoded>
            		<media:title>Picture</media:title>
            	</item>
            	<item>
            		<title>Second</title>
            		<author>desk@press.example (Ben Roe)</author>
            		<guid>https://press.example/second</guid>
            		<source url="https://wire.example/rss">The Wire</source>
            		<description>Divers looked at the hull on Thursday, &lt;b&gt;as planned&lt;/b&gt;. A &amp;amp; B agreed.</description>
            	</item>
            </channel>
            </rss>
            """#)
        #expect(outcome.summary == ReadSummary(format: "RSS", charset: "UTF-8", count: 2, refused: 0))
        let first = try #require(outcome.articles.first)
        #expect(first.title == "Ferry ‘Maren’ aground & safe")
        #expect(
            first.text
                == "A ferry with 214 people ran aground off Kestrel Point.\nNobody was hurt, the harbour authority said."
        )
        #expect(first.byline == "Ada Quist")
        #expect(first.published?.description == "2025-03-04T06:15:00Z")
        #expect(first.language == "en-GB")
        #expect(first.url == "https://press.example/2025/03/ferry/")
        #expect(first.guid == "https://press.example/?p=4711")
        #expect(first.source == "Harbour Press")
        let second = try #require(outcome.articles.last)
        #expect(second.text == "Divers looked at the hull on Thursday, as planned. A & B agreed.")
        #expect(second.byline == "Ben Roe")
        #expect(second.url == "https://press.example/second")
        #expect(second.source == "The Wire")
        #expect(second.language == "en-GB")
    }

    @Test("RSS 1.0 as RDF")
    func rss1() throws {
        let outcome = read(
            """
            <?xml version="1.0"?>
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:d="http://purl.org/dc/elements/1.1/">
            <channel rdf:about="https://press.example/"><title>Harbour Press</title><d:language>de</d:language>
            <items><rdf:Seq><rdf:li rdf:resource="https://press.example/1"/></rdf:Seq></items></channel>
            <item rdf:about="https://press.example/1"><title>Fähre auf Grund</title><link>https://press.example/1</link>
            <description>Die Fähre lief am Dienstag auf Grund.</description><d:creator>Ada Quist</d:creator>
            <d:date>2025-03-04T07:15:00+01:00</d:date></item>
            </rdf:RDF>
            """)
        let article = try #require(outcome.articles.first)
        #expect(outcome.articles.count == 1 && outcome.refusals.isEmpty)
        #expect(article.title == "Fähre auf Grund")
        #expect(article.text == "Die Fähre lief am Dienstag auf Grund.")
        #expect(article.byline == "Ada Quist")
        #expect(article.language == "de")
        #expect(article.guid == "https://press.example/1")
        #expect(article.published?.description == "2025-03-04T06:15:00Z")
    }

    @Test("Atom with text, escaped HTML and XHTML content")
    func atom() throws {
        let outcome = read(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://press.example/news/">
              <title type="text">Harbour Press</title><id>urn:feed</id><updated>2025-03-04T09:00:00Z</updated>
              <author><name>The Desk</name></author>
              <entry><title type="html">Ferry &lt;em&gt;aground&lt;/em&gt;</title><id>urn:uuid:1</id>
                <link rel="self" href="1.atom"/><link rel="alternate" type="text/html" href="ferry.html"/>
                <published>2025-03-04T07:15:00+01:00</published><updated>2025-03-04T08:00:00Z</updated>
                <content type="html">&lt;p&gt;A ferry ran aground.&lt;/p&gt;&lt;p&gt;Nobody was hurt.&lt;/p&gt;</content></entry>
              <entry xml:lang="fr"><title>Deux</title><id>urn:uuid:2</id><link href="/abs"/><updated>2025-03-04T08:00:00Z</updated>
                <author><name>Ada Quist</name></author><author><name>Ben Roe</name></author>
                <source><title>The Wire</title></source>
                <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Le <b>bac</b> s'est échoué.</p><p>Fin de l'affaire.</p></div></content></entry>
              <entry><title>Three</title><id>urn:uuid:3</id><updated>2025-03-04T08:00:00Z</updated>
                <summary>Divers looked at the hull: depth &lt; 5 metres, they said.</summary></entry>
              <at:deleted-entry xmlns:at="http://purl.org/atompub/tombstones/1.0" ref="urn:uuid:9" when="2025-03-04T10:00:00Z"/>
            </feed>
            """)
        #expect(outcome.summary == ReadSummary(format: "Atom", charset: "UTF-8", count: 4, refused: 0))
        try #require(outcome.articles.count == 4)
        let articles = outcome.articles
        #expect(articles[0].title == "Ferry aground")
        #expect(articles[0].text == "A ferry ran aground.\nNobody was hurt.")
        #expect(articles[0].url == "https://press.example/news/ferry.html")
        #expect(articles[0].guid == "urn:uuid:1")
        #expect(articles[0].published?.description == "2025-03-04T06:15:00Z")
        #expect(articles[0].updated?.description == "2025-03-04T08:00:00Z")
        #expect(articles[0].byline == "The Desk")
        #expect(articles[0].source == "Harbour Press")
        #expect(articles[0].language == "en")
        #expect(articles[1].text == "Le bac s'est échoué.\nFin de l'affaire.")
        #expect(articles[1].byline == "Ada Quist, Ben Roe")
        #expect(articles[1].language == "fr")
        #expect(articles[1].url == "https://press.example/abs")
        #expect(articles[1].source == "The Wire")
        #expect(articles[1].published?.description == "2025-03-04T08:00:00Z")
        #expect(articles[2].text == "Divers looked at the hull: depth < 5 metres, they said.")
        #expect(articles[3].isRetraction)
        #expect(articles[3].guid == "urn:uuid:9")
        #expect(articles[3].status == .canceled)
    }

    @Test(
        "prefixes without a declaration, a mark before the declaration, names of HTML and stray ampersands are mended",
        arguments: ["", "\u{FEFF}", "\n \n"])
    func careless(before: String) throws {
        let outcome = read(
            before
                + rss(
                    #"""
                    <item><title>Bridge&nbsp;&amp; ferry: Q&A &eacute; <![CDATA[R&D]]></title><dc:creator>Ada Quist</dc:creator>
                    <link>https://press.example/?a=1&b=2</link><enclosure url="https://press.example/?a=1&b=2" length="1"/>
                    <content:encoded>The bridge reopened&hellip; at <5 degrees&mdash;on Monday&#146;s ebb.</content:encoded></item>
                    """#))
        #expect(outcome.refusals.isEmpty && outcome.whole == nil)
        let article = try #require(outcome.articles.first)
        #expect(article.title == "Bridge\u{A0}& ferry: Q&A é R&D")
        #expect(article.byline == "Ada Quist")
        #expect(article.url == "https://press.example/?a=1&b=2")
        #expect(article.text == "The bridge reopened… at <5 degrees—on Monday’s ebb.")
    }

    @Test("a feed that breaks off keeps its complete items, wherever it breaks")
    func truncated() {
        let whole = rss((1...3).map(item).joined(separator: "\n"))
        let bytes = Array(whole.utf8)
        let ends = whole.ranges(of: "</item>").map { whole.utf8.distance(from: whole.startIndex, to: $0.upperBound) }
        for cut in stride(from: 60, to: bytes.count - 8, by: 7) {
            let outcome = read(Array(bytes[..<cut]))
            let complete = ends.count { $0 <= cut }
            #expect(outcome.articles.map(\.title) == (1...3).prefix(complete).map { "Item \($0)" }, "cut at \(cut)")
            if complete > 0 {
                #expect(outcome.refusals.map(\.refusal.code) == [.truncated], "cut at \(cut)")
            } else {
                #expect(outcome.whole != nil, "cut at \(cut)")
            }
        }
    }

    @Test("a bad item is refused alone")
    func badItem() {
        let bad = [
            "<item><title>Only a title</title></item>", "<item><title>No end</title>", "<item/>",
            "<item><description>\(String(repeating: "<a>", count: 300))x</description></item>",
            "<item><description \((0..<600).map { "a\($0)='1'" }.joined(separator: " "))>x</description></item>",
        ]
        for broken in bad {
            let outcome = read(rss(item(1) + broken + item(3)))
            #expect(outcome.articles.map(\.title) == ["Item 1", "Item 3"], "\(broken.prefix(60))")
            #expect(outcome.refusals.map(\.position) == [2], "\(broken.prefix(60))")
        }
        for careless in [
            "<item><title>T</title><description>Wrongly <b>nested <i>tags</b> here.</i></description></item>",
            "<item><title>T</title><description>An end tag too many.</b></description></item>",
        ] {
            #expect(read(rss(item(1) + careless + item(3))).articles.count == 3)
        }
    }

    @Test("declared character sets are read, wrong declarations overruled")
    func charsets() {
        let russian = "Паром сел на мель у мыса во вторник."
        let body = "<rss><channel><item><title>T</title><description>\(russian)</description></item></channel></rss>"
        let encoded = body.unicodeScalars.map { scalar -> UInt8 in
            scalar.value >= 0x410 ? UInt8(truncatingIfNeeded: scalar.value - 0x410 + 0xC0) : UInt8(scalar.value)
        }
        let cyrillic = read(Array(#"<?xml version="1.0" encoding="windows-1251"?>"#.utf8) + encoded)
        #expect(cyrillic.articles.first?.text == russian)
        #expect(cyrillic.summary?.charset == "windows-1251")
        #expect(read(#"<?xml version="1.0" encoding="iso-8859-1"?>"# + body).articles.first?.text == russian)
        let french =
            Array("<?xml version='1.0' encoding='UTF-8'?><rss><channel><item><description>Le caf".utf8)
            + [0xE9] + Array(" est ferm".utf8) + [0xE9] + Array(".</description></item></channel></rss>".utf8)
        #expect(read(french).articles.first?.text == "Le café est fermé.")
        let units = Array(("\u{FEFF}" + #"<?xml version="1.0" encoding="UTF-16"?>"# + body).utf16)
        let wide = read(units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
        #expect(wide.articles.first?.text == russian)
    }

    @Test("entities are never expanded, loaded or looked at")
    func entities() {
        let bomb = """
            <?xml version="1.0"?><!DOCTYPE rss [ <!ENTITY a "aaaaaaaaaa"> <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"> <!ENTITY c "&b;&b;&b;&b;&b;&b;">
            <!ENTITY x SYSTEM "file:///etc/passwd"> <!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p; ]>
            <rss><channel><item><title>T &c;</title><description>Before &x; &c; after.</description></item></channel></rss>
            """
        let article = read(bomb).articles.first
        #expect(article?.title == "T &c;")
        #expect(article?.text == "Before &x; &c; after.")
    }

    @Test("an item over a limit is refused with the limit's name, and the next is read")
    func limits() {
        var limits = ReaderLimits()
        limits.articleBytes = 400
        limits.nesting = 8
        let long = "<item><description>\(String(repeating: "long ", count: 100))</description></item>"
        let deep = "<item>\(String(repeating: "<a>", count: 20))x\(String(repeating: "</a>", count: 20))</item>"
        let outcome = read(rss(item(1) + long + deep + item(4)), limits: limits)
        #expect(outcome.articles.map(\.title) == ["Item 1", "Item 4"])
        #expect(
            outcome.refusals.map(\.refusal.reason) == [
                "over the limit articleBytes (400)", "over the limit nesting (8)",
            ])
        limits = ReaderLimits()
        limits.articlesPerFile = 2
        #expect(read(rss((1...5).map(item).joined()), limits: limits).articles.count == 2)
    }

    @Test("a feed of ten thousand items is read item by item")
    func many() {
        let outcome = read(rss((1...10_000).map(item).joined(separator: "\n")))
        #expect(outcome.articles.count == 10_000)
        #expect(outcome.articles.last?.title == "Item 10000")
    }

    @Test("XML of an unknown kind and a feed without items are refused as a whole")
    func nothing() {
        #expect(read("<?xml version='1.0'?><svg><path/></svg>").whole?.code == .unsupported)
        #expect(read(rss("")).whole == Refusal(.noText, "no article text"))
    }
}

import Articles
import Testing

/// IPTC's formats, as agencies write them.
@Suite("NITF, NewsML-G2 and ninjs")
struct NewsFormatTests {
    private func nitf(namespace: Bool, status: String = "usable", body: String? = nil) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.6/dtd/nitf-3-6.dtd">
        <nitf\(namespace ? #" xmlns="http://iptc.org/std/NITF/2006-10-18/""# : "") version="-//IPTC//DTD NITF 3.6//EN" xml:lang="en-GB">
        <head><title>SLUG ferry 2nd lead</title>
        <docdata management-status="\(status)"><doc-id id-string="hp.20250304.17" regsrc="HP"/><du-key generation="1" version="2"/>
        <date.issue norm="20250304T071500+0100"/><doc.copyright year="2025" holder="Harbour Press"/></docdata>
        <pubdata type="wire" date.publication="20250304T080000Z"/></head>
        <body><body.head><hedline><hl1>Ferry aground off Kestrel Point</hl1><hl2>All safe</hl2></hedline>
        <byline>By <person>Ada Quist</person><byttl>Staff Writer</byttl></byline>
        <distributor>Harbour Press</distributor><dateline><location>Kestrel Point</location></dateline></body.head>
        <body.content>\(body ?? """
        <p lede="true">A ferry with <num>214</num> people ran aground off <location>Kestrel Point</location>.</p>
        <media media-type="image"><media-reference source="x.jpg"/><media-caption>The ferry on Tuesday</media-caption></media>
        <hl2>No injuries</hl2><p>Nobody was hurt, the harbour authority said.</p>
        """)</body.content>
        <body.end><tagline>Edited by the desk</tagline></body.end></body></nitf>
        """
    }

    @Test("NITF 3.6, with its namespace and without", arguments: [true, false])
    func nitf(namespace: Bool) throws {
        let outcome = read(nitf(namespace: namespace))
        #expect(outcome.summary == ReadSummary(format: "NITF", charset: "UTF-8", count: 1, refused: 0))
        let article = try #require(outcome.articles.first)
        #expect(article.title == "Ferry aground off Kestrel Point")
        #expect(
            article.text
                == "A ferry with 214 people ran aground off Kestrel Point.\nNo injuries\nNobody was hurt, the harbour authority said."
        )
        #expect(article.byline == "Ada Quist")
        #expect(article.published?.description == "2025-03-04T06:15:00Z")
        #expect(article.language == "en-GB")
        #expect(article.guid == "hp.20250304.17")
        #expect(article.version == "2")
        #expect(article.source == "Harbour Press")
        #expect(article.status == .usable)
    }

    @Test("a NITF archive that gives the lead twice, and documents run together")
    func nitfArchive() {
        let block = """
            <block class="lead_paragraph"><p>A ferry ran aground.</p></block>
            <block class="full_text"><p>A ferry ran aground.</p><p>Nobody was hurt.</p></block>
            """
        let outcome = read(nitf(namespace: false, body: block) + "\n" + nitf(namespace: false))
        #expect(outcome.articles.count == 2)
        #expect(outcome.articles.first?.text == "A ferry ran aground.\nNobody was hurt.")
    }

    @Test("a canceled or withheld NITF document is a retraction, with or without a text")
    func nitfRetraction() {
        let kill = read(nitf(namespace: false, status: "canceled", body: "")).articles.first
        #expect(kill?.isRetraction == true)
        #expect(kill?.status == .canceled)
        #expect(kill?.guid == "hp.20250304.17")
        #expect(kill?.text == "")
        #expect(read(nitf(namespace: false, status: "withheld")).articles.first?.status == .withheld)
        #expect(read(nitf(namespace: false, status: "embargoed")).articles.first?.isRetraction == false)
    }

    private func newsItem(
        _ guid: String, status: String = "stat:usable", kind: String = "ninat:text", content: String? = nil
    ) -> String {
        """
        <newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="\(guid)" version="3" standard="NewsML-G2" standardversion="2.9" conformance="power" xml:lang="en">
        <catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_22.xml"/>
        <rightsInfo><copyrightHolder literal="Harbour Press"/></rightsInfo>
        <itemMeta><itemClass qcode="\(kind)"/><provider qcode="nprov:HP"><name>Harbour Press</name></provider>
        <versionCreated>2025-03-04T08:30:00+01:00</versionCreated><firstCreated>2025-03-04T07:00:00+01:00</firstCreated>
        <pubStatus qcode="\(status)"/></itemMeta>
        <contentMeta><contentCreated>2025-03-04T07:15:00+01:00</contentCreated><creator qcode="p:aq"><name>Ada Quist</name></creator>
        <language tag="en-GB"/><headline>Ferry aground off Kestrel Point</headline><slugline>FERRY</slugline></contentMeta>
        <contentSet>\(content ?? #"<inlineData contenttype="text/plain">A ferry ran aground off Kestrel Point. Nobody was hurt.</inlineData>"#)</contentSet>
        </newsItem>
        """
    }

    @Test(
        "NewsML-G2 with NITF, XHTML, HTML and plain text inside",
        arguments: [
            #"<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><hedline><hl1>Other</hl1></hedline></body.head><body.content><p>A ferry ran aground off Kestrel Point.</p><p>Nobody was hurt.</p></body.content></body></nitf></inlineXML>"#,
            #"<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>A ferry ran aground off Kestrel Point.</p><p>Nobody was hurt.</p></body></html></inlineXML>"#,
            #"<inlineXML contenttype="application/xhtml+xml"><h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:body><h:p>A ferry ran aground off Kestrel Point.</h:p><h:p>Nobody was hurt.</h:p></h:body></h:html></inlineXML>"#,
            #"<inlineData contenttype="text/html">&lt;p&gt;A ferry ran aground off Kestrel Point.&lt;/p&gt;&lt;p&gt;Nobody was hurt.&lt;/p&gt;</inlineData>"#,
            "<remoteContent href=\"x\"/><inlineData contenttype=\"text/plain\">A ferry ran aground off Kestrel Point.\n\nNobody was hurt.</inlineData>",
        ])
    func newsML(content: String) throws {
        let outcome = read(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + newsItem("urn:newsml:hp:1", content: content))
        #expect(outcome.summary == ReadSummary(format: "NewsML-G2", charset: "UTF-8", count: 1, refused: 0))
        let article = try #require(outcome.articles.first)
        #expect(article.title == "Ferry aground off Kestrel Point")
        #expect(article.text == "A ferry ran aground off Kestrel Point.\nNobody was hurt.")
        #expect(article.byline == "Ada Quist")
        #expect(article.published?.description == "2025-03-04T06:15:00Z")
        #expect(article.updated?.description == "2025-03-04T07:30:00Z")
        #expect(article.language == "en-GB")
        #expect(article.guid == "urn:newsml:hp:1")
        #expect(article.version == "3")
        #expect(article.source == "Harbour Press")
    }

    @Test("a message of many: packages and pictures are left out with a note, a retraction is one")
    func newsMessage() throws {
        let package = #"<packageItem guid="urn:p" version="1"><groupSet root="g"/></packageItem>"#
        let outcome = read(
            """
            <newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2025-03-04T08:30:00Z</sent><sender>hp.example</sender></header>
            <itemSet>\(newsItem("urn:1"))\(package)\(newsItem("urn:2", kind: "ninat:picture"))
            \(newsItem("urn:3", status: "stat:canceled", content: ""))
            \(newsItem("urn:4", status: "http://cv.iptc.org/newscodes/pubstatusg2/withheld"))\(newsItem("urn:5", content: ""))
            \(package)</itemSet></newsMessage>
            """)
        #expect(outcome.articles.map(\.guid) == ["urn:1", "urn:3", "urn:4"])
        #expect(outcome.articles.map(\.status) == [.usable, .canceled, .withheld])
        #expect(outcome.refusals.map(\.position) == [4])
        #expect(
            outcome.articles.first?.notes == [
                .leftOut(kind: "NewsML-G2 packageItem", count: 1), .leftOut(kind: "NewsML-G2 picture", count: 1),
            ])
        #expect(
            read(package).whole == Refusal(.noText, "not an article (NewsML-G2 packageItem)"))
    }

    @Test("ninjs 1.x")
    func ninjs1() throws {
        let outcome = read(
            #"""
            {"uri": "tag:press.example,2025:17", "type": "text", "mimetype": "text/plain", "version": "2", "language": "en-GB",
             "versioncreated": "2025-03-04T07:15:00+01:00", "firstcreated": "2025-03-04T07:00:00+01:00", "pubstatus": "usable", "urgency": 3,
             "headline": "Ferry aground off Kestrel Point", "byline": "By Ada Quist", "infosource": [{"name": "Harbour Press"}],
             "body_xhtml": "<p>A ferry ran aground.</p><p>Nobody was hurt.</p>", "description_text": "A summary.",
             "associations": {"main": {"uri": "tag:2", "type": "picture", "headline": "A picture"}}}
            """#)
        #expect(outcome.summary == ReadSummary(format: "ninjs", charset: "UTF-8", count: 1, refused: 0))
        let article = try #require(outcome.articles.first)
        #expect(article.title == "Ferry aground off Kestrel Point")
        #expect(article.text == "A ferry ran aground.\nNobody was hurt.")
        #expect(article.byline == "Ada Quist")
        #expect(article.published?.description == "2025-03-04T06:15:00Z")
        #expect(article.guid == "tag:press.example,2025:17")
        #expect(article.version == "2")
        #expect(article.source == "Harbour Press")
        #expect(article.language == "en-GB")
    }

    @Test("ninjs 2.x in lower case and 3.x in camel case", arguments: [2, 3])
    func ninjs23(version: Int) throws {
        func name(_ camel: String) -> String { version == 3 ? camel : camel.lowercased() }
        let outcome = read(
            #"""
            {"uri": "http://press.example/ninjs/17", "standard": {"name": "ninjs", "version": "\#(version).0"}, "type": "text",
             "\#(name("firstCreated"))": "2025-03-04T07:00:00+01:00", "\#(name("versionCreated"))": "2025-03-04T07:15:00+01:00",
             "\#(name("pubStatus"))": "usable", "language": "en", "version": "5", "by": "Ada Quist",
             "headlines": [{"role": "short", "value": "Ferry aground"}, {"role": "main", "value": "Ferry aground off Kestrel Point"}],
             "bodies": [{"role": "caption", "\#(name("contentType"))": "text/plain", "value": "A caption."},
              {"role": "main", "\#(name("contentType"))": "text/html", "value": "<p>A ferry ran aground.</p><p>Nobody was &lt;hurt&gt;.</p>"},
              {"role": "main", "\#(name("contentType"))": "text/plain", "language": "de", "value": "Eine Fähre."}],
             "\#(name("infoSources"))": [{"role": "source", "name": "Harbour Press"}],
             "\#(name("altIds"))": [{"role": "internal", "value": "17"}]}
            """#)
        #expect(outcome.summary?.format == "ninjs")
        let article = try #require(outcome.articles.first)
        #expect(article.title == "Ferry aground off Kestrel Point")
        #expect(article.text == "A ferry ran aground.\nNobody was <hurt>.")
        #expect(article.byline == "Ada Quist")
        #expect(article.published?.description == "2025-03-04T06:15:00Z")
        #expect(article.guid == "http://press.example/ninjs/17")
        #expect(article.url == "http://press.example/ninjs/17")
        #expect(article.version == "5")
        #expect(article.source == "Harbour Press")
    }

    @Test("a ninjs item that is canceled is a retraction, a picture no article")
    func ninjsStates() {
        let kill = read(#"{"uri": "tag:17", "type": "text", "pubstatus": "canceled", "versioncreated": "2025-03-04"}"#)
        #expect(kill.articles.first?.status == .canceled)
        #expect(kill.articles.first?.guid == "tag:17")
        let new = read(#"{"uri": "tag:17", "pubStatus": "withheld", "headlines": [{"value": "Withdrawn"}]}"#)
        #expect(new.articles.first?.status == .withheld)
        #expect(new.articles.first?.title == "Withdrawn")
        let picture = read(
            #"{"uri": "tag:18", "type": "picture", "versioncreated": "2025-03-04", "description_text": "A picture."}"#)
        #expect(picture.whole == Refusal(.noText, "not an article (ninjs picture)"))
    }
}

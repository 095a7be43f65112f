import Articles
import Testing

@Suite("JSON")
struct JSONTests {
    private func object(_ number: Int) -> String {
        #"{"id": \#(number), "title": "Story number \#(number)", "text": "The text of story number \#(number), in a sentence."}"#
    }

    @Test("an object, an array, JSON Lines and values run together are all read in order")
    func shapes() {
        let one = [object(1)]
        let three = [object(1), object(2), object(3)]
        let files: [(text: String, count: Int)] = [
            (one[0], 1), ("[\(one[0])]", 1), ("[" + three.joined(separator: ", ") + "]", 3),
            (three.joined(separator: "\n"), 3), (three.joined(separator: "\r\n\r\n") + "\n", 3), (three.joined(), 3),
            (three.joined(separator: ",\n"), 3), ("[\(object(1))][\(object(2)),\(object(3))]", 3),
            (three.map { "\u{1E}\($0)\n" }.joined(), 3), ("\u{FEFF} \n" + three.joined(separator: "\n"), 3),
            (#"{"status": "ok", "articles": ["# + three.joined(separator: ",") + #"], "total": 3}"#, 3),
            (#"{"items": ["# + three.joined(separator: ",") + "]}\n" + object(4), 4),
        ]
        for file in files {
            let outcome = read(file.text)
            #expect(outcome.articles.map(\.identifier) == (1...file.count).map { "\($0)" }, "\(file.text)")
            #expect(outcome.refusals.isEmpty)
            #expect(outcome.summary?.format == "JSON")
            #expect(outcome.summary?.count == file.count)
            #expect(outcome.summary?.isMany == (file.count > 1))
        }
    }

    @Test("every generic field finds its place")
    func fields() throws {
        let outcome = read(
            #"""
            {"id": "a-17", "headline": "Bridge reopens", "articleBody": "The bridge reopened on Monday after a year of work.",
             "authors": ["Ada Quist", "Ben Roe"], "datePublished": "2014-12-21T12:32:00Z", "lang": "en",
             "link": "https://example.org/a", "version": 3, "site": "Example News", "label": "x", "words": 9, "list": [1]}
            """#, options: options(keepExtra: true))
        let article = try #require(outcome.articles.first)
        #expect(article.title == "Bridge reopens")
        #expect(article.text == "The bridge reopened on Monday after a year of work.")
        #expect(article.byline == "Ada Quist, Ben Roe")
        #expect(article.published == Timestamp(seconds: 1_419_165_120, zoneStated: true))
        #expect(article.language == "en")
        #expect(article.url == "https://example.org/a")
        #expect(article.guid == "a-17")
        #expect(article.identifier == "a-17")
        #expect(article.version == "3")
        #expect(article.source == "Example News")
        #expect(article.extra == ["label": "x", "words": "9"])
        #expect(read(#"{"label": "x", "text": "A text of its own."}"#).articles.first?.extra == [:])
    }

    private func options(keepExtra: Bool) -> ReaderOptions {
        var options = ReaderOptions(now: now)
        options.keepExtra = keepExtra
        return options
    }

    @Test("the scrapers' own field names are understood")
    func scrapers() throws {
        let newsPlease = read(
            #"""
            {"title": "Bridge reopens", "maintext": "The bridge reopened on Monday.", "description": "A bridge.",
             "date_publish": "2014-12-21 12:32:00", "date_modify": "None", "language": "None", "source_domain": "example.org"}
            """#)
        let first = try #require(newsPlease.articles.first)
        #expect(first.text == "The bridge reopened on Monday.")
        #expect(first.published == Timestamp(seconds: 1_419_165_120, zoneStated: false))
        #expect(first.language == nil)
        #expect(first.source == "example.org")

        let trafilatura = read(
            #"{"title": "T", "text": "The bridge reopened.", "source": "https://example.org/b", "source-hostname": "Example"}"#
        )
        let second = try #require(trafilatura.articles.first)
        #expect(second.url == "https://example.org/b")
        #expect(second.source == "Example")
    }

    @Test("newspaper4k's arrays, several of them run together")
    func newspaper() throws {
        let object = #"""
            {"url": "https://press.example/ferry", "read_more_link": "", "language": "en", "title": "Ferry aground",
             "top_image": "", "meta_img": "", "images": [], "movies": [], "keywords": [], "keyword_scores": {"ferry": 1.5},
             "meta_keywords": [""], "tags": null, "authors": ["Ada Quist", "Ben Roe"],
             "publish_date": "2025-03-04T07:15:00+01:00", "summary": "", "meta_description": "A ferry.", "meta_lang": "en",
             "meta_favicon": "", "meta_site_name": "Harbour Press", "canonical_link": "https://press.example/ferry?x",
             "text": "A ferry ran aground.\n\nNobody was hurt."}
            """#
        let outcome = read("[\(object), \(object)]\n[\(object)]")
        #expect(outcome.articles.count == 3 && outcome.refusals.isEmpty)
        let article = try #require(outcome.articles.last)
        #expect(article.title == "Ferry aground")
        #expect(article.text == "A ferry ran aground.\nNobody was hurt.")
        #expect(article.byline == "Ada Quist, Ben Roe")
        #expect(article.published?.description == "2025-03-04T06:15:00Z")
        #expect(article.url == "https://press.example/ferry")
        #expect(article.source == "Harbour Press")
    }

    @Test("all fields as news-please and trafilatura write them")
    func wholeScrapers() throws {
        let newsPlease = try #require(
            read(
                #"""
                {"authors": ["Ada Quist"], "date_download": "2025-03-05 10:00:00", "date_modify": "2025-03-04 09:00:00", "date_publish": "None",
                 "description": "A ferry.", "filename": "ferry.json", "image_url": "None", "language": "en", "localpath": null,
                 "source_domain": "press.example", "maintext": "A ferry ran aground.", "text": null, "title": "Ferry aground",
                 "title_page": null, "title_rss": null, "url": "https://press.example/ferry"}
                """#
            ).articles.first)
        #expect(newsPlease.published == nil)
        #expect(newsPlease.notes == [])
        #expect(newsPlease.updated?.description == "2025-03-04T09:00:00")
        #expect(newsPlease.text == "A ferry ran aground.")
        #expect(newsPlease.source == "press.example")

        let trafilatura = try #require(
            read(
                #"""
                {"title": "Ferry aground", "author": "Ada Quist; Ben Roe", "hostname": "press.example", "date": "2025-03-04",
                 "fingerprint": "a1b2c3d4", "id": "17", "license": null, "comments": "", "raw_text": "A ferry ran aground.",
                 "text": "A ferry ran aground.\nNobody was hurt.", "language": null, "image": null, "pagetype": "article",
                 "source": "https://press.example/ferry", "source-hostname": "Harbour Press", "excerpt": "A ferry.",
                 "categories": "Coast", "tags": ""}
                """#
            ).articles.first)
        #expect(trafilatura.byline == "Ada Quist, Ben Roe")
        #expect(trafilatura.url == "https://press.example/ferry")
        #expect(trafilatura.source == "Harbour Press")
        #expect(trafilatura.guid == "17")
        #expect(trafilatura.text == "A ferry ran aground.\nNobody was hurt.")
    }

    @Test("character references in titles and texts are undone, what is no reference stays")
    func references() throws {
        let article = try #require(
            read(
                #"{"title": {"rendered": "Q&amp;A: ferry &#8216;Maren&#8217;"}, "text": "R&D at AT&amp;T &mdash; 5 &lt; 6.\n\nA &b; c &#x1F600;"}"#
            )
            .articles.first)
        #expect(article.title == "Q&A: ferry ‘Maren’")
        #expect(article.text == "R&D at AT&T — 5 < 6.\nA &b; c 😀")
    }

    @Test("dates as numbers, and the status of any JSON")
    func numbersAndStatus() {
        for date in ["1419165120", "1419165120000", "1419165120.5", "1.419165120e9"] {
            let published = read(#"{"text": "A text.", "date": \#(date)}"#).articles.first?.published
            #expect((published?.description == "2014-12-21T12:32:00Z") == (date != "1.419165120e9"), "\(date)")
        }
        #expect(read(#"{"id": "7", "text": "x y", "pubStatus": "stat:canceled"}"#).articles.first?.isRetraction == true)
        #expect(read(#"{"id": "7", "text": "x y", "status": "canceled"}"#).articles.first?.isRetraction == false)
    }

    @Test("a description is text only where there is no other")
    func description() {
        #expect(read(#"{"description": "Short.", "text": "Long text."}"#).articles.first?.text == "Long text.")
        #expect(read(#"{"text": "", "description": "Short."}"#).articles.first?.text == "Short.")
        #expect(read(#"{"text": "None", "description": "Short."}"#).articles.first?.text == "Short.")
    }

    @Test("of duplicate names the first that says something is taken")
    func duplicates() {
        let outcome = read(
            #"{"title": "", "title": "First", "title": "Second", "text": "", "text": "One.", "text": "Two."}"#)
        #expect(outcome.articles.first?.title == "First")
        #expect(outcome.articles.first?.text == "One.")
    }

    @Test("an object without text is refused, alone as a file, among others by itself")
    func noText() {
        #expect(read(#"{"title": "Only a title"}"#).whole == Refusal(.noText, "no article text"))
        #expect(read(#"{"text": "  \n "}"#).whole?.code == .noText)
        #expect(read("[]").whole?.code == .noText)
        let outcome = read(#"{"title": "Only a title"}"# + "\n" + object(2) + "\n" + "[3, 4]")
        #expect(outcome.whole == nil)
        #expect(outcome.articles.map(\.identifier) == ["2"])
        #expect(outcome.refusals.map(\.position) == [1, 3, 4])
    }

    @Test("a truncated value is refused with the byte, a truncated last line alone")
    func truncated() {
        let text = #"{"title": "T", "text": "The text goes on"#
        #expect(read(text).whole == Refusal(.truncated, "truncated JSON at byte \(text.utf8.count)"))
        for cut in 1..<object(1).utf8.count {
            let code = read(String(object(1).prefix(cut))).whole?.code
            #expect(code == .truncated || cut == 1 && code == .truncated, "cut at \(cut)")
        }
        let outcome = read(object(1) + "\n" + object(2) + "\n" + text)
        #expect(outcome.articles.count == 2)
        #expect(outcome.refusals.first?.position == 3)
        #expect(outcome.refusals.first?.refusal.code == .truncated)
    }

    @Test("an array cut off still gives the articles before the cut")
    func truncatedArray() {
        for opening in ["[", #"{"articles": ["#] {
            let outcome = read(opening + object(1) + "," + object(2) + "," + #"{"text": "cut"#)
            #expect(outcome.articles.count == 2)
            #expect(outcome.refusals.map(\.refusal.code) == [.truncated])
        }
        let outcome = read("[" + object(1) + ",")
        #expect(outcome.articles.count == 1)
        #expect(outcome.refusals.map(\.refusal.code) == [.truncated])
    }

    @Test("a broken line in the middle harms only itself")
    func brokenLine() {
        for broken in [
            #"{"title": "T", "text": "cut"#, #"{"title" "T"}"#, #"{"text": }"#, "{]", #"{"text": "a"} trailing words"#,
            #"{"a": {"b": ["#,
        ] {
            let outcome = read(object(1) + "\n" + broken + "\n" + object(3))
            #expect(outcome.articles.compactMap(\.identifier) == ["1", "3"], "\(broken)")
            #expect(!outcome.refusals.isEmpty || !outcome.articles.allSatisfy { $0.identifier != nil }, "\(broken)")
        }
    }

    @Test("escapes are undone, bad ones and lone surrogates repaired")
    func escapes() {
        let outcome = read(
            #"{"text": "tab\there \u00e9\u20ac \ud83d\ude00 lone \ud83d and \ude00, bad \x and \u12g4, quote \" slash \/ end."}"#
        )
        #expect(
            outcome.articles.first?.text
                == "tab here é€ 😀 lone \u{FFFD} and \u{FFFD}, bad \u{FFFD}x and \u{FFFD}12g4, quote \" slash / end.")
    }

    @Test("invalid UTF-8 in a string is repaired")
    func invalidUTF8() {
        let damaged =
            Array(#"{"text": "Caf"#.utf8) + [0xC3, 0xA9] + Array(" and na".utf8) + [0xC3] + Array("ve one.\"}".utf8)
        #expect(read(damaged).articles.first?.text == "Café and na\u{FFFD}ve one.")
        let latin = Array(#"{"text": "Caf"#.utf8) + [0xE9] + Array(" and na".utf8) + [0xEF] + Array("ve one.\"}".utf8)
        #expect(read(latin).articles.first?.text == "Café and naïve one.")
    }

    @Test("what exceeds a limit is refused with the limit's name and value, and the next is read")
    func limits() {
        var limits = ReaderLimits()
        limits.articleBytes = 200
        let long = #"{"id": 2, "text": "\#(String(repeating: "long ", count: 100))"}"#
        for file in [[object(1), long, object(3)].joined(separator: "\n"), "[\(object(1)),\(long),\(object(3))]"] {
            let outcome = read(file, limits: limits)
            #expect(outcome.articles.map(\.identifier) == ["1", "3"])
            #expect(outcome.refusals.map(\.refusal) == [Refusal(.overLimit, "over the limit articleBytes (200)")])
        }
        let deep =
            #"{"id": 2, "text": "x", "a": \#(String(repeating: "[", count: 80))1\#(String(repeating: "]", count: 80))}"#
        let outcome = read([object(1), deep, object(3)].joined(separator: "\n"))
        #expect(outcome.articles.map(\.identifier) == ["1", "3"])
        #expect(outcome.refusals.map(\.refusal) == [Refusal(.overLimit, "over the limit nesting (64)")])

        limits = ReaderLimits()
        limits.articlesPerFile = 2
        let many = read((1...5).map(object).joined(separator: "\n"), limits: limits)
        #expect(many.articles.count == 2)
        #expect(many.refusals.map(\.refusal.reason) == ["over the limit articlesPerFile (2)"])
        limits.fileBytes = 10
        #expect(read(object(1), limits: limits).whole?.reason == "over the limit fileBytes (10)")
    }

    @Test("a wrapper larger than an article may be is still read article by article")
    func largeWrapper() {
        var limits = ReaderLimits()
        limits.articleBytes = 400
        let outcome = read(
            #"{"total": 50, "articles": [\#((1...50).map(object).joined(separator: ","))]}"#, limits: limits)
        #expect(outcome.articles.count == 50)
        #expect(outcome.refusals.isEmpty)
    }

    @Test("what the body throws ends the reading and comes out")
    func stopping() {
        struct Enough: Error {}
        var seen = 0
        #expect(throws: Enough.self) {
            try ArticleReader().read(Array((1...9).map(object).joined(separator: "\n").utf8), fileName: "x") { _, _ in
                seen += 1
                if seen == 3 { throw Enough() }
            }
        }
        #expect(seen == 3)
    }

    @Test("markup in a text becomes paragraphs")
    func markup() {
        let outcome = read(
            #"{"content": "<p>The bridge <b>reopened</b> on&nbsp;Monday.</p><p>It had been shut for a year.</p>"}"#)
        #expect(outcome.articles.first?.text == "The bridge reopened on Monday.\nIt had been shut for a year.")
    }

    @Test("a long field is cut at a character, a long address dropped")
    func longFields() throws {
        let outcome = read(
            #"{"title": "\#(String(repeating: "é", count: 5000))", "url": "http://\#(String(repeating: "u", count: 5000))", "text": "A text."}"#
        )
        let article = try #require(outcome.articles.first)
        #expect(article.title == String(repeating: "é", count: 1024))
        #expect(article.url == nil)
    }
}

import Articles
import Testing

/// Layouts of pages as they are met, written for these tests: in each the article is to come out as it is, whatever the
/// elements are called.
@Suite("HTML layouts")
struct HTMLLayoutTests {
    private static let menu = "<ul>" + (1...8).map { "<li><a href=/s\($0)>Section \($0)</a></li>" }.joined() + "</ul>"
    private static let links =
        "<ul>" + (1...9).map { "<li><a href=/\($0)>Council votes on parking plan number \($0)</a></li>" }.joined()
        + "</ul>"
    private static let cookies =
        "<p>We use cookies to make this site better for you. By going on you agree to all of them.</p><button>Agree</button>"
    private static let comments = (1...30).map {
        """
        <li class=k\($0)><b>reader\($0)</b> <span>4 March 2025 at 5:2\($0 % 10) pm</span>
        <p>I was on that boat, number \($0), and it was nothing like what they say here, the crew did all they could.</p>
        <p>People should be more careful with what they write about others, that is all.</p><a href=#>Reply</a></li>
        """
    }.joined()
    private static let teasers = (1...12).map {
        """
        <div class=t><h3><a href=/\($0)>Council votes on plan \($0)</a></h3>
        <p>The council voted on Monday on parking plan number \($0), which everyone had debated for many months.</p></div>
        """
    }.joined()
    private static let other =
        "<h1>Lost sonata found in piano stool</h1><div class=b>"
        + String(
            repeating: "<p>The conservatory said on Friday that it had found a sonata long lost, in a piano stool.</p>",
            count: 12) + "</div>"

    private static func paragraphs(_ tag: String = "p", _ range: Range<Int> = 0..<4) -> String {
        Harbour.paragraphs[range].map { "<\(tag)>\($0)</\(tag)>" }.joined(separator: "\n")
    }

    private static let h1 = "<h1>\(Harbour.title)</h1>"

    private static func each(_ before: String, _ after: String) -> String {
        Harbour.paragraphs.map { before + $0 + after }.joined()
    }

    private static let deep = String(repeating: "<div>", count: 3000)

    /// What is special about a page, and its body.
    private static let layouts: [(name: String, body: String)] = [
        (
            "names that mean nothing",
            #"""
            <div class=a1>\#(menu)</div><div class=b2>\#(h1)<div class=c3>\#(paragraphs())</div></div><div class=d4>\#(links)</div>
            """#
        ),
        (
            "comments longer than the article",
            #"""
            <div class=q1>\#(h1)<div class=q2>\#(paragraphs())</div><div class=q3><h3>30 voices</h3><ul>\#(comments)</ul></div></div>
            """#
        ),
        (
            "teasers longer than the article",
            #"""
            <div class=q1>\#(h1)<div class=q2>\#(paragraphs())</div></div><div class=q3>\#(teasers)</div>
            """#
        ),
        (
            "another article below, by its element",
            #"""
            <article>\#(h1)<div class=b>\#(paragraphs())</div></article><article>\#(other)</article>
            """#
        ),
        (
            "another article below, by its headline",
            #"""
            <div class=a>\#(h1)<div class=b>\#(paragraphs())</div></div><div class=a>\#(other)</div>
            """#
        ),
        (
            "cut into parts",
            #"""
            <main><section class=s>\#(h1)</section><section class=s>\#(paragraphs("p", 0..<2))</section><section class=s>\#(paragraphs("p", 2..<4))</section></main>\#(links)
            """#
        ),
        (
            "the last part a single paragraph",
            #"""
            <main>\#(h1)<div class=s>\#(paragraphs("p", 0..<3))</div><div class=s>\#(paragraphs("p", 3..<4))</div></main>\#(links)
            """#
        ),
        (
            "a box around the later paragraphs",
            #"""
            <main>\#(h1)<div class=x>\#(paragraphs("p", 0..<1))<div class=wall>\#(paragraphs("p", 1..<4))</div></div></main>\#(teasers)
            """#
        ),
        (
            "a box for each paragraph",
            #"""
            <main>\#(h1)\#(each("<div class=x><p>", "</p></div><div class=y>Advertisement</div>"))</main>\#(links)
            """#
        ),
        (
            "paragraphs that are divisions",
            #"""
            <div class=q1>\#(h1)<div class=q2>\#(paragraphs("div"))</div></div>\#(links)
            """#
        ),
        (
            "tables and fonts",
            #"""
            <table><tr><td>\#(menu)</td><td><font size=4><b>\#(Harbour.title)</b></font><br><br><font>\#(each("", "<br><br>"))</font></td><td>\#(links)</td></tr></table>
            """#
        ),
        (
            "a word processor's",
            #"""
            <div class=WordSection1>\#(h1)\#(each("<p class=MsoNormal><span lang=EN>", "<o:p></o:p></span></p><p><o:p>&nbsp;</o:p></p>"))</div>
            """#
        ),
        (
            "captions without a name",
            #"""
            <div class=q1>\#(h1)<div class=q2>\#(paragraphs("p", 0..<2))<div class=p1><img src=x><span>The ferry on Tuesday, as seen from the lighthouse. Picture: R. Eken.</span></div>\#(paragraphs("p", 2..<4))</div></div>
            """#
        ),
        (
            "a consent box first",
            #"""
            <div class=z1><div>\#(cookies)\#(cookies)</div></div><div class=q1>\#(h1)<div class=q2>\#(paragraphs())</div></div>
            """#
        ),
        (
            "inserts in the text",
            #"""
            <div class=q1>\#(h1)\#(paragraphs("p", 0..<2))<div class=n><h4>Newsletter</h4><p>Sign up for our newsletter and get the best of the day every morning.</p></div><div class=r><h4>Read more</h4><a href=/q>Lost sonata found</a></div>\#(paragraphs("p", 2..<4))</div>
            """#
        ),
        (
            "anchors that were left open",
            #"""
            <div class=q1><a name=top>\#(h1)\#(each("<a name=p><p>", "</p>"))</div>\#(links)
            """#
        ),
        (
            "below more levels than a parser takes",
            #"""
            \#(deep)\#(h1)\#(paragraphs())
            """#
        ),
        (
            "below tags that nobody closed",
            #"""
            <div>\#(h1)\#(each(String(repeating: "<span>", count: 100) + "<p>", "</p>"))</div>
            """#
        ),
    ]

    @Test("the article comes out whole and alone", arguments: layouts.indices)
    func layout(number: Int) {
        let (name, body) = Self.layouts[number]
        let outcome = read("<html><head><title>\(Harbour.title)</title></head><body>\(body)</body></html>")
        #expect(outcome.articles.first?.text == Harbour.text, "\(name)")
    }

    @Test("a live blog keeps its entries")
    func liveBlog() throws {
        let entries = Harbour.paragraphs[1...].map {
            "<div class=e><time>09:10</time><h2>Update</h2><p>\($0)</p><p>More to follow, the authority said.</p></div>"
        }
        let page =
            "<html><body>\(Self.menu)<div class=l>\(Self.h1)<p>\(Harbour.paragraphs[0])</p><div class=m>\(entries.joined())</div></div></body></html>"
        let lines = try #require(read(page).articles.first).text.split(separator: "\n").map(String.init)
        #expect(Harbour.paragraphs.allSatisfy(lines.contains))
        #expect(!lines.contains { $0.hasPrefix("Section") })
    }

    @Test("linked data whose markup was escaped, once or twice, gives plain paragraphs", arguments: [1, 2])
    func escapedLinkedData(times: Int) {
        var body = Self.paragraphs().replacing("\n", with: "")
        if times == 2 { body = body.replacing("<", with: "&lt;").replacing(">", with: "&gt;") }
        let page = """
            <html><head><script type="application/ld+json">{"@type": "NewsArticle", "headline": "\(Harbour.title)", "articleBody": "\(body)"}</script>
            </head><body>\(Self.h1)<p>\(Harbour.paragraphs[0])</p></body></html>
            """
        #expect(read(page).articles.first?.text == Harbour.text)
    }

    @Test("what a page leaves out is told, with the reason")
    func removed() throws {
        var options = ReaderOptions(now: now)
        options.keepRemoved = true
        let page = """
            <html><body><nav>\(Self.menu)</nav><div class=q>\(Self.h1)\(Self.paragraphs())</div><div style="display:none"><p>Not seen.</p></div>
            <div class=x>\(Self.links)</div><footer><p>The Kestrel Post is published by Harbour Media.</p></footer></body></html>
            """
        let article = try #require(read(page, options: options).articles.first)
        #expect(article.text == Harbour.text)
        func reason(_ text: String) -> RemovalReason? { article.removed.first { $0.text == text }?.reason }
        #expect(reason("Section 3") == .navigation)
        #expect(reason("Not seen.") == .hidden)
        #expect(reason("Council votes on parking plan number 4") == .linkList)
        #expect(reason("The Kestrel Post is published by Harbour Media.") == .aside)
        #expect(!article.removed.contains { Harbour.paragraphs.contains($0.text) })
    }
}

import Articles
import Testing

@Suite("HTML")
struct HTMLTests {
    private let head = """
        <!DOCTYPE html><html lang="en-GB"><head><title>\(Harbour.title) | The Kestrel Post</title>
        <meta property="og:title" content="\(Harbour.title)"><meta property="og:site_name" content="The Kestrel Post">
        <meta name="author" content="By Ines Marlow"><link rel="canonical" href="https://post.example/ferry">
        <meta property="article:published_time" content="2025-03-04T07:15:00+01:00">
        <script>document.write("<p>A script's paragraph that must not be read as one.</p>")</script></head>
        """

    private var body: String { Harbour.paragraphs.map { "<p>\($0)</p>" }.joined(separator: "\n") }

    @Test("the article is found among all that is around it")
    func page() throws {
        let list = (1...12).map { "<li><a href=\"/\($0)\">Another story of the day, number \($0)</a></li>" }.joined()
        let outcome = read(
            """
            \(head)<body><header><nav><ul>\(list)</ul></nav></header>
            <div class="page"><div class="column"><h1>\(Harbour.title)</h1><div class="byline">By Ines Marlow, Harbour Editor</div>
            <div class="share-bar"><a href="#">Share</a><a href="#">Tweet</a></div>
            <div class="story-body">\(body)<p>READ MORE: <a href="/x">Fog closes two airports</a></p>
            <figure><img src="x.jpg"><figcaption>The ferry on Tuesday. Photograph: Kestrel Post.</figcaption></figure></div>
            <div class="related-articles"><h2>Related</h2><ul>\(list)</ul></div>
            <div id="comments"><p>First comment: what a relief that nobody came to any harm in all this fog.</p></div></div>
            <aside><p>Subscribe for only two pounds a week and read every story we publish, wherever you are.</p></aside></div>
            <footer><p>The Kestrel Post is published by Harbour Media Ltd, 1 Quay Street, and regulated by nobody.</p></footer>
            </body></html>
            """)
        let article = try #require(outcome.articles.first)
        #expect(article.title == Harbour.title)
        #expect(article.text == Harbour.text)
        #expect(article.byline == "Ines Marlow")
        #expect(article.published?.description == "2025-03-04T06:15:00Z")
        #expect(article.language == "en-GB")
        #expect(article.url == "https://post.example/ferry")
        #expect(article.source == "The Kestrel Post")
        #expect(outcome.summary?.format == "HTML")
    }

    @Test("a page without any class or id is read by density")
    func bare() {
        let links = (1...20).map { "<td><a href=\"/\($0)\">Section \($0)</a></td>" }.joined()
        let outcome = read(
            "<html><body><table><tr>\(links)</tr></table><table><tr><td>\(body)</td></tr></table><p><a href=\"/\">Home page of this site</a></p></body></html>"
        )
        #expect(outcome.articles.first?.text == Harbour.text)
    }

    @Test("paragraphs made by line breaks alone are read")
    func breaks() {
        let outcome = read("<html><body><div>\(Harbour.paragraphs.joined(separator: "<br><br>"))</div></body></html>")
        #expect(outcome.articles.first?.text == Harbour.text)
    }

    @Test("linked data gives headline, date, author, and the body where the page does not")
    func linkedData() throws {
        let json = """
            {"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "headline": "No"}, {"@type": ["NewsArticle"],
            "headline": "\(Harbour.title)", "datePublished": "2025-03-04", "author": [{"@type": "Person", "name": "Ines Marlow"}],
            "publisher": {"name": "The Kestrel Post"}, "articleBody": "\(Harbour.paragraphs.joined(separator: "\\n\\n"))"}]}
            """
        let outcome = read(
            "<html><head><title>x</title><script type=\"application/ld+json\">\(json)</script></head><body><div id=app><p>Loading the page, please wait for it to come.</p></div></body></html>"
        )
        let article = try #require(outcome.articles.first)
        #expect(article.title == Harbour.title)
        #expect(article.text == Harbour.text)
        #expect(article.byline == "Ines Marlow")
        #expect(article.source == "The Kestrel Post")
        #expect(article.published?.description == "2025-03-04T00:00:00")
    }

    @Test(
        "the title is the headline without the site's name",
        arguments: [
            ("<title>Ferry runs aground off the point - The Post</title>", "Ferry runs aground off the point"),
            (
                "<title>Ferry runs aground off the point | News | The Post</title>",
                "Ferry runs aground off the point | News"
            ),
            ("<title>Ferry - a history of running aground</title>", "Ferry - a history of running aground"),
            (
                "<title>Post: Ferry aground – 4 March</title></head><body><h1>The Post</h1><h1>Ferry aground</h1>",
                "Ferry aground"
            ),
            (
                "<meta property=og:title content='Ferry aground | The Post'><meta property=og:site_name content='The Post'>",
                "Ferry aground"
            ),
        ])
    func title(head: String, expected: String) {
        #expect(read("<html><head>\(head)<p>\(Harbour.text)</p>").articles.first?.title == expected)
    }

    @Test("a page without text is refused")
    func noText() {
        #expect(read("<html><head><title>Nothing</title></head><body><img src=x></body></html>").whole?.code == .noText)
    }

    @Test("XML that is no page is refused by name")
    func xml() {
        #expect(read("<?xml version=\"1.0\"?><data><p>Words</p></data>").whole?.code == .unsupported)
        let xhtml =
            "<?xml version=\"1.0\"?><!-- page --><html xmlns=\"http://www.w3.org/1999/xhtml\"><body>\(body)</body></html>"
        #expect(read(xhtml).articles.first?.text == Harbour.text)
    }

    @Test("markup that browsers forgive is forgiven")
    func forgiving() {
        let outcome = read(
            "<html><body><div class='a' class=b \"stray\"><p>\(Harbour.paragraphs[0])<p>\(Harbour.paragraphs[1])<b><i>\(" ")</b>"
                + "<!-- a comment <p>with a tag</p> --><p>\(Harbour.paragraphs[2])</span></table><p>\(Harbour.paragraphs[3])<style>p{"
        )
        #expect(outcome.articles.first?.text == Harbour.text)
    }

    @Test("a comparison sign in text is text")
    func comparison() {
        let outcome = read(
            "<html><body><p>The pressure was < 3 bar and the depth > 20 m when the ferry stopped.</p></body></html>")
        #expect(outcome.articles.first?.text == "The pressure was < 3 bar and the depth > 20 m when the ferry stopped.")
    }
}

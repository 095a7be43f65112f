import GeneratedNews

/// A page around a generated article, without scripts or styles, which cost nearly nothing to read: menus, teasers and
/// comments up to a size.
enum GeneratedPage {
    static func html(size: Int, from news: inout NewsGenerator) -> String {
        let (title, text) = news.next().strings
        let paragraphs = text.split(separator: ". ").map { "<p class=\"text\">\($0).</p>\n" }.joined()
        var page = """
            <!DOCTYPE html><html lang="en"><head><title>\(title)</title><meta property="og:title" content="\(title)"></head>
            <body><div class="page"><h1>\(title)</h1><div class="story-body">\(paragraphs)</div>

            """
        while page.utf8.count < size {
            let (title, text) = news.next().strings
            page += """
                <div class="teaser" id="t\(page.utf8.count)"><a href="/news/\(page.utf8.count)"><img src="/i.jpg" alt=""></a>
                <h3><a href="/news/\(page.utf8.count)">\(title)</a></h3><p>\(text.prefix(200)).</p>
                <ul class="menu"><li><a href="/a">News</a></li><li><a href="/b">Sport</a></li><li><a href="/c">Weather</a></li></ul></div>

                """
        }
        return page + "</div></body></html>"
    }
}

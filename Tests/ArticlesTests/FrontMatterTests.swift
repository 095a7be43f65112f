import Articles
import Testing

@Suite("Front matter")
struct FrontMatterTests {
    @Test("text as trafilatura writes it with metadata, a colon in the headline included")
    func trafilatura() throws {
        let outcome = read(
            """
            ---
            title: Ferry aground: all 214 aboard safe
            author: Ada Quist; Ben Roe
            url: https://press.example/ferry
            hostname: press.example
            description: A ferry ran aground.
            sitename: Harbour Press
            date: 2025-03-04
            categories: ['Coast', 'News']
            tags: []
            fingerprint: a1b2c3d4
            license: None
            ---
            A ferry with 214 people ran aground off Kestrel Point on Tuesday.
            Nobody was hurt, the harbour authority said.
            """)
        #expect(outcome.summary == ReadSummary(format: "front matter", charset: "UTF-8", count: 1, refused: 0))
        let article = try #require(outcome.articles.first)
        #expect(article.title == "Ferry aground: all 214 aboard safe")
        #expect(
            article.text
                == "A ferry with 214 people ran aground off Kestrel Point on Tuesday.\nNobody was hurt, the harbour authority said."
        )
        #expect(article.byline == "Ada Quist, Ben Roe")
        #expect(article.published?.description == "2025-03-04T00:00:00")
        #expect(article.url == "https://press.example/ferry")
        #expect(article.source == "Harbour Press")
    }

    @Test("Markdown under YAML as site generators keep it, in CRLF lines too", arguments: ["\n", "\r\n"])
    func markdown(newline: String) throws {
        let lines = [
            "---", "# a comment", #"title: "Ferry \"Maren\" aground""#, "authors:", "  - Ada Quist", "  - 'Ben O''Roe'",
            "date: 2025-03-04T07:15:00+01:00", "lang: en", "draft: false", "description: >-", "  Folded", "  lines",
            "---", "", "# Ferry \"Maren\" aground", "", "![The ferry](ferry.jpg)", "",
            "A **ferry** with [214 *people*](https://press.example/x_(y)) ran _aground_ at 2 * 3 snake_case miles.", "",
            "> Nobody was hurt\\!", "", "```", "The end.", "```",
        ]
        let article = try #require(read(lines.joined(separator: newline)).articles.first)
        #expect(article.title == "Ferry \"Maren\" aground")
        #expect(article.byline == "Ada Quist, Ben O'Roe")
        #expect(article.published?.description == "2025-03-04T06:15:00Z")
        #expect(article.language == "en")
        #expect(
            article.text
                == "A ferry with 214 people ran aground at 2 * 3 snake_case miles.\nNobody was hurt!\nThe end.")
    }

    @Test(
        "what only looks like front matter is plain text",
        arguments: [
            "---\nFerry aground\n---\nA ferry ran aground on Tuesday, the harbour said.",
            "---\nno: article: in: it\n---\nA ferry ran aground on Tuesday, the harbour said.",
            "---\ntitle: never closed\n\nA ferry ran aground on Tuesday, the harbour said.",
            "--- \n\nA ferry ran aground on Tuesday, the harbour said.",
        ])
    func plain(text: String) {
        let outcome = read(text)
        #expect(outcome.summary?.format == "text")
        #expect(outcome.articles.first?.text.hasSuffix("A ferry ran aground on Tuesday, the harbour said.") == true)
    }

    @Test("front matter without a text is refused")
    func noText() {
        #expect(read("---\ntitle: Ferry\n---\n").whole == Refusal(.noText, "no article text"))
    }
}

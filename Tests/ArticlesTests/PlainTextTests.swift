import Articles
import Testing

@Suite("Plain text")
struct PlainTextTests {
    private func lines(_ lines: [String]) -> String { lines.joined(separator: "\n\n") }

    @Test("headline and paragraphs are told apart")
    func plain() {
        let outcome = read(lines([Harbour.title] + Harbour.paragraphs))
        #expect(outcome.articles.first?.title == Harbour.title)
        #expect(outcome.articles.first?.text == Harbour.text)
        #expect(outcome.summary == ReadSummary(format: "text", charset: "UTF-8", count: 1, refused: 0))
    }

    @Test("a copyright line, a repeated headline and a subscribers' tail are no part of the article")
    func pageWithTail() {
        let text =
            "© 2025 Harbour Media Ltd. All rights reserved.\n\(Harbour.title)\n\n\(Harbour.title)\n\n"
            + lines(Harbour.paragraphs)
            + "\n\nWant to leave a tip?\n\nYou keep us going. Readers such as you pay for every story.\n"
            + "Want to join the conversation?\nAlready a subscriber?\n"
        let article = read(text).articles.first
        #expect(article?.title == Harbour.title)
        #expect(article?.text == Harbour.text)
    }

    @Test("icon names, a date line and inserts are no part of the article")
    func pageWithIcons() {
        let icons = [
            "home", "search", "menu", "close", "share", "mail", "user", "play", "pause", "left", "right", "up",
        ]
        .map { "\($0)-glyphglyph" }.joined(separator: " ")
        let text =
            "\(icons)\n4 Mar, 2025 07:15\n\n\(Harbour.title)\n\n\(Harbour.title)\n\n\(Harbour.paragraphs[0])\n\n"
            + "READ MORE: Fog closes two airports\n\n\(Harbour.paragraphs[1])\n\n\(Harbour.paragraphs[2])\n\n"
            + "Read also: What divers look for\n\n\(Harbour.paragraphs[3])\n\nRelated Content\n\nTen ferries that ran aground\n"
        let article = read(text).articles.first
        #expect(article?.title == Harbour.title)
        #expect(article?.text == Harbour.text)
        #expect(article?.published?.description == "2025-03-04T07:15:00")
    }

    @Test("a menu above and a list of headlines below go")
    func menu() {
        let text =
            "Home\nNews\nSport\nWeather\nTravel\nMore\n\n" + lines([Harbour.title] + Harbour.paragraphs)
            + "\n\nMost read\nRain to last all week\nCouncil votes on parking\n\nHome | News | Sport | Weather | Travel\n"
        let article = read(text).articles.first
        #expect(article?.title == Harbour.title)
        #expect(article?.text == Harbour.text)
    }

    @Test(
        "sentences that only resemble boilerplate stay",
        arguments: [
            "Read more carefully, the report says the opposite.",
            "Subscribe is not what the band wants its listeners to do, its singer said on Tuesday.",
            "Copyright law was the reason the library gave.",
            "Related to this is the question of who pays for the bridge.",
            "Watch sales fell by a third in the last quarter.",
            "Comments by the minister angered the unions, and the talks broke down.",
            "Share prices fell on Monday.",
            "The sign read: log in to the office before nine.",
            "More news from the front is expected tonight, the general said.",
            "Advertisement spending rose by 4 percent.",
        ])
    func resembling(sentence: String) {
        let article = read(lines([Harbour.title, Harbour.paragraphs[0], sentence, Harbour.paragraphs[1]])).articles
            .first
        #expect(article?.text.contains(sentence) == true)
    }

    @Test(
        "boilerplate lines go, wherever they stand",
        arguments: [
            "READ MORE: Fog closes two airports", "Read more: Fog closes two airports",
            "Lire aussi : Deux aéroports fermés",
            "Share this article", "Advertisement", "ADVERTISEMENT", "Sign up for our daily newsletter",
            "Follow us on Twitter",
            "Copyright 2025 Harbour Media", "(c) 2025 Harbour Media", "© Harbour Media",
            "We use cookies to improve this site.",
            "RELATED: Fog closes two airports", "Subscribe now", "Click here to read the first part", "* * *",
            "Читайте также", "ЧИТАЙТЕ ТАКЖЕ: Туман", "PUBLICITÉ", "اقرأ أيضا", "延伸阅读",
            "Wir verwenden Cookies für diese Seite.",
            "SEE ALSO Fog closes two airports", "Home | News | Sport | Weather",
        ])
    func boilerplate(line: String) {
        let article = read(lines([Harbour.title, Harbour.paragraphs[0], line, Harbour.paragraphs[1]])).articles.first
        #expect(article?.text == Harbour.paragraphs[0] + "\n" + Harbour.paragraphs[1])
    }

    @Test("a first line that is a sentence, or the start of a wrapped one, is no headline")
    func noHeadline() {
        let sentence = read(lines(Harbour.paragraphs)).articles.first
        #expect(sentence?.title == "")
        #expect(sentence?.text == Harbour.text)
        let wrapped = read(
            "A passenger ferry with 214 people on board\nran aground off Kestrel Point early on Tuesday\nafter losing its steering in fog.\n"
        )
        #expect(wrapped.articles.first?.title == "")
    }

    @Test("a headline without a blank line after it is found")
    func tightHeadline() {
        let article = read(([Harbour.title, "March 04, 2025"] + Harbour.paragraphs).joined(separator: "\n")).articles
            .first
        #expect(article?.title == Harbour.title)
        #expect(article?.published?.description == "2025-03-04T00:00:00")
        #expect(article?.text == Harbour.text)
    }

    @Test("lines broken to a width become paragraphs again")
    func wrapped() {
        func wrap(_ text: String) -> String {
            var lines = [""]
            for word in text.split(separator: " ") {
                if lines[lines.count - 1].count + word.count > 60 { lines.append("") }
                lines[lines.count - 1] += (lines[lines.count - 1].isEmpty ? "" : " ") + word
            }
            return lines.joined(separator: "\n")
        }
        let indented =
            wrap(Harbour.paragraphs[0]) + "\n    " + Harbour.paragraphs[1...].map(wrap).joined(separator: "\n    ")
        #expect(read(indented).articles.first?.text == Harbour.text)
        #expect(read(lines(Harbour.paragraphs.map(wrap))).articles.first?.text == Harbour.text)
    }

    @Test("a JSON text loses only what is clearly boilerplate, and may hold its headline")
    func field() throws {
        func json(_ text: String) -> String {
            #"{"text": "\#(text.replacing("\n", with: "\\n").replacing("\"", with: "\\\""))"}"#
        }
        let titled = try #require(read(json(lines([Harbour.title] + Harbour.paragraphs))).articles.first)
        #expect(titled.title == Harbour.title)
        #expect(titled.text == Harbour.text)
        let tail = lines(Harbour.paragraphs) + "\n\nRelated Content\n\nTen ferries that ran aground in fog"
        #expect(read(json(tail)).articles.first?.text.hasSuffix("Ten ferries that ran aground in fog") == true)
        let insert = lines([Harbour.paragraphs[0], "READ MORE: Fog closes two airports", Harbour.paragraphs[1]])
        #expect(read(json(insert)).articles.first?.text == Harbour.paragraphs[0] + "\n" + Harbour.paragraphs[1])
    }

    @Test("a text in another script keeps its headline and paragraphs")
    func scripts() {
        let japanese = read("フェリーが岬沖で座礁、全員無事\n\n火曜日の早朝、乗客二百十四人を乗せたフェリーが濃い霧の中で座礁した。\n\nけが人はなかった。\n")
        #expect(japanese.articles.first?.title == "フェリーが岬沖で座礁、全員無事")
        #expect(japanese.articles.first?.text == "火曜日の早朝、乗客二百十四人を乗せたフェリーが濃い霧の中で座礁した。\nけが人はなかった。")
    }
}

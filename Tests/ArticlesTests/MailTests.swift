import Articles
import Testing

@Suite("Mail")
struct MailTests {
    private static let body = Harbour.paragraphs.joined(separator: "\n\n")
    private static let html =
        "<html><body><h1>\(Harbour.title)</h1>" + Harbour.paragraphs.map { "<p>\($0)</p>" }.joined() + "</body></html>"

    private static let header = """
        Return-Path: <bounce@post.example>
        Received: from mx.post.example (mx.post.example [192.0.2.1])
        \tby mail.reader.example with ESMTPS id abc123; Tue, 4 Mar 2025 07:15:03 +0100
        From: "Marlow, Ines" <ines@News.Post.example>
        To: desk@reader.example
        Subject: \(Harbour.title)
        Date: Tue, 04 Mar 2025 07:15:00 +0100 (CET)
        Message-ID: <20250304.1@post.example>
        Content-Language: en-GB
        MIME-Version: 1.0

        """

    private static func message(_ fields: String, _ body: String) -> String {
        (header + fields + "\n" + body).split(separator: "\n", omittingEmptySubsequences: false).joined(
            separator: "\r\n")
    }

    @Test("a plain message is an article, its header the fields")
    func plain() throws {
        let outcome = read(
            Self.message("Content-Type: text/plain; charset=\"utf-8\"\nContent-Transfer-Encoding: 8bit\n", Self.body))
        let article = try #require(outcome.articles.first)
        #expect(article.title == Harbour.title)
        #expect(article.text == Harbour.text)
        #expect(article.byline == "Marlow, Ines")
        #expect(article.source == "news.post.example")
        #expect(article.published?.description == "2025-03-04T06:15:00Z")
        #expect(article.language == "en-GB")
        #expect(article.guid == "20250304.1@post.example")
        #expect(outcome.summary == ReadSummary(format: "mail", charset: "UTF-8", count: 1, refused: 0))
    }

    @Test("of alternatives the plain one is read, whatever they are within; files are left out")
    func alternatives() throws {
        var options = ReaderOptions(now: now)
        options.keepRemoved = true
        let outcome = read(
            Self.message(
                "Content-Type: multipart/mixed; boundary=\"outer=_1\"\n",
                """
                This is a multi-part message in MIME format.
                --outer=_1
                Content-Type: multipart/related; boundary=outer=_1_in

                --outer=_1_in
                Content-Type: multipart/alternative;
                 boundary="----=_Part_2"

                ------=_Part_2
                Content-Type: text/plain; charset=iso-8859-1
                Content-Transfer-Encoding: quoted-printable

                \(Self.body.replacing("“", with: "\"").replacing("”", with: "\"").replacing("a long scrape", with: "a l=6Fng scr=\nape"))
                ------=_Part_2
                Content-Type: text/html; charset=utf-8

                <p>Another text, which is not read because there is a plain one.</p>
                ------=_Part_2--

                --outer=_1_in
                Content-Type: image/png; name="logo.png"
                Content-Transfer-Encoding: base64

                iVBORw0KGgo=
                --outer=_1_in--
                --outer=_1
                Content-Type: text/plain; name="notes.txt"
                Content-Disposition: attachment; filename="notes.txt"

                Notes that are no part of it.
                --outer=_1--
                An epilogue.
                """), options: options)
        let article = try #require(outcome.articles.first)
        #expect(article.text == Harbour.text.replacing("“", with: "\"").replacing("”", with: "\""))
        #expect(article.removed == [RemovedText("notes.txt", .attachment)])
    }

    @Test("a message in HTML alone is read as a page is")
    func htmlOnly() throws {
        let base64 = Self.base64(Array(Self.html.utf8))
        let outcome = read(
            Self.message("Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: base64\n", base64))
        #expect(outcome.articles.map(\.text) == [Harbour.text])
        // A plain part that only points elsewhere.
        let pointer = read(
            Self.message(
                "Content-Type: multipart/alternative; boundary=b\n",
                "--b\n\nView this email in your browser: https://post.example/1\n--b\nContent-Type: text/html\n"
                    + "Content-Transfer-Encoding: base64\n\n\(base64)\n--b--\n"))
        #expect(pointer.articles.map(\.text) == [Harbour.text])
    }

    private static func base64(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var out = ""
        for (number, start) in stride(from: 0, to: bytes.count, by: 3).enumerated() {
            let three = (0..<3).map { start + $0 < bytes.count ? Int(bytes[start + $0]) : 0 }
            let bits = three[0] << 16 | three[1] << 8 | three[2]
            for place in 0..<4 {
                out.append(start + place <= bytes.count ? alphabet[bits >> (18 - 6 * place) & 63] : "=")
            }
            if number % 19 == 18 { out.append("\n") }
        }
        return out
    }

    @Test(
        "encoded words are decoded",
        arguments: [
            ("=?UTF-8?Q?F=C3=A4hre_l=C3=A4uft_auf_Grund?=", "Fähre läuft auf Grund"),
            ("=?iso-8859-1?q?F=E4hre?= auf Grund", "Fähre auf Grund"),
            ("=?utf-8?B?RsOkaHJl?=\n =?utf-8?B?IGF1ZiBHcnVuZA==?=", "Fähre auf Grund"),
            // A character cut in two between words.
            ("=?utf-8?B?RsM=?= =?utf-8?B?pGhyZQ==?=", "Fähre"),
            ("=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", "日本"),
            ("=?koi8-r?B?8MHSz80=?= =?windows-1251?Q?_=E2_=EC=EE=F0=E5?=", "Паром в море"),
            ("=?UTF-8*de?Q?F=C3=A4hre?=", "Fähre"),
            ("Ferry =? aground ?= =?x?Q?y", "Ferry =? aground ?= =?x?Q?y"),
            ("=?no-such-set?Q?Ferry?=", "Ferry"),
            ("Re: =?UTF-8?Q?A=20=22quoted=22=3F?=", "Re: A \"quoted\"?"),
        ])
    func encodedWords(field: String, text: String) {
        let outcome = read(
            "From: a@post.example\nSubject: \(field)\nDate: Tue, 4 Mar 2025 07:15:00 +0100\n\n\(Self.body)\n")
        #expect(outcome.articles.first?.title == text)
    }

    @Test(
        "senders in all forms",
        arguments: [
            ("Ines Marlow <ines@post.example>", "Ines Marlow", "post.example"),
            ("=?utf-8?Q?In=C3=A9s?= Marlow <i@post.example>", "Inés Marlow", "post.example"),
            ("\"=?utf-8?Q?In=C3=A9s?=\" <i@post.example>", "Inés", "post.example"),
            ("ines@post.example (Ines Marlow)", "Ines Marlow", "post.example"),
            ("<ines@post.example>", "ines@post.example", "post.example"),
            ("ines@POST.example", "ines@post.example", "post.example"),
            ("A <a@one.example>, B <b@two.example>", "A", "one.example"),
            ("\"A \\\"B\\\" C\" <a@one.example>", "A \"B\" C", "one.example"),
            ("\"a@one.example\" <a@one.example>", "a@one.example", "one.example"),
        ])
    func senders(field: String, byline: String, source: String) {
        let article = read("From: \(field)\nMessage-ID: <1@x>\n\n\(Self.body)\n").articles.first
        #expect(article?.byline?.lowercased() == byline.lowercased())
        #expect(article?.source == source)
    }

    @Test("quotations, signatures and footers are left out, and told")
    func boilerplate() throws {
        var options = ReaderOptions(now: now)
        options.keepRemoved = true
        let outcome = read(
            Self.message(
                "Content-Type: text/plain; charset=utf-8\n",
                """
                View this email in your browser (https://post.example/1)

                \(Harbour.paragraphs[0])

                On Mon, 3 Mar 2025 at 18:00, Desk <desk@post.example>
                wrote:
                > Is there any news of the ferry?
                >> It is late.

                \(Harbour.paragraphs[1])

                From the harbour, the crew could be seen on deck.

                --\(" ")
                Ines Marlow
                The Kestrel Post, 1 Quay Street

                _______________________________________________
                ferry-news mailing list
                To unsubscribe visit https://post.example/lists
                """), options: options)
        let article = try #require(outcome.articles.first)
        #expect(
            article.text
                == [Harbour.paragraphs[0], Harbour.paragraphs[1], "From the harbour, the crew could be seen on deck."]
                .joined(separator: "\n"))
        #expect(article.removed.map(\.reason) == [.mailFooter, .quotedMessage, .signature])
        #expect(article.removed[1].text.hasPrefix("On Mon, 3 Mar") && article.removed[1].text.hasSuffix("It is late."))
    }

    @Test("words that footers use do not cut an article that uses them")
    func noFooter() {
        let text = [
            "The regulator told shops to let customers unsubscribe as easily as they subscribe, after a year of complaints.",
            Harbour.paragraphs[0], Harbour.paragraphs[1], Harbour.paragraphs[3],
        ]
        let outcome = read(
            "From: a@post.example\nDate: Tue, 4 Mar 2025 07:15:00 +0100\nSubject: Rules\n\n\(text.joined(separator: "\n\n"))\n"
        )
        #expect(outcome.articles.first?.text == text.joined(separator: "\n"))
    }

    @Test("flowed lines are paragraphs again")
    func flowed() {
        let words = Harbour.paragraphs.map { $0.replacing(" ", with: " \n", maxReplacements: 3) }
        let outcome = read(
            Self.message("Content-Type: text/plain; charset=utf-8; format=flowed\n", words.joined(separator: "\n\n")))
        #expect(outcome.articles.first?.text == Harbour.text)
    }

    @Test("a forwarded message is read where nothing else is there")
    func forwarded() {
        let outcome = read(
            Self.message(
                "Content-Type: multipart/mixed; boundary=b\n",
                "--b\nContent-Type: message/rfc822\n\nFrom: x@y.example\nSubject: Inner\n\n\(Self.body)\n--b--\n"))
        #expect(outcome.articles.map(\.text) == [Harbour.text])
        #expect(outcome.articles.first?.source == "news.post.example")
    }

    @Test(
        "articles that begin somewhat like messages are none",
        arguments: [
            "From: the editors\nSubject: the harbour\n\n",
            "Title: \(Harbour.title)\nDate: 4 March 2025\n\n",
            "From: desk@post.example, the following report:\nIt was a long night at the harbour.\n\n",
            "Update: \(Harbour.title)\n\n",
            "From Kestrel Point at 07:15 in 2025 came the first call for help\n\n",
        ])
    func noMail(start: String) {
        #expect(read(start + Self.body).summary?.format == "text")
    }

    @Test("a message without text is refused")
    func empty() {
        #expect(
            read(Self.message("Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n", "JVBERi0=")).whole?
                .code == .noText)
        #expect(
            read(Self.message("Content-Type: multipart/mixed; boundary=b\n", "--b\n\n--b--")).whole?.code == .noText)
        #expect(read(Self.message("Content-Type: multipart/mixed\n", Self.body)).whole?.code == .noText)
    }

    @Test("parts within parts, and fields without end, take time by their size only")
    func hostile() {
        var deep = ""
        for level in 0..<2000 { deep += "Content-Type: multipart/mixed; boundary=b\(level)\n\n--b\(level)\n" }
        for text in [
            Self.message(deep, Self.body),
            Self.message(
                "Content-Type: multipart/mixed; boundary=b\n", String(repeating: "--b\n\nx\n", count: 100_000)),
            Self.message(
                "Content-Type: multipart/mixed; boundary=b\n",
                String(repeating: "--b\nContent-Type: multipart/mixed; boundary=b\n\n", count: 20_000)),
            Self.header + String(repeating: "X: y\n", count: 300_000),
            Self.header + "X: " + String(repeating: "=?utf-8?Q?", count: 20_000) + "\n\nx",
            Self.message("", String(repeating: "On a, b wrote:\n> x\n", count: 50_000)),
            Self.message("", String(repeating: "-- \n", count: 100_000)),
            "From: a@b.example\nSubject: " + String(repeating: "=?utf-8?Q?", count: 20_000)
                + "\nDate: x\n\nText of it all.",
        ] {
            let time = ContinuousClock().measure { _ = read(text) }
            #expect(time < .seconds(20), "\(text.prefix(400).suffix(60))")
        }
    }
}

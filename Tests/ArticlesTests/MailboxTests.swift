import Articles
import Testing

@Suite("Mailboxes")
struct MailboxTests {
    /// As Python's `mailbox`, mutt and procmail write it (mboxrd quoting).
    private static func message(_ number: Int, _ body: String = Harbour.text) -> String {
        """
        From desk@post.example Tue Mar  4 07:15:0\(number % 10) 2025
        From: Desk <desk@post.example>
        Subject: Report \(number)
        Date: Tue, 04 Mar 2025 07:15:00 +0100
        Message-ID: <\(number)@post.example>

        \(body)


        """
    }

    @Test("each message is an article at its position")
    func messages() {
        let outcome = read((1...3).map { Self.message($0) }.joined())
        #expect(outcome.articles.map(\.title) == ["Report 1", "Report 2", "Report 3"])
        #expect(outcome.articles.map(\.guid) == ["1@post.example", "2@post.example", "3@post.example"])
        #expect(outcome.articles.allSatisfy { $0.text == Harbour.text })
        #expect(outcome.summary == ReadSummary(format: "mbox", charset: "UTF-8", count: 3, refused: 0))
        let crlf = read((1...3).map { Self.message($0) }.joined().replacing("\n", with: "\r\n"))
        #expect(crlf.articles == outcome.articles)
    }

    @Test("lines that begin with From are text, quoted or not")
    func quoting() {
        let first = "\(Harbour.paragraphs[0])\n\n>From the harbour the crew could be seen on deck.\n\n"
        let second = "From Kestrel Point at 07:15 the boats came back; it was the worst night of 2025 so far.\n\n"
        let third = ">>From quoted twice is quoted once here.\n\n\(Harbour.paragraphs[1])"
        let outcome = read(Self.message(1, first + second + third) + Self.message(2))
        #expect(outcome.articles.count == 2)
        #expect(
            outcome.articles.first?.text
                == [
                    Harbour.paragraphs[0], "From the harbour the crew could be seen on deck.",
                    "From Kestrel Point at 07:15 the boats came back; it was the worst night of 2025 so far.",
                    Harbour.paragraphs[1],
                ].joined(separator: "\n"))
    }

    @Test("a message without text is refused alone")
    func refused() {
        let outcome = read(Self.message(1) + Self.message(2, "") + Self.message(3))
        #expect(outcome.articles.map(\.title) == ["Report 1", "Report 3"])
        #expect(outcome.refusals.map(\.position) == [2])
    }

    @Test("a compressed mailbox is read a piece at a time", arguments: ["gzip", "zstd"])
    func packed(kind: String) {
        let text = Array((0..<8000).map { Self.message($0) }.joined().utf8)
        var limits = ReaderLimits()
        limits.fileBytes = 2 << 20
        limits.unpackedRatio = 10_000
        let outcome = read(kind == "gzip" ? Packing.gzip(text) : Packing.zstd(text), limits: limits)
        #expect(outcome.whole == nil && outcome.refusals.isEmpty)
        #expect(outcome.articles.map(\.title) == (0..<8000).map { "Report \($0)" })
    }

    @Test("a mailbox cut off keeps what came whole")
    func truncated() {
        let text = (1...3).map { Self.message($0) }.joined()
        let outcome = read(String(text.dropLast(Harbour.text.count / 2)))
        #expect(outcome.articles.count == 3)
        let header = read(Self.message(1) + "From desk@post.example Tue Mar  4 07:15:00 2025\nFrom: x@y.example\n")
        #expect(header.articles.count == 1 && header.refusals.map(\.refusal.code) == [.noText])
    }
}

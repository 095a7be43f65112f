import Articles
import Testing

@Suite("Dates")
struct TimestampTests {
    @Test(
        "each form of date is read",
        arguments: [
            ("2014-12-21T12:32:00Z", "2014-12-21T12:32:00Z"),
            ("2014-12-21T12:32:00.123+01:00", "2014-12-21T11:32:00Z"),
            ("2014-12-21T12:32", "2014-12-21T12:32:00"),
            ("2014-12-21 12:32:05", "2014-12-21T12:32:05"),
            ("2014-12-21 12:32:05 UTC", "2014-12-21T12:32:05Z"),
            ("20141221T123205-0500", "2014-12-21T17:32:05Z"),
            ("2014-12-21", "2014-12-21T00:00:00"),
            ("2014/12/21", "2014-12-21T00:00:00"),
            ("Sun, 21 Dec 2014 12:32:05 GMT", "2014-12-21T12:32:05Z"),
            ("Sun, 21 Dec 14 12:32:05 -0500", "2014-12-21T17:32:05Z"),
            ("21 Dec 2014 12:32 EST", "2014-12-21T17:32:00Z"),
            ("21 Dec, 2014 12:32", "2014-12-21T12:32:00"),
            ("May 03, 2013", "2013-05-03T00:00:00"),
            ("Published: December 21, 2014 at 1:05 p.m.", "2014-12-21T13:05:00"),
            ("12:05 AM, 3rd of March 1999", "1999-03-03T00:05:00"),
            ("26-FEB-1987 15:02:20.00", "1987-02-26T15:02:20"),
            ("29 Feb 2016", "2016-02-29T00:00:00"),
            ("21.12.2014", "2014-12-21T00:00:00"),
            ("12/21/2014", "2014-12-21T00:00:00"),
            ("21/12/2014 08:15", "2014-12-21T08:15:00"),
            ("Sunday, 21-Dec-14 12:32:05 GMT", "2014-12-21T12:32:05Z"),
            ("Sun Dec 21 12:32:05 2014", "2014-12-21T12:32:05"),
            ("Sonntag, 21. Dezember 2014, 12:32 Uhr", "2014-12-21T12:32:00"),
            ("5. März 2014", "2014-03-05T00:00:00"),
            ("Publié le 1er août 2014 à 12h32", "2014-08-01T12:32:00"),
            ("21 DÉCEMBRE 2014", "2014-12-21T00:00:00"),
            ("21 de diciembre de 2014", "2014-12-21T00:00:00"),
            ("domenica 21 dicembre 2014", "2014-12-21T00:00:00"),
            ("21 de dezembro de 2014 às 12:32", "2014-12-21T12:32:00"),
            ("zondag 21 maart 2014 om 12:32", "2014-03-21T12:32:00"),
            ("21 декабря 2014 г. 12:32", "2014-12-21T12:32:00"),
            ("21 grudnia 2014", "2014-12-21T00:00:00"),
            ("2014年12月21日 12:32", "2014-12-21T12:32:00"),
            ("2014년 12월 21일", "2014-12-21T00:00:00"),
            ("1419165120", "2014-12-21T12:32:00Z"),
            ("1419165120.25", "2014-12-21T12:32:00Z"),
            ("1419165120000", "2014-12-21T12:32:00Z"),
        ])
    func reads(text: String, moment: String) {
        #expect(Timestamp(parsing: text, now: now)?.description == moment)
    }

    @Test(
        "what is no date, or an impossible or future one, is dropped",
        arguments: [
            "", "None", "null", "yesterday", "2014", "2014-13-01", "2014-02-30", "29 Feb 2015", "2014-12-21T25:00:00",
            "0001-01-01T00:00:00Z", "2030-01-01", "03/04/2014", "Dec 2014", "2014-12-21T12:32:00+99:00",
            "Twenty people met on 21 Dec 2014", "21 Dec 2014 21 Jan 2015", "99999999999999999999-01-01", "::::", "--",
            "2014-12-21T12:32:00Z and more", String(repeating: "2014-12-21 ", count: 20),
        ])
    func drops(text: String) {
        #expect(Timestamp(parsing: text, now: now) == nil)
    }

    @Test("a date within two days of the present is kept, whatever the clocks")
    func tomorrow() {
        #expect(Timestamp(parsing: "2025-11-15T02:00:00Z", now: now) != nil)
        #expect(Timestamp(parsing: "2025-11-15T03:00:00Z", now: now) == nil)
        #expect(Timestamp(parsing: "2025-11-15T03:00:00Z") != nil)
    }

    @Test("a date that is dropped is noted, with the fault")
    func notes() throws {
        let stated: [(date: String, fault: ArticleNote.DateFault?)] = [
            ("2031-01-01", .future), ("2014-02-30", .impossible), ("0001-01-01T00:00:00Z", .impossible),
            ("soon", .unknown), ("2014-12-21", nil),
        ]
        for (date, fault) in stated {
            for text in [
                #"{"text": "A text of its own.", "date": "\#(date)"}"#,
                "<rss><channel><item><description>A text of its own.</description><pubDate>\(date)</pubDate></item></channel></rss>",
                "---\ndate: \(date)\n---\nA text of its own, and a sentence.",
            ] {
                let article = try #require(read(text).articles.first, "\(text)")
                #expect(article.notes == (fault.map { [.droppedDate(date, $0)] } ?? []), "\(text)")
                #expect((article.published == nil) == (fault != nil))
            }
        }
        let second = try #require(
            read(#"{"text": "A text.", "published": "2099-01-01", "date": "2014-12-21"}"#).articles.first)
        #expect(second.published?.description == "2014-12-21T00:00:00")
        #expect(second.notes.map(\.description) == ["date dropped (in the future): 2099-01-01"])
    }

    @Test("every day of four centuries is written as it was read")
    func calendar() {
        for days in stride(from: Int64(-171_000), through: 30_000, by: 1) {
            let written = Timestamp(seconds: days * 86400, zoneStated: true).description
            guard let read = Timestamp(parsing: written) else {
                Issue.record("\(written) was not read")
                return
            }
            #expect(read.seconds == days * 86400)
        }
    }

    @Test("any moment can be described")
    func extremes() {
        for seconds in [Int64.min, Int64.min + 1, -1, 0, Int64.max] {
            #expect(Timestamp(seconds: seconds, zoneStated: false).description.contains("T"))
        }
        #expect(Timestamp(seconds: -1, zoneStated: true).description == "1969-12-31T23:59:59Z")
    }
}

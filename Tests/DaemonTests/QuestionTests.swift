import Foundation
import Glibc
import Ledger
import Logging
import SystemPackage
import Testing

@testable import Daemon

@Suite("Questions over the control socket")
struct QuestionTests {
    /// A daemon with a story of two articles and one of a single article, and its desk behind a socket while `body` runs.
    private func serving(
        bounds: AnswerBounds = AnswerBounds(), patience: Double = 30,
        _ body: (TestDaemon, FilePath, _ stories: [String]) throws -> Void
    ) throws {
        let daemon = try TestDaemon()
        try daemon.start()
        for (place, (name, text)) in [
            ("flood.txt", Texts.flood("Ferries run instead.")), ("again.txt", Texts.flood("Ferries run instead.")),
            ("chess.txt", Texts.chess),
        ].enumerated() {
            try daemon.drop(name, text)
            _ = try daemon.waitForDecisions(place + 1)
        }
        let shared = try #require(daemon.pipeline).shared
        let desk = QuestionDesk(ledger: daemon.settings.ledger.path, bounds: bounds, patience: patience) {
            shared.isStopped
        }
        let control = daemon.root.appending("control")
        let server = try ControlServer(path: control, logger: Logger(label: "test")) { request, _ in
            guard case .ask(let question) = request else { return .refused(reason: "not this") }
            return desk.answer(question)
        }
        let thread = StageThread("server") { server.run() }
        defer {
            server.stop()
            thread.join(timeout: 10)
        }
        try body(daemon, control, daemon.sink.decisions.compactMap { $0["STORY_ID"] })
    }

    private func refusal(_ question: Question, _ control: FilePath) throws -> String? {
        guard case .refused(let reason)? = try ControlClient(path: control).ask(.ask(question)) else { return nil }
        return reason
    }

    @Test("each is answered as by the ledger itself")
    func same() throws {
        try serving { daemon, control, stories in
            let questions: [(Question, count: Int)] = [
                (.stories(StoryQuery()), 2), (.stories(StoryQuery(minimumSize: 2, order: .size, limit: 1)), 1),
                (.stories(StoryQuery(since: .max)), 0), (.story(id: stories[0].uppercased()), 2),
                (.story(id: String(stories[2].prefix(8))), 1), (.story(id: "none"), 0),
                (.article("flood.txt", limit: 20, withText: true), 1), (.article("2", limit: 1, withText: false), 1),
                (.article("nothing.txt", limit: 20, withText: true), 0),
                (.search(words: "ferries run", since: .min, limit: 20), 2),
                (.search(words: "zebra", since: .min, limit: 20), 0), (.copies(since: .min, limit: 50), 1),
                (.copies(since: .max, limit: 50), 0),
            ]
            let ledger = try Ledger.readOnly(path: daemon.settings.ledger.path)
            defer { ledger.close() }
            for (question, count) in questions {
                let reply = try ControlClient(path: control).ask(.ask(question))
                let finding = try ledger.answer(question)
                #expect(reply == .found(finding), "\(question)")
                #expect(finding.count == count, "\(question)")
            }
            guard case .articles(let articles) = try ledger.answer(questions[6].0),
                case .copies(let copies) = try ledger.answer(questions[11].0)
            else {
                Issue.record("answers of another kind")
                return
            }
            #expect(articles[0].text?.contains("Ferries run instead.") == true && articles[0].decisions.count == 1)
            #expect(copies[0].listing.article.file == "again.txt" && copies[0].originalFile == "flood.txt")
        }
    }

    @Test("what asks for too much or for nothing is refused with a reason, and the next question is answered")
    func hostile() throws {
        try serving(bounds: AnswerBounds(rows: 2, textBytes: 100, questionBytes: 1000)) { daemon, control, _ in
            let long = String(repeating: "ä ", count: 1000)
            for question: Question in [
                .stories(StoryQuery(limit: .max)), .copies(since: .min, limit: 3),
                .article("1", limit: 3, withText: false),
                .search(words: "ferries", since: .min, limit: 3),
                .search(words: " …\u{0}\u{1B}", since: .min, limit: 1),
                .search(words: long, since: .min, limit: 1), .article(long, limit: 1, withText: false),
                .story(id: long), .article("flood.txt", limit: 1, withText: true),
            ] {
                #expect(try refusal(question, control) != nil, "\(question)")
            }
            let harmless: [Question] = [
                .stories(StoryQuery(since: .min, minimumSize: .min, limit: .min)), .copies(since: .max, limit: -1),
                .story(id: ""), .story(id: "%\u{0}'; DROP TABLE stories; --"),
                .article("", limit: .min, withText: true),
                .article("%_\\\u{0}'", limit: 1, withText: true), .article("\(Int64.min)", limit: 1, withText: true),
                .search(words: "zebra", since: .max, limit: .min),
            ]
            for question in harmless {
                guard case .found(let finding)? = try ControlClient(path: control).ask(.ask(question)) else {
                    Issue.record("refused: \(question)")
                    continue
                }
                #expect(finding.count == 0, "\(question)")
            }
            for text in [
                #"{"ask":{}}"#, #"{"ask":{"_0":{}}}"#, #"{"ask":{"_0":{"stories":{"_0":{"limit":"many"}}}}}"#,
                #"{"ask":{"_0":{"copies":{"since":1e300,"limit":1}}}}"#,
                #"{"ask":{"_0":{"story":{"id":"\#(String(repeating: "[", count: 9999))"},"story":1}}"#,
            ] {
                let connection = try UnixSocket.connected(to: control)
                defer { try? connection.close() }
                try connection.writeAll(Array("\(text)\n".utf8))
                let line = try UnixSocket.line(from: connection, limit: 1 << 16)
                guard case .refused = try JSONDecoder().decode(ControlReply.self, from: Data(line)) else {
                    Issue.record("not refused: \(text.prefix(40))")
                    continue
                }
            }
            // The daemon goes on.
            try daemon.drop("more.txt", Texts.chess)
            _ = try daemon.waitForDecisions(4)
            #expect(try refusal(.stories(StoryQuery(limit: 2)), control) == nil)
        }
    }

    @Test("an answer that takes too long is given up, as often as it is asked for, and so is one as the daemon stops")
    func givenUp() throws {
        let daemon = try TestDaemon()
        let ledger = try Ledger(path: daemon.settings.ledger.path)
        defer { ledger.close() }
        let numbers = Int64(1)...10_000
        try ledger.commit(
            Batch(
                articles: numbers.map {
                    ArticleRecord(
                        id: $0, claim: nil, position: 1, arrivedAt: $0, publishedAt: nil, title: "Flood", url: nil,
                        guid: nil, source: nil, language: nil, file: "\($0).txt", text: Texts.flood("\($0)"),
                        textHash: [UInt8](repeating: 0, count: 16), features: [])
                },
                stories: [
                    StoryRecord(
                        number: 1, id: "0123456789abc", title: "Flood", founder: 1, generation: 0, size: 10_000,
                        mergedInto: nil, openedAt: 1, lastArrival: 10_000, follows: nil)
                ],
                memberships: numbers.map {
                    MembershipRecord(
                        article: $0, story: 1, outcome: "joined", score: nil, duplicateOf: nil, similarity: nil,
                        containment: nil, sequence: $0)
                }))
        let search = Question.search(words: "zebra", since: .min, limit: 1)
        let hasty = QuestionDesk(ledger: daemon.settings.ledger.path, patience: 0.01) { false }
        // More often than there are places.
        for _ in 0..<4 {
            guard case .refused(let reason) = hasty.answer(search) else { throw Unfulfilled(description: "answered") }
            #expect(reason.contains("took longer"))
        }
        let stopping = QuestionDesk(ledger: daemon.settings.ledger.path) { true }
        #expect(stopping.answer(search) == .refused(reason: "the daemon is stopping"))
        // With time enough there is an answer, beside an owner that has the ledger open.
        let patient = QuestionDesk(ledger: daemon.settings.ledger.path) { false }
        guard case .found(let story) = patient.answer(.story(id: "0123")) else {
            throw Unfulfilled(description: "no answer")
        }
        #expect(story.count == 10_000)
    }

    @Test("more than the socket carries is refused")
    func tooLong() throws {
        let reply = ControlReply.refused(reason: String(repeating: "x", count: ControlServer.longestReply))
        let encoded = try ControlServer.encoded(reply)
        #expect(encoded.count < 1000)
        guard case .refused(let reason) = try JSONDecoder().decode(ControlReply.self, from: encoded) else {
            throw Unfulfilled(description: "not refused")
        }
        #expect(reason.contains("64 MiB"))
    }
}

extension Finding {
    /// How much was found.
    fileprivate var count: Int {
        switch self {
        case .stories(let found): found.count
        case .story(let found): found?.members.count ?? 0
        case .articles(let found): found.count
        case .listings(let found): found.count
        case .copies(let found): found.count
        }
    }
}

import Foundation
import Testing

extension SystemTests {
    @Suite("nothing is lost")
    struct NothingIsLost {
        @Test("killed three times amid a thousand files, each is decided once", .timeLimit(.minutes(10)))
        func killedUnderLoad() async throws {
            try await Storyd.run(settings: ["READERS_THREADS": "1"]) { storyd in
                _ = try await storyd.mainProcess()
                var articles = ArticleSeries()
                var inFlight = 0
                for _ in 0..<3 {
                    try articles.drop(1000, storyd)
                    try await storyd.killMainProcess {
                        // Nobody decides any more: what is missing was in flight.
                        if try await storyd.decided() < articles.dropped { inFlight += 1 }
                    }
                }
                #expect(inFlight > 0, "every kill came when all was done: nothing was tested")
                try await storyd.expectAllToldAndPutAway(articles.dropped, articles.seed)
            }
        }

        @Test("with journald killed under load, every decision is in the journal afterwards", .timeLimit(.minutes(10)))
        func journaldKilledUnderLoad() async throws {
            try await Storyd.run(settings: ["READERS_THREADS": "1"]) { storyd in
                let process = try await storyd.mainProcess()
                var articles = ArticleSeries()
                var underway = 0
                for _ in 0..<2 {
                    try articles.drop(2000, storyd)
                    try await storyd.container.script("systemctl kill --signal=KILL systemd-journald")
                    if try await storyd.decided() < articles.dropped { underway += 1 }
                }
                #expect(underway > 0, "every kill came when all was told: nothing was tested")
                try await storyd.expectAllToldAndPutAway(articles.dropped, articles.seed)
                #expect(try await storyd.mainProcess() == process)
            }
        }
    }
}

extension Storyd {
    /// How many decisions about articles and files there are.
    func decided() async throws -> Int {
        // Before its first start is complete there is no ledger to ask.
        let answer = try await container.run(
            "sqlite3", "-readonly", "/var/lib/storyd/ledger.sqlite",
            "select count(*) from decisions where kind not in ('merged', 'moved')")
        return Int(answer.text) ?? 0
    }

    /// Waits until this many files, of one article each, are decided once, told and put away.
    func expectAllToldAndPutAway(_ total: Int, _ seed: UInt64) async throws {
        let articles = "kind not in ('merged', 'moved')"
        try await eventually("all \(total) files are decided, seed \(seed)", within: .seconds(240)) {
            try await ledger("select count(*) from decisions where \(articles)") == "\(total)"
        }
        let twice = "select count(*) from (select 1 from articles group by file having count(*) > 1)"
        #expect(try await ledger(twice) == "0", "seed \(seed)")
        #expect(
            try await ledger("select count(distinct claim) from decisions where \(articles)") == "\(total)",
            "seed \(seed)")

        let sequences = Set(
            try await ledger("select sequence from decisions").split(separator: "\n").compactMap { Int64($0) })
        try await eventually("every decision is in the journal, seed \(seed)", within: .seconds(120)) {
            sequences.isSubset(of: try await decisions().compactMap(\.sequence))
        }
        let spool = Self.spool
        try await eventually("no file is left behind, seed \(seed)", within: .seconds(120)) {
            try await files(below: Self.incoming, spool + "/work").isEmpty
        }
        let put = try await files(below: spool + "/archive", spool + "/rejected").filter { !$0.hasSuffix(".reason") }
        #expect(put.count == total, "seed \(seed)")
    }
}

/// Generated articles, each another text, dropped in portions.
struct ArticleSeries {
    let seed = UInt64.random(in: .min ... .max)
    private var generator: ArticleGenerator
    private(set) var dropped = 0

    init() {
        generator = ArticleGenerator(seed: seed)
        print("articles generated from seed \(seed)")
    }

    mutating func drop(_ count: Int, _ storyd: Storyd) throws {
        // Written first and dropped then, all at once: as fast as they are made they would be decided.
        let articles = (0..<count).map { Array(generator.next(dropped + $0).utf8) }
        for article in articles {
            try storyd.drop(article, as: "article-\(dropped).txt")
            dropped += 1
        }
    }
}

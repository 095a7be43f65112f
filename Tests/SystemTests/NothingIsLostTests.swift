import Foundation
import Testing

extension SystemTests {
    @Suite("nothing is lost")
    struct NothingIsLost {
        @Test("killed three times amid a thousand files, each is decided once", .timeLimit(.minutes(10)))
        func killedUnderLoad() async throws {
            let portion = 1000
            try await Storyd.run(settings: ["READERS_THREADS": "1"]) { storyd in
                _ = try await storyd.mainProcess()
                let seed = UInt64.random(in: .min ... .max)
                print("articles generated from seed \(seed)")
                var generator = ArticleGenerator(seed: seed)
                var dropped = 0
                var inFlight = 0
                for _ in 0..<3 {
                    for _ in 0..<portion {
                        try storyd.drop(Array(generator.next(dropped).utf8), as: "article-\(dropped).txt")
                        dropped += 1
                    }
                    try await storyd.killMainProcess {
                        // Nobody decides any more: what is missing was in flight.
                        if try await decided(storyd) < dropped { inFlight += 1 }
                    }
                }
                #expect(inFlight > 0, "every kill came when all was done: nothing was tested")
                try await expectAllToldAndPutAway(dropped, seed, storyd)
            }
        }

        @Test("with journald killed under load, every decision is in the journal afterwards", .timeLimit(.minutes(10)))
        func journaldKilledUnderLoad() async throws {
            let total = 600
            try await Storyd.run { storyd in
                let process = try await storyd.mainProcess()
                let seed = try dropArticles(total, storyd)
                for share in [0.1, 0.5] {
                    try await eventually("\(share) of the files are decided", within: .seconds(120)) {
                        try await decided(storyd) >= Int(share * Double(total))
                    }
                    try await storyd.container.script("systemctl kill --signal=KILL systemd-journald")
                }
                try await expectAllToldAndPutAway(total, seed, storyd)
                #expect(try await storyd.mainProcess() == process)
            }
        }

        private func decided(_ storyd: Storyd) async throws -> Int {
            // Before its first start is complete there is no ledger to ask.
            let answer = try await storyd.container.run(
                "sqlite3", "-readonly", "/var/lib/storyd/ledger.sqlite", "select count(*) from decisions")
            return Int(answer.text) ?? 0
        }

        private func expectAllToldAndPutAway(_ total: Int, _ seed: UInt64, _ storyd: Storyd) async throws {
            let articles = "kind not in ('merged', 'moved')"
            try await eventually("all \(total) files are decided, seed \(seed)", within: .seconds(240)) {
                try await storyd.ledger("select count(*) from decisions where \(articles)") == "\(total)"
            }
            let twice = "select count(*) from (select 1 from articles group by file having count(*) > 1)"
            #expect(try await storyd.ledger(twice) == "0", "seed \(seed)")
            #expect(try await storyd.ledger("select count(distinct file) from articles") == "\(total)", "seed \(seed)")

            let sequences = Set(
                try await storyd.ledger("select sequence from decisions").split(separator: "\n").compactMap {
                    Int64($0)
                })
            try await eventually("every decision is in the journal, seed \(seed)", within: .seconds(120)) {
                sequences.isSubset(of: try await storyd.decisions().compactMap(\.sequence))
            }
            let spool = Storyd.spool
            try await eventually("no file is left behind, seed \(seed)", within: .seconds(120)) {
                try await storyd.files(below: Storyd.incoming, spool + "/work").isEmpty
            }
            #expect(try await storyd.files(below: spool + "/archive").count == total, "seed \(seed)")
        }

        /// Drops generated articles, each another text.
        /// - Returns: The seed they were made from.
        private func dropArticles(_ count: Int, _ storyd: Storyd) throws -> UInt64 {
            let seed = UInt64.random(in: .min ... .max)
            print("articles generated from seed \(seed)")
            var generator = ArticleGenerator(seed: seed)
            for number in 0..<count {
                try storyd.drop(Array(generator.next(number).utf8), as: "article-\(number).txt")
            }
            return seed
        }
    }
}

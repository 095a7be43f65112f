import Foundation
import Testing

extension SystemTests {
    /// What fails around the service: memory, journald, the machine.
    @Suite("what fails around it")
    struct Surroundings {
        @Test(
            "a file that takes more memory than there is: the rest is decided, it is refused, and no restart follows",
            .timeLimit(.minutes(4)))
        func memoryMax() async throws {
            let limit = 80
            try await Storyd.run(
                settings: ["READERS_THREADS": "2"], unit: ["MemoryMax=\(limit)M", "MemoryHigh=infinity"]
            ) { storyd in
                _ = try await storyd.mainProcess()
                if try await !storyd.container.script("cat /sys/fs/cgroup/cgroup.controllers").contains("memory") {
                    try await storyd.beKernel(megabytes: limit)
                }
                var articles = ArticleSeries()
                // A line of 60 MB is read as a whole before it is refused for its length.
                try storyd.drop(Array(repeating: Array("word ".utf8), count: 12 << 20).flatMap(\.self), as: "line.txt")
                try articles.drop(20, storyd)
                let line = try await storyd.decisions(on: "line.txt")[0]
                #expect(line.outcome == "rejected")
                #expect(line["REASON"] == "crashed-the-reader")
                try await storyd.expectAllToldAndPutAway(articles.dropped + 1, articles.seed)
                let refused = try await storyd.decisions().filter { $0.outcome == "rejected" }
                #expect(refused.map(\.file) == ["line.txt"], "an innocent file was refused")

                let restarts = try await storyd.property("NRestarts")
                #expect(restarts == "3", "killed from outside, it takes three ends to tell the culprit")
                try storyd.drop(try Host.fixture("orchestra.txt"), as: "orchestra.txt")
                _ = try await storyd.decisions(on: "orchestra.txt")
                #expect(try await storyd.property("NRestarts") == restarts)
                let suspected = try await storyd.journal().filter { $0["SUSPECTS"] != nil }
                #expect(!suspected.isEmpty)
            }
        }

        @Test(
            "while journald is stopped in its tracks files are decided, and all is told when it goes on",
            .timeLimit(.minutes(4)))
        func journaldStalled() async throws {
            // Far more decisions than its socket takes, for longer than the watchdog waits.
            try await Storyd.run(unit: ["WatchdogSec=4s"]) { storyd in
                let process = try await storyd.mainProcess()
                var articles = ArticleSeries()
                try articles.drop(10, storyd)
                try await storyd.expectAllToldAndPutAway(10, articles.seed)
                let journald = try await storyd.container.script(
                    "systemctl show systemd-journald --property MainPID --value; systemctl kill --signal=STOP systemd-journald"
                )
                let began = ContinuousClock.now
                try articles.drop(1500, storyd)
                try await eventually("the files are decided meanwhile", within: .seconds(120)) {
                    try await storyd.decided() >= articles.dropped
                }
                // Its watchdog must have had the time to strike.
                let rest = Duration.seconds(10) - (ContinuousClock.now - began)
                if rest > .zero { try await Task.sleep(for: rest) }
                #expect(try await storyd.property("MainPID") == "\(process)", "it was killed for a journal that stalls")
                #expect(try await Int(storyd.ledger("select count(*) from outbox where confirmed = 0")) ?? 0 > 500)
                #expect(try await storyd.property("StatusText").contains("journal"))
                try await storyd.container.script("kill -CONT \(journald)")
                try await storyd.expectAllToldAndPutAway(articles.dropped, articles.seed)
                #expect(try await storyd.property("NRestarts") == "0")
            }
        }

        @Test(
            "with journald stopped and its socket gone files are decided, and told when it is back",
            .timeLimit(.minutes(3)))
        func journaldStopped() async throws {
            try await Storyd.run { storyd in
                let process = try await storyd.mainProcess()
                var articles = ArticleSeries()
                try articles.drop(10, storyd)
                try await storyd.expectAllToldAndPutAway(10, articles.seed)
                try await storyd.container.script(
                    """
                    systemctl stop systemd-journald.socket systemd-journald-dev-log.socket systemd-journald
                    rm -f /run/systemd/journal/socket
                    """)
                try articles.drop(40, storyd)
                try await eventually("the files are decided meanwhile") { try await storyd.decided() >= 50 }
                try await storyd.container.script(
                    "systemctl start systemd-journald.socket systemd-journald-dev-log.socket systemd-journald")
                try await storyd.expectAllToldAndPutAway(50, articles.seed)
                #expect(try await storyd.mainProcess() == process)
            }
        }

        @Test(
            "what journald lost in a power cut is sent again after the next boot, and nothing else",
            .timeLimit(.minutes(3)))
        func journalCutBack() async throws {
            try await Storyd.run { storyd in
                _ = try await storyd.mainProcess()
                var articles = ArticleSeries()
                try articles.drop(20, storyd)
                try await storyd.expectAllToldAndPutAway(20, articles.seed)
                let container = storyd.container
                // What is on the disk: journald syncs now.
                try await container.script(
                    """
                    journalctl --sync
                    for place in run var; do [ ! -d /$place/log/journal ] || cp -a /$place/log/journal /saved-$place; done
                    """)
                let kept = Set(try await storyd.decisions().compactMap(\.sequence))
                try articles.drop(20, storyd)
                try await storyd.expectAllToldAndPutAway(40, articles.seed)
                try await eventually("all is confirmed") {
                    try await storyd.ledger("select count(*) from outbox where confirmed = 0") == "0"
                }
                // The cut: the ledger is what was synced, which is all of it; the journal is what it was before.
                try await container.script(
                    """
                    systemctl kill --signal=KILL --kill-who=main storyd
                    systemctl stop storyd
                    systemctl stop systemd-journald.socket systemd-journald-dev-log.socket systemd-journald
                    for place in run var; do
                        [ ! -d /saved-$place ] || { rm -rf /$place/log/journal; mv /saved-$place /$place/log/journal; }
                    done
                    systemctl start systemd-journald.socket systemd-journald-dev-log.socket systemd-journald
                    """)
                #expect(
                    Set(try await storyd.decisions().compactMap(\.sequence)) == kept, "the journal was not cut back")
                try await container.script(
                    """
                    sqlite3 /var/lib/storyd/ledger.sqlite "update meta set value = 'another' where key = 'boot'"
                    chown -R storyd:storyd /var/lib/storyd
                    systemctl start storyd
                    """)
                try await storyd.expectAllToldAndPutAway(40, articles.seed)
                let told = try await storyd.journal("_TRANSPORT=journal").filter { $0.sequence != nil }
                #expect(told.count == 40, "something that was there was sent again")
                for entry in told {
                    let isLost = !kept.contains(try #require(entry.sequence))
                    #expect((entry["REPLAYED"] == "1") == isLost, "\(entry.message)")
                }
            }
        }

        @Test("a damaged ledger is set aside and made anew while the unit starts", .timeLimit(.minutes(3)))
        func damagedLedger() async throws {
            try await Storyd.run { storyd in
                _ = try await storyd.mainProcess()
                var articles = ArticleSeries()
                try articles.drop(300, storyd)
                try await storyd.expectAllToldAndPutAway(300, articles.seed)
                // Deciding these again takes longer than a start may.
                let rows = (0..<20_000).map { #"{"text": "Report \#($0) of \#($0 * 7919 % 1_000_003)."}"# }
                try storyd.drop(Array(rows.joined(separator: "\n").utf8), as: "rows.jsonl")
                try await eventually("the rows are put away", within: .seconds(120)) {
                    try await storyd.ledger("select count(*) from claims where state = 2") == "301"
                }
                let told = try await storyd.entriesOfDecisions()
                try storyd.addDropIn("hasty", ["TimeoutStartSec=2s"])
                let questions = ["select * from stories order by 1", "select * from memberships order by 1"]
                var before: [String] = []
                for question in questions { before.append(try await storyd.ledger(question)) }
                try await storyd.container.script(
                    """
                    systemctl stop storyd
                    sqlite3 /var/lib/storyd/ledger.sqlite "update meta set value = '0' where key = 'ledger.clean'"
                    chown -R storyd:storyd /var/lib/storyd
                    dd if=/dev/urandom of=/var/lib/storyd/ledger.sqlite bs=4096 seek=20 count=60 conv=notrunc status=none
                    systemctl daemon-reload
                    systemctl start storyd
                    """)
                for (question, answer) in zip(questions, before) {
                    #expect(try await storyd.ledger(question) == answer, "\(question), seed \(articles.seed)")
                }
                let said = try await storyd.journal("PRIORITY=2", "PRIORITY=5")
                let damaged = try #require(said.first { $0["SET_ASIDE"] != nil })
                #expect(damaged["PRIORITY"] == "2")
                #expect(try await storyd.files(below: "/var/lib/storyd").contains { $0.contains(".damaged-") })
                let rebuilt = try #require(said.first { $0["MISSING_ARTICLES"] == "0" })
                #expect(rebuilt["ARTICLES"] == "20300")
                print("made anew in \((rebuilt.time - damaged.time) / 1000) ms")
                var again = ArticleGenerator(seed: articles.seed)
                try storyd.drop(Array(again.next(0).utf8), as: "again.txt")
                try await eventually("the copy is told") {
                    try await storyd.journal("ARTICLE_FILE=again.txt").first?["DUPLICATE_FILE"] == "article-0.txt"
                }
                #expect(try await storyd.property("NRestarts") == "0")
                #expect(try await storyd.entriesOfDecisions() == told + 1, "something was told again")
            }
        }
    }
}

extension Storyd {
    /// How many entries with a number the journal holds, counted there: there are many.
    fileprivate func entriesOfDecisions() async throws -> Int {
        let count = try await container.script(
            "journalctl -u storyd -o export --output-fields=ASSIGNMENT_SEQ | grep -c ^ASSIGNMENT_SEQ=")
        return Int(count.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }

    /// Does what the kernel does with a service over its `MemoryMax=`, where it has no memory controller for the container.
    fileprivate func beKernel(megabytes: Int) async throws {
        try container.write(
            """
            #!/bin/bash
            # No process is started in the loop: what it looks for is over in a tenth of a second.
            exec {never}<> <(:)
            while :; do
                for group in /sys/fs/cgroup/system.slice/storyd.service /sys/fs/cgroup/unified/system.slice/storyd.service; do
                    [ -r $group/cgroup.procs ] || continue
                    while read -r process; do
                        while read -r key value _; do
                            [ "$key" = VmRSS: ] && [ "$value" -gt \(megabytes * 1024) ] && kill -KILL "$process"
                        done 2>/dev/null </proc/"$process"/status
                    done <$group/cgroup.procs
                done
                read -r -t 0.005 -u "$never"
            done
            """, to: "/root/kernel.sh")
        try await container.script("systemd-run --quiet --unit=kernel bash /root/kernel.sh")
    }
}

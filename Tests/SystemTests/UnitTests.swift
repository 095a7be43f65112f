import Testing

extension SystemTests {
    @Suite("the unit")
    struct Unit {
        @Test("the sandbox is tight and the unit is without fault", .timeLimit(.minutes(2)))
        func security() async throws {
            try await Storyd.run { storyd in
                _ = try await storyd.mainProcess()
                let report = try await storyd.container.script("systemd-analyze security --no-pager storyd.service")
                let score = try #require(
                    report.firstMatch(of: #/Overall exposure level for storyd.service: ([0-9.]+)/#))
                #expect(try #require(Double(score.1)) <= 0.3)
                let verified = try await storyd.container.run("systemd-analyze", "verify", "storyd.service")
                #expect(verified.status == 0)
                #expect(verified.text.isEmpty && verified.complaint.isEmpty, "\(verified.text)\(verified.complaint)")
            }
        }

        @Test("reload keeps the process, takes good settings and refuses wrong ones", .timeLimit(.minutes(2)))
        func reload() async throws {
            try await Storyd.run { storyd in
                let process = try await storyd.mainProcess()
                let file = "/etc/storyd/storyd.yaml"
                try await storyd.container.script(
                    "sed -i 's/^  settle: .*/  settle: 2s/' \(file); systemctl reload storyd")
                try await eventually("the new settings are told") {
                    try await storyd.journal().contains { $0["CHANGED_SETTINGS"] == "folder.settle" }
                }
                try await storyd.container.script(
                    "sed -i 's/^  settle: .*/  settle: soon/' \(file); systemctl reload storyd || true")
                try await eventually("the wrong setting is told") {
                    try await storyd.journal().contains {
                        $0.message.contains("folder.settle") && $0.message.contains("soon")
                    }
                }
                try storyd.drop(try Host.fixture("orchestra.txt"), as: "orchestra.txt")
                _ = try await storyd.decisions(on: "orchestra.txt")
                #expect(try await storyd.mainProcess() == process)
            }
        }

        @Test("stop is clean, and a restart remembers", .timeLimit(.minutes(2)))
        func stopAndRestart() async throws {
            let report = try Host.fixture("orchestra.txt")
            try await Storyd.run { storyd in
                let process = try await storyd.mainProcess()
                try storyd.drop(report, as: "first.txt")
                let first = try await storyd.decisions(on: "first.txt")[0]
                try await storyd.container.script("systemctl restart storyd")
                #expect(try await storyd.mainProcess() != process)
                try storyd.drop(report, as: "second.txt")
                let second = try await storyd.decisions(on: "second.txt")[0]
                #expect(second.outcome == "exact-duplicate")
                #expect(second.story == first.story)

                try await storyd.container.script("systemctl stop storyd")
                #expect(try await storyd.property("ActiveState") == "inactive")
                #expect(try await storyd.property("Result") == "success")
                #expect(try await storyd.property("ExecMainStatus") == "0")
                try storyd.drop(report, as: "third.txt")
                try await storyd.container.script("systemctl start storyd")
                #expect(try await storyd.decisions(on: "third.txt")[0].story == first.story)
                #expect(try await storyd.decisions().count == 3)
            }
        }

        @Test("a process that makes no progress is killed by the watchdog and started again", .timeLimit(.minutes(2)))
        func watchdog() async throws {
            try await Storyd.run(unit: ["WatchdogSec=2s"]) { storyd in
                let process = try await storyd.mainProcess()
                try await storyd.container.script("kill -STOP \(process)")
                try await eventually("the unit is started again") { try await storyd.property("NRestarts") != "0" }
                #expect(try await storyd.mainProcess() != process)
                let log = try await storyd.container.script("journalctl -u storyd --no-pager -q")
                #expect(log.contains("Watchdog timeout"))
                try storyd.drop(try Host.fixture("orchestra.txt"), as: "orchestra.txt")
                #expect(try await storyd.decisions(on: "orchestra.txt")[0].outcome == "new-story")
            }
        }

        @Test("a wrong setting is named, and the start is not tried again", .timeLimit(.minutes(2)))
        func wrongSetting() async throws {
            try await Storyd.run { storyd in
                try await storyd.container.script(
                    "systemctl stop storyd; sed -i 's/^  finished: .*/  finished: burn/' /etc/storyd/storyd.yaml")
                let started = try await storyd.container.run("systemctl", "start", "storyd")
                #expect(started.status != 0)
                #expect(try await storyd.property("ExecMainStatus") == "78")
                // A restart would be due after a second.
                try await Task.sleep(for: .seconds(3))
                #expect(try await storyd.property("NRestarts") == "0")
                #expect(try await storyd.property("ActiveState") == "failed")
                let said = try await storyd.journal().map(\.message)
                #expect(
                    said.contains { line in
                        ["folder.finished", "burn", "archive", "keep", "delete"].allSatisfy { line.contains($0) }
                    }, "\(said)")
            }
        }

        @Test("uninstall takes away what was installed and leaves what was recorded", .timeLimit(.minutes(2)))
        func uninstall() async throws {
            try await Storyd.run { storyd in
                try storyd.drop(try Host.fixture("orchestra.txt"), as: "orchestra.txt")
                _ = try await storyd.decisions(on: "orchestra.txt")
                let said = try await storyd.container.script(
                    "make --no-print-directory -C \(Storyd.checkout) uninstall")
                #expect(said.contains("/var/lib/storyd stays"))
                #expect(said.contains("/var/spool/storyd stays"))
                let left = try await storyd.container.script(
                    "cd /storyd-test/stage; find . ! -type d | while read -r file; do ! [ -e \"/$file\" ] || echo $file; done"
                )
                #expect(left.isEmpty)
                #expect(try await storyd.property("LoadState") == "not-found")
                #expect(try await storyd.files(below: "/var/lib/storyd").contains("ledger.sqlite"))
            }
        }
    }
}

import Foundation
import Testing

extension SystemTests {
    @Suite("the Debian package")
    struct Package {
        /// Runs a test on a machine that sees the package, and has none of storyd's own state.
        private func withPackage(_ test: (Storyd, _ package: String) async throws -> Void) async throws {
            let package = try Host.package
            let folder = "/storyd-test/package"
            let container = try await Container.boot(folders: [folder: package.deletingLastPathComponent()])
            do {
                // An image made for container builds forbids packages to start their services.
                try await container.script(
                    "rm -rf /var/lib/storyd /var/spool/storyd /etc/storyd /usr/sbin/policy-rc.d")
                try await test(Storyd(container: container), "\(folder)/\(package.lastPathComponent)")
            } catch {
                try? await container.shutDown()
                throw error
            }
            try await container.shutDown()
        }

        @Test("lintian finds no error in it", .timeLimit(.minutes(2)))
        func lintian() async throws {
            let result = try await Command(
                arguments: ["lintian", "--allow-root", "--fail-on", "error", try Host.package.path]
            ).run()
            #expect(result.status == 0, "\(result.text)\(result.complaint)")
        }

        @Test(
            "a new user installs it, drops files, asks, changes a setting, breaks a file, and removes it",
            .timeLimit(.minutes(3)))
        func life() async throws {
            try await withPackage { storyd, package in
                let container = storyd.container
                var steps = Steps()
                try await container.script("DEBIAN_FRONTEND=noninteractive dpkg -i \(package)")
                let process = try await storyd.mainProcess()
                steps.done("install the package: the service runs")
                #expect(try await storyd.property("UnitFileState") == "enabled")

                steps.begin()
                for name in ["ferry-agency.txt", "ferry-islander.txt", "ferry-inquiry.txt"] {
                    try storyd.drop(try Host.fixture(name), as: name)
                }
                let story = try await storyd.decisions(
                    on: "ferry-agency.txt", "ferry-islander.txt", "ferry-inquiry.txt")[0].story
                let id = try #require(story)
                steps.done("drop three files: the story is in the journal")
                let shown = try await container.script("storyd story \(id.prefix(6))")
                steps.done("storyd story")
                #expect(shown.contains("3 articles") && shown.contains("ferry-inquiry.txt"), "\(shown)")
                #expect(try await container.script("storyd status").contains("3 articles in 1 stories"))
                #expect(try await container.script("storyd stories --min-size 3").contains(id.prefix(8)))
                #expect(try await container.script("man -w storyd storyd.yaml").split(separator: "\n").count == 2)

                steps.begin()
                try await container.script(
                    """
                    sed -i 's/^  settle: .*/  settle: 2s/' /etc/storyd/storyd.yaml
                    systemctl reload storyd
                    """)
                try await eventually("the setting is taken") {
                    try await storyd.journal().contains { $0["CHANGED_SETTINGS"] == "folder.settle" }
                }
                steps.done("change a setting, reload: it is taken")
                try storyd.drop([0, 1, 2, 3], as: "broken.txt")
                let refusal = try await storyd.decisions(on: "broken.txt")[0]
                #expect(refusal.outcome == "rejected" && refusal.message.contains("binary"), "\(refusal.message)")
                let why = try await container.script("journalctl -u storyd OUTCOME=rejected -o cat --no-pager")
                steps.done("break a file: the journal says why")
                #expect(why == "rejected broken.txt: not an article (binary data)")
                try await eventually("it is put away") {
                    try await container.script("storyd requeue --dry-run").contains("broken.txt")
                }

                // An upgrade keeps the edited settings and the state, and restarts the service.
                steps.begin()
                try await container.script("DEBIAN_FRONTEND=noninteractive dpkg -i \(package)")
                #expect(try await storyd.mainProcess() != process)
                steps.done("upgrade: the service runs again")
                #expect(try await container.script("grep -c 'settle: 2s' /etc/storyd/storyd.yaml") == "1")
                #expect(try await container.script("storyd status").contains("3 articles in 1 stories"))

                steps.begin()
                try await container.script("dpkg --remove storyd")
                steps.done("remove the package")
                #expect(try await storyd.property("ActiveState") == "inactive")
                try await container.script(
                    """
                    test -e /etc/storyd/storyd.yaml
                    ! command -v storyd
                    dpkg --purge storyd
                    test ! -e /etc/storyd/storyd.yaml
                    test -e /var/lib/storyd/ledger.sqlite
                    """)
                print(steps.told)
            }
        }

        /// How long each step of a way took.
        private struct Steps {
            private(set) var told = ""
            private var start = ContinuousClock.now

            mutating func begin() { start = .now }

            mutating func done(_ name: String) {
                let took = start.duration(to: .now)
                told += "\(took.formatted(.units(allowed: [.milliseconds], width: .narrow))) \(name)\n"
                start = .now
            }
        }

        @Test("a purge takes the ledger and the archive where that is asked for", .timeLimit(.minutes(2)))
        func purgeOfData() async throws {
            try await withPackage { storyd, package in
                try await storyd.container.script("DEBIAN_FRONTEND=noninteractive dpkg -i \(package)")
                _ = try await storyd.mainProcess()
                try await storyd.container.script(
                    """
                    echo storyd storyd/purge-data boolean true | debconf-set-selections
                    DEBIAN_FRONTEND=noninteractive dpkg --purge storyd
                    test ! -e /var/lib/storyd
                    test ! -e /var/spool/storyd
                    """)
            }
        }
    }

    @Suite("instances and drop-ins")
    struct Instances {
        @Test("two instances have their own folders, ledgers and sockets", .timeLimit(.minutes(2)))
        func instance() async throws {
            try await Storyd.run { storyd in
                _ = try await storyd.mainProcess()
                let container = storyd.container
                try await container.script(
                    """
                    sed 's#/storyd#/storyd-feeds#' /usr/local/lib/tmpfiles.d/storyd.conf > /etc/tmpfiles.d/storyd-feeds.conf
                    systemd-tmpfiles --create storyd-feeds.conf
                    cp /etc/storyd/storyd.yaml /etc/storyd/feeds.yaml
                    systemctl start storyd@feeds
                    """)
                let verified = try await container.run("systemd-analyze", "verify", "storyd@feeds.service")
                #expect(verified.status == 0 && verified.complaint.isEmpty, "\(verified.text)\(verified.complaint)")
                try container.write(
                    String(decoding: try Host.fixture("orchestra.txt"), as: UTF8.self),
                    to: "/var/spool/storyd-feeds/incoming/orchestra.txt")
                try await eventually("the instance decides") {
                    let text = try await container.script(
                        "journalctl -u storyd@feeds OUTCOME=new-story -o cat --no-pager")
                    return text.contains("orchestra.txt")
                }
                let status = "storyd status --config /etc/storyd/feeds.yaml --control /run/storyd-feeds/control"
                #expect(try await container.script(status).contains("1 articles in 1 stories"))
                #expect(try await container.script("storyd status").contains("0 articles in 0 stories"))
            }
        }

        @Test("in a log namespace of its own, entries are sent there and read back from there", .timeLimit(.minutes(2)))
        func logNamespace() async throws {
            try await Storyd.run(unit: ["LogNamespace=storyd"]) { storyd in
                _ = try await storyd.mainProcess()
                try storyd.drop(try Host.fixture("orchestra.txt"), as: "orchestra.txt")
                try await eventually("the entry is in the namespace's journal") {
                    try await storyd.container.script(
                        "journalctl --namespace=storyd -u storyd OUTCOME=new-story -o cat --no-pager"
                    ).contains("orchestra.txt")
                }
                try await eventually("it is confirmed") {
                    try await storyd.ledger("select count(*) from outbox where confirmed = 0") == "0"
                }
                #expect(try await storyd.ledger("select max(sends) from outbox") == "1")
            }
        }
    }
}

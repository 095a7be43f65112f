import Foundation
import SystemPackage
import Testing

@testable import Daemon

@Suite("Settings")
struct SettingsTests {
    /// Settings from a YAML text, flags and environment.
    private func load(
        yaml: String? = nil, flags: [String] = [], environment: [String: String] = [:]
    ) async throws -> Settings {
        var file: FilePath?
        if let yaml {
            let path = FileManager.default.temporaryDirectory.appendingPathComponent("storyd-\(UUID()).yaml").path
            try yaml.write(toFile: path, atomically: true, encoding: .utf8)
            file = FilePath(path)
        }
        defer { if let file { try? FileManager.default.removeItem(atPath: file.string) } }
        return try await SettingsLoader(file: file, flags: flags, environment: environment).load()
    }

    /// The problems that loading reports; empty when it succeeds.
    private func problems(
        yaml: String? = nil, flags: [String] = [], environment: [String: String] = [:]
    ) async -> [String] {
        do {
            _ = try await load(yaml: yaml, flags: flags, environment: environment)
            return []
        } catch {
            return (error as? SettingsError)?.problems ?? ["\(error)"]
        }
    }

    @Test("flags win over the environment, the environment over the file, the file over the defaults")
    func precedence() async throws {
        let yaml = "folder:\n  settle: 2s\n  grace: 3s\n  rescan: 4s\n"
        let settings = try await load(
            yaml: yaml, flags: ["--folder-settle", "8s"],
            environment: ["STORYD_FOLDER_SETTLE": "7s", "STORYD_FOLDER_GRACE": "6s", "FOLDER_RESCAN": "9s"])
        #expect(settings.folder.settle == .seconds(8))
        #expect(settings.folder.grace == .seconds(6))
        #expect(settings.folder.rescan == .seconds(4))
        #expect(settings.folder.finished == .archive)
    }

    @Test("a key with an underscore can be given as a flag and in the environment")
    func underscores() async throws {
        let flags = ["--limits-file-bytes", "5000", "--journal-confirm-after=50s", "--folder-min-free", "0"]
        let settings = try await load(
            yaml: "folder:\n  settle: 2s\n", flags: flags,
            environment: ["STORYD_ARCHIVE_KEEP_BYTES": "7", "STORYD_LIMITS_FILE_BYTES": "6000"])
        #expect(settings.limits.fileBytes == 5000)
        #expect(settings.journal.confirmAfter == .seconds(50))
        #expect(settings.folder.minFree == 0)
        #expect(settings.archive.keepBytes == 7)
    }

    @Test(
        "a wrong value names the key, the value and what is allowed",
        arguments: [
            ("folder:\n  finished: shred\n", "folder.finished: “shred” is not allowed; give archive, keep, delete"),
            ("limits:\n  nesting: many\n", "limits.nesting: “many” is not allowed; give a whole number from 4 to 1024"),
            ("folder:\n  work: spool/work\n", "folder.work: “spool/work” is not allowed; give an absolute path"),
            ("ledger:\n  keep_text: perhaps\n", "ledger.keep_text: “perhaps” is not allowed; give true or false"),
            ("folder:\n  incoming: []\n", "folder.incoming: [] is not allowed; give a list of absolute paths"),
        ])
    func wrongValue(yaml: String, expected: String) async {
        let problems = await problems(yaml: yaml)
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix(expected) == true, "\(problems)")
    }

    @Test("a duration without a unit is refused")
    func durationWithoutUnit() async {
        let problems = await problems(yaml: "folder:\n  settle: 30\n")
        #expect(problems.count == 1)
        #expect(problems.first?.contains("folder.settle: “30” is not allowed; give a duration") == true)
    }

    @Test("a key that names no setting is refused with its line and a suggestion")
    func unknownKey() async {
        let problems = await problems(yaml: "folder:\n  settle: 1s\n  setle: 2s\narchive: /data\n")
        #expect(problems.count == 2, "\(problems)")
        #expect(problems.contains { $0.hasPrefix("folder.setle: no such setting") && $0.contains("line 3") })
        #expect(problems.contains { $0.hasPrefix("archive: no such setting") && $0.contains("folder.archive") })
    }

    @Test("an unknown flag is refused")
    func unknownFlag() async {
        let problems = await problems(flags: ["--folder-setle", "2s"])
        #expect(problems.first?.hasPrefix("--folder-setle: no such flag") == true, "\(problems)")
    }

    @Test(
        "a word that belongs to no flag is refused, a value of a list is not",
        arguments: [
            (["storyd.yaml"], 1), (["-x"], 1), (["--folder-settle", "2s", "--folder-finished=keep", "stray"], 1),
            (["--folder-incoming", "/a", "/b"], 0),
        ])
    func strayWords(flags: [String], count: Int) async {
        let problems = await problems(flags: flags)
        #expect(problems.count == count, "\(problems)")
    }

    @Test("a setting that is given keys of its own is refused")
    func mappingForValue() async {
        let problems = await problems(yaml: "folder:\n  settle:\n    a: 2s\n")
        #expect(problems.first?.hasPrefix("folder.settle: takes no keys of its own") == true, "\(problems)")
    }

    @Test("all mistakes are reported at once")
    func allAtOnce() async {
        let problems = await problems(yaml: "folder:\n  settle: x\n  grace: y\n", flags: ["--log-level", "loud"])
        #expect(problems.count == 3, "\(problems)")
    }

    @Test("a file that is missing or not YAML is named")
    func unreadableFile() async {
        let missing = await problems(yaml: nil, flags: [])
        #expect(missing.isEmpty)
        let error = await #expect(throws: SettingsError.self) {
            try await SettingsLoader(file: "/nonexistent/storyd.yaml", flags: [], environment: [:]).load()
        }
        #expect(error?.description.contains("/nonexistent/storyd.yaml") == true)
        let broken = await problems(yaml: "folder: [1, 2\n  x: }")
        #expect(broken.first?.contains("not YAML") == true, "\(broken)")
    }

    @Test(
        "folders that lie in each other's way are refused",
        arguments: [
            ("folder:\n  incoming: /data\n  archive: /data/archive\n", "folder.archive"),
            ("folder:\n  incoming: /var/lib/storyd\n", "ledger.path"),
            ("folder:\n  incoming: [/data, /data/sub]\n", "folder.incoming"),
            ("folder:\n  work: /spool/same\n  rejected: /spool/same\n", "folder.rejected"),
        ])
    func overlaps(yaml: String, key: String) async {
        let problems = await problems(yaml: yaml)
        #expect(problems.count == 1 && problems.first?.hasPrefix(key) == true, "\(problems)")
    }

    @Test("one path is a list of one")
    func scalarForList() async throws {
        let settings = try await load(yaml: "folder:\n  incoming: /data/news\n")
        #expect(settings.folder.incoming == ["/data/news"])
        let flags = try await load(flags: ["--folder-incoming", "/a", "--folder-incoming", "/b"])
        #expect(flags.folder.incoming == ["/a", "/b"])
    }

    @Test("the shipped settings file names every setting with its default")
    func shippedFile() async throws {
        let file = FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
            .appending("config/storyd.yaml")
        let settings = try await SettingsLoader(file: file, flags: [], environment: [:]).load()
        #expect(settings == Settings())
        let text = try String(contentsOfFile: file.string, encoding: .utf8)
        for key in SettingKey.all {
            let last = key.name.split(separator: ".").last.map(String.init) ?? key.name
            #expect(text.contains("\(last):"), "\(key.name) is missing from config/storyd.yaml")
        }
    }

    @Test("a reload takes over exactly the settings that are said to reload")
    func reloaded() {
        var new = Settings()
        let others = [
            "a list": "*.x", "true or false": "true", "a probability": "0.9", "a duration": "7s", "none": "/n.prom",
            "an absolute path": "/new", "a whole number": "5000", "trace": "error", "archive": "delete",
        ]
        for key in SettingKey.all {
            let text = others.first { key.allowed.hasPrefix($0.key) }?.value ?? ""
            let value =
                switch key.name {
                case "folder.incoming": "/new-in"
                case "readers.threads", "limits.container_depth", "limits.nesting": "9"
                default: text
                }
            // Some are `true` already.
            if !key.apply([value], &new) || key.show(new) == key.show(Settings()) {
                #expect(key.apply(["false"], &new), "\(key.name) = \(value)")
            }
            #expect(key.show(new) != key.show(Settings()), "\(key.name)")
        }
        let after = Settings().reloaded(from: new)
        for key in SettingKey.all {
            #expect(key.show(after) == key.show(key.reloads ? new : Settings()), "\(key.name)")
        }
    }

    @Test("a reloaded limit holds for the next file")
    func reloadedLimit() throws {
        let daemon = try TestDaemon()
        try daemon.start()
        try daemon.drop("flood.txt", Texts.flood("Ferries run instead."))
        _ = try daemon.waitForDecisions(1)
        var settings = daemon.settings
        settings.limits.fileBytes = 100
        daemon.pipeline?.update(settings)
        try daemon.drop("chess.txt", Texts.chess)
        #expect(try daemon.waitForDecisions(2)[1]["OUTCOME"] == "rejected")
        settings.limits.fileBytes = 1 << 20
        daemon.pipeline?.update(settings)
        try daemon.drop("chess.txt", Texts.chess)
        #expect(try daemon.waitForDecisions(3)[2]["OUTCOME"] == "new-story")
    }

    @Test("a reload knows what it can change and what it cannot")
    func changes() {
        var new = Settings()
        new.folder.settle = .seconds(9)
        new.ledger.path = "/elsewhere.sqlite"
        let changes = Settings().changes(to: new)
        #expect(changes.reloaded == ["folder.settle"])
        #expect(changes.needRestart == ["ledger.path"])
    }

    @Test(
        "durations are written with a unit",
        arguments: [
            ("500ms", 500), ("1.5s", 1500), ("2m", 120_000), ("1h", 3_600_000), ("14d", 1_209_600_000), ("0s", 0),
        ])
    func durations(text: String, milliseconds: Int64) {
        #expect(Duration(settingText: text)?.milliseconds == milliseconds)
        #expect(Duration(settingText: Duration.milliseconds(milliseconds).settingText)?.milliseconds == milliseconds)
    }

    @Test("what is no duration is none", arguments: ["", "s", "-1s", "1", "1 s", "1x", "1e99s", "nans", "infs", "٣s"])
    func notDurations(text: String) {
        #expect(Duration(settingText: text) == nil)
    }
}

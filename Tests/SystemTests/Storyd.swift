import Foundation
import Testing

/// storyd as an operator has it: installed as a unit in a container of its own, driven by files, `systemctl` and
/// `journalctl`.
struct Storyd: Sendable {
    let container: Container

    static let spool = "/var/spool/storyd"
    static let incoming = spool + "/incoming"
    static let dropIns = "/etc/systemd/system/storyd.service.d"
    /// Where a container sees the folders of this machine.
    static let checkout = "/storyd-test/checkout"
    static let debugFolder = "/storyd-test/debug"
    static let swiftLibraries = "/storyd-test/swift"

    /// Boots a machine, installs the staged files there the way `make install` does, starts the service, and takes it
    /// all away afterwards.
    ///
    /// - Parameters:
    ///   - settings: By name in the environment, without its prefix: `FOLDER_GRACE`.
    ///   - unit: Lines of the unit's `[Service]` section.
    ///   - debugBuild: Whether the debug build runs in place of the installed one.
    static func run(
        settings: [String: String] = [:], unit: [String] = [], debugBuild: Bool = false,
        _ test: (Storyd) async throws -> Void
    ) async throws {
        var folders = ["/storyd-test/stage": try Host.stage, checkout: Host.checkout]
        if debugBuild {
            folders[debugFolder] = try Host.debugProgram.deletingLastPathComponent()
            folders[swiftLibraries] = try Host.swiftLibraries
        }
        let storyd = Storyd(container: try await Container.boot(folders: folders))
        do {
            try await storyd.install(settings, unit: unit, debugBuild: debugBuild)
            try await test(storyd)
        } catch {
            let journal = try? await storyd.container.run("journalctl", "-u", "storyd", "-n", "40", "--no-pager")
            Issue.record("the end of the service's journal:\n\(journal?.text ?? "unreadable")")
            try? await storyd.container.shutDown()
            throw error
        }
        try await storyd.container.shutDown()
    }

    private func install(_ settings: [String: String], unit: [String], debugBuild: Bool) async throws {
        var lines = settings.sorted { $0.key < $1.key }.map { "Environment=STORYD_\($0.key)=\($0.value)" } + unit
        if debugBuild {
            lines += [
                "ExecStartPre=", "ExecStart=",
                "ExecStart=\(Self.debugFolder)/storyd run --config /etc/storyd/storyd.yaml",
                "Environment=LD_LIBRARY_PATH=\(Self.swiftLibraries) SWIFT_BACKTRACE=enable=no",
            ]
        }
        // A machine that has storyd installed shows its own state in the overlay: the test begins with none.
        try await container.script(
            """
            systemctl stop storyd 2>/dev/null || true
            rm -rf /var/lib/storyd /var/spool/storyd /etc/storyd /etc/systemd/system/storyd.service.d
            cp -a --no-preserve=ownership /storyd-test/stage/. /
            """)
        try addDropIn("test", lines)
        try await container.script("make --no-print-directory -C \(Self.checkout) activate")
    }

    /// Adds a drop-in of the unit, read at the next `daemon-reload`.
    func addDropIn(_ name: String, _ lines: [String]) throws {
        try container.write(
            (["[Service]"] + lines).joined(separator: "\n") + "\n", to: "\(Self.dropIns)/\(name).conf")
    }

    // MARK: - The unit

    /// A property of the unit, as `systemctl show` names it.
    func property(_ name: String) async throws -> String {
        try await container.script("systemctl show storyd --property \(name) --value")
    }

    /// The process id of the service in the container, once it is active.
    func mainProcess() async throws -> Int {
        try await eventually("the service is active") { try await property("ActiveState") == "active" }
        return try #require(Int(try await property("MainPID")))
    }

    /// Kills the main process, and waits until another one is active: for a moment systemd still shows the dead one.
    ///
    /// - Parameter whileDead: Runs between the two.
    func killMainProcess(_ whileDead: () async throws -> Void = {}) async throws {
        let killed = try await mainProcess()
        try await container.script("systemctl kill --signal=KILL --kill-who=main storyd")
        try await whileDead()
        try await eventually("process \(killed) is replaced") {
            let present = try await container.script("systemctl show storyd --property MainPID --value")
            return present != "\(killed)" && Int(present) ?? 0 > 0
        }
        _ = try await mainProcess()
    }

    // MARK: - Files

    /// Drops a file the way a careful writer does: under a name that is ignored, then renamed.
    ///
    /// - Parameter name: Relative to the drop folder, raw bytes.
    func drop(_ contents: [UInt8], as name: [UInt8]) throws {
        let folder = "\(container.root)\(Self.incoming)/"
        let temporary = "\(folder).\(UInt64.random(in: .min ... .max)).tmp"
        try Data(contents).write(to: URL(filePath: temporary))
        // Foundation takes no name that is not UTF-8, the C library takes any.
        let target = (Array(folder.utf8) + name + [0]).map { CChar(bitPattern: $0) }
        let moved = rename(temporary, target)
        try #require(moved == 0, "rename: \(String(cString: strerror(errno)))")
    }

    func drop(_ contents: [UInt8], as name: String) throws {
        try drop(contents, as: Array(name.utf8))
    }

    /// The files anywhere below folders of the container, by name, without those of storyd's own.
    func files(below folders: String...) async throws -> [String] {
        try await container.script(
            "find \(folders.joined(separator: " ")) -mindepth 1 ! -type d ! -name .sequence -printf '%f\\n'"
        )
        .split(separator: "\n").map(String.init).sorted()
    }

    // MARK: - What it said

    /// The entries of the service that match, oldest first.
    func journal(_ matches: String...) async throws -> [JournalEntry] {
        let result = try await container.script(
            "journalctl -u storyd --all --no-pager --quiet -o json \(matches.joined(separator: " "))")
        return try JournalEntry.parse(Array(result.utf8))
    }

    /// The decisions in the journal, each once, by the ledger's number.
    func decisions() async throws -> [JournalEntry] {
        var bySequence: [Int64: JournalEntry] = [:]
        for entry in try await journal("_TRANSPORT=journal") {
            if let sequence = entry.sequence { bySequence[sequence] = entry }
        }
        return bySequence.sorted { $0.key < $1.key }.map(\.value)
    }

    /// Waits for the decisions on files: all of them, each file's last.
    func decisions(on files: String...) async throws -> [JournalEntry] {
        var found: [String: JournalEntry] = [:]
        try await eventually("decisions on \(files)") {
            for entry in try await decisions() {
                if let file = entry.file, entry.outcome != "moved" { found[file] = entry }
            }
            return files.allSatisfy { found[$0] != nil }
        }
        return files.compactMap { found[$0] }
    }

    /// Asks the ledger.
    func ledger(_ query: String) async throws -> String {
        try await container.script("sqlite3 -readonly /var/lib/storyd/ledger.sqlite \"\(query)\"")
    }

    /// Forgets everything: ledger, files and journal.
    func reset() async throws {
        try await container.script(
            """
            systemctl stop storyd
            rm -rf /var/lib/storyd/*
            find \(Self.spool) -mindepth 2 -delete
            journalctl --quiet --rotate --vacuum-time=1us
            systemctl start storyd
            """)
    }
}

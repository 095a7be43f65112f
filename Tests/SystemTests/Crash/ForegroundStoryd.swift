import Foundation
import Testing

/// storyd as a process of its own over a temporary spool, to be killed.
final class ForegroundStoryd {
    let root: URL
    private let program: URL
    private var process: Process?

    init(program: URL) throws {
        self.program = program
        root = FileManager.default.temporaryDirectory.appending(path: "storyd-crash-\(UUID())")
        ledger = root.appending(path: "ledger.sqlite")
        try FileManager.default.createDirectory(
            at: root.appending(path: "incoming"), withIntermediateDirectories: true)
    }

    deinit {
        process?.terminate()
        process?.waitUntilExit()
        try? FileManager.default.removeItem(at: root)
    }

    var ledger: URL
    /// Further settings.
    var flags: [String] = []
    /// The entries sent, in a debug build.
    var entries: URL { root.appending(path: "entries") }
    /// How many system calls of a thousand fail, in a debug build.
    var faultsPerMille = 0
    /// A byte for each that failed.
    private var faults: URL { root.appending(path: "faults") }
    var faultsInjected: Int { (try? Data(contentsOf: faults).count) ?? 0 }
    private var errors: URL { root.appending(path: "errors") }
    /// What the runs before this one said.
    private var earlier: URL { root.appending(path: "earlier") }

    /// What was said in all runs on standard error, line by line.
    func said() throws -> [Substring] {
        let texts = [earlier, errors].map { (try? Data(contentsOf: $0)) ?? Data() }
        return texts.flatMap { String(decoding: $0, as: UTF8.self).split(separator: "\n") }
    }

    private func keepErrors() throws {
        guard let said = try? Data(contentsOf: errors) else { return }
        if !FileManager.default.fileExists(atPath: earlier.path) { try Data().write(to: earlier) }
        let file = try FileHandle(forWritingTo: earlier)
        try file.seekToEnd()
        // The last line may be cut short: it must not run into the next.
        try file.write(contentsOf: said + Data("\n".utf8))
        try file.close()
    }

    /// Starts it; `killAt` names a point of the line and how often it is come to, as `KillPoint` has them.
    func start(killAt: String? = nil, environment more: [String: String] = [:]) throws {
        let process = Process()
        process.executableURL = program
        process.arguments = ["run"]
        for folder in ["incoming", "work", "archive", "rejected"] {
            process.arguments? += ["--folder-\(folder)", root.appending(path: folder).path]
        }
        process.arguments? += ["--ledger-path", ledger.path, "--folder-settle", "20ms", "--folder-grace", "200ms"]
        process.arguments? += flags
        var environment = ProcessInfo.processInfo.environment
        environment["STORYD_TEST_KILL_AT"] = killAt
        environment["STORYD_TEST_ENTRIES"] = entries.path
        if faultsPerMille > 0 { environment["STORYD_TEST_FAULTS"] = "\(faultsPerMille):\(faults.path)" }
        environment["SWIFT_BACKTRACE"] = "enable=no"
        process.environment = environment.merging(more) { $1 }
        try keepErrors()
        try Data().write(to: errors)
        process.standardError = try FileHandle(forWritingTo: errors)
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        self.process = process
    }

    var processIdentifier: Int32? { process?.processIdentifier }

    var isRunning: Bool { process?.isRunning == true }

    /// What it said last on standard error.
    var complaint: String { String((try? String(contentsOf: errors, encoding: .utf8))?.suffix(2000) ?? "") }

    /// Whether this run has come so far as to watch its folders, and to stop in good order when told to.
    var isReady: Bool { (try? String(contentsOf: errors, encoding: .utf8))?.contains("ready: ") == true }

    /// Kills it from outside, unless it is dead, and waits for its end.
    /// - Returns: Whether it died by SIGKILL, from outside or at a point of the line.
    @discardableResult
    func kill() -> Bool {
        guard let process else { return false }
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
        return wasKilled()
    }

    /// Waits for its end. Returns whether it died by SIGKILL.
    func wasKilled() -> Bool { diedBy() == SIGKILL }

    /// Waits for its end. Returns the signal it died by; nil when it ended by itself.
    func diedBy() -> Int32? {
        process?.waitUntilExit()
        defer { process = nil }
        return process?.terminationReason == .uncaughtSignal ? process?.terminationStatus : nil
    }

    /// Stops it in good order. Returns its exit status.
    func stop() -> Int32? {
        process?.terminate()
        process?.waitUntilExit()
        defer { process = nil }
        return process?.terminationStatus
    }

    /// Drops a file by rename, as careful programs do, or written in place.
    func drop(_ file: DroppedFiles.File, byRename: Bool) throws {
        let data = Data(file.content)
        let target = root.appending(path: "incoming/\(file.name)")
        guard byRename else { return try data.write(to: target) }
        let outside = root.appending(path: "outside")
        try data.write(to: outside)
        try FileManager.default.moveItem(at: outside, to: target)
    }

    /// The files below a folder, by path relative to it, without those of storyd's own.
    func files(below folder: String) throws -> [String: URL] {
        let top = root.appending(path: folder)
        var found: [String: URL] = [:]
        let walk = FileManager.default.enumerator(at: top, includingPropertiesForKeys: [.isDirectoryKey])
        while let file = walk?.nextObject() as? URL {
            guard try file.resourceValues(forKeys: [.isDirectoryKey]).isDirectory != true else { continue }
            if !file.lastPathComponent.hasPrefix(".") { found[String(file.path.dropFirst(top.path.count + 1))] = file }
        }
        return found
    }

    /// Asks the ledger, or another database. One string for each row, fields separated by `|`.
    func query(_ sql: String, in database: URL? = nil) async throws -> [String] {
        let answer = try await Command(
            arguments: ["sqlite3", "-readonly", (database ?? ledger).path, ".timeout 20000", sql]
        ).run()
        guard answer.status == 0 else { throw Command.Failure(description: "\(sql): \(answer.complaint)") }
        return answer.text.split(separator: "\n").map(String.init)
    }

    /// Waits until so many files are finished.
    func waitUntilPutAway(_ count: Int) async throws {
        try await eventually("all \(count) files are put away", within: .seconds(300)) {
            try #require(isRunning, "it ended: \(complaint)")
            return (try? await query("SELECT count(*) FROM claims WHERE state = 2")) == ["\(count)"]
        }
    }

    /// Moves what the ledger's log holds into its file, while nobody has it.
    func settle() async throws {
        let answer = try await Command(
            arguments: ["sqlite3", ledger.path, "PRAGMA wal_checkpoint(TRUNCATE)"]
        ).run()
        guard answer.status == 0 else { throw Command.Failure(description: answer.complaint) }
    }

    /// Decides the archive again into another ledger.
    func replay(into ledger: URL) async throws {
        let answer = try await Command(
            arguments: [
                program.path, "assign", "--archive", root.appending(path: "archive").path, "--archive",
                root.appending(path: "rejected").path, "--ledger", ledger.path,
            ]
        ).run()
        guard answer.status == 0 else { throw Command.Failure(description: "replay: \(answer.complaint)") }
    }
}

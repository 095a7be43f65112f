import Foundation
import Testing

/// A real systemd with a real journald, booted over this machine's own root and gone with the test.
///
/// What is written in it goes to an overlay in memory. `container.sh` owns all of it and ends with its standard
/// input, that is, with this process at the latest.
final class Container: Sendable {
    /// The process id of the container's systemd, as seen from here.
    let process: Int32
    private let keeper: Process
    private let lifeline: FileHandle

    /// The container's root as a path of this machine.
    var root: String { "/proc/\(process)/root" }

    private init(process: Int32, keeper: Process, lifeline: FileHandle) {
        self.process = process
        self.keeper = keeper
        self.lifeline = lifeline
    }

    /// Boots a container that sees each of `folders` (a path in it → a folder here), read-only.
    static func boot(folders: [String: URL]) async throws -> Container {
        let keeper = Process()
        keeper.executableURL = Host.sources.appending(path: "container.sh")
        keeper.arguments =
            ["storyd-test-\(UInt32.random(in: 0...UInt32.max))"]
            + folders.sorted { $0.key < $1.key }.map { "--bind-ro=\($0.value.path):\($0.key)" }
        let (lifeline, report) = (Pipe(), Pipe())
        keeper.standardInput = lifeline
        keeper.standardOutput = report
        try keeper.run()
        let end = report.fileHandleForReading
        let line = await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: end.availableData) }
        }
        let text = String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        let process = try #require(Int32(text), "the container did not come up, see above")
        return Container(process: process, keeper: keeper, lifeline: lifeline.fileHandleForWriting)
    }

    /// Ends the container and waits until nothing of it is left.
    func shutDown() async throws {
        try lifeline.close()
        let keeper = keeper
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                keeper.waitUntilExit()
                continuation.resume()
            }
        }
    }

    /// Runs a program in the container.
    func run(_ arguments: String...) async throws -> Command.Result {
        let environment = ["-i", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8"]
        return try await Command(
            arguments: ["nsenter", "-t", "\(process)", "-a", "env"] + environment + arguments
        ).run()
    }

    /// Runs a shell script in the container; a failure of any of its lines is a failure of the test.
    @discardableResult
    func script(_ text: String) async throws -> String {
        let result = try await run("bash", "-euo", "pipefail", "-c", text)
        guard result.status == 0 else {
            throw Command.Failure(description: "exit \(result.status): \(text)\n\(result.text)\n\(result.complaint)")
        }
        return result.text
    }

    /// Writes a file of the container, and the folders it is in.
    func write(_ text: String, to path: String) throws {
        let file = URL(filePath: root + path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }
}

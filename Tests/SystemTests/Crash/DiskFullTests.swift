import Foundation
import Testing

/// The real process when a resource runs out: it waits, says so, and goes on when there is some again.
@Suite("what runs out", .serialized)
struct DiskFullTests {
    private func drop(_ count: Int, _ storyd: ForegroundStoryd) throws {
        var files = DroppedFiles(seed: 1)
        for _ in 0..<count { try storyd.drop(files.next(), byRename: true) }
    }

    /// A process whose ledger is on a disk of its own, to be unmounted; nil where nothing may be mounted.
    private func startOnDisk(of size: String) async throws -> (storyd: ForegroundStoryd, disk: URL)? {
        let storyd = try ForegroundStoryd(program: try Host.debugProgram)
        let disk = storyd.root.appending(path: "disk")
        try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
        guard mount("tmpfs", disk.path, "tmpfs", 0, "size=\(size)") == 0 else {
            print("skipped: no right to mount")
            return nil
        }
        storyd.ledger = disk.appending(path: "ledger.sqlite")
        storyd.flags = ["--folder-min-free", "0"]
        do {
            try storyd.start()
            try await eventually("it is ready") { storyd.complaint.contains("ready") }
        } catch {
            umount2(disk.path, Int32(MNT_DETACH))
            throw error
        }
        return (storyd, disk)
    }

    @Test("a full disk under the ledger", .enabled(if: Host.isRoot, "only root may mount"), .timeLimit(.minutes(3)))
    func ledger() async throws {
        guard let (storyd, disk) = try await startOnDisk(of: "4m") else { return }
        defer { umount2(disk.path, Int32(MNT_DETACH)) }
        let filler = disk.appending(path: "filler")
        #expect(throws: (any Error).self) { try Data(count: 8 << 20).write(to: filler) }
        let rest = open(filler.path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        while write(rest, "xxxxxxxx", 8) > 0 {}
        close(rest)
        try drop(3, storyd)
        try await eventually("it says that it waits") { storyd.complaint.contains("the ledger cannot be written") }
        #expect(storyd.isRunning)
        try FileManager.default.removeItem(at: filler)
        try await eventually("all is decided") {
            (try? await storyd.query("SELECT count(*) FROM claims WHERE state = 2")) == ["3"]
        }
        #expect(storyd.complaint.contains("the ledger can be written again"))
        #expect(storyd.stop() == 0)
    }

    @Test(
        "a ledger that may not be written is told, and nothing is taken until it may",
        .enabled(if: Host.isRoot, "only root may mount"), .timeLimit(.minutes(3)))
    func readOnlyLedger() async throws {
        guard let (storyd, disk) = try await startOnDisk(of: "16m") else { return }
        defer { umount2(disk.path, Int32(MNT_DETACH)) }
        #expect(storyd.stop() == 0)
        try #require(mount("tmpfs", disk.path, "tmpfs", UInt(MS_REMOUNT | MS_RDONLY), "size=16m") == 0)
        try drop(3, storyd)
        try storyd.start()
        try await eventually("it ends") { !storyd.isRunning }
        #expect(storyd.complaint.contains("Read-only file system"), "\(storyd.complaint)")
        #expect(storyd.stop() == 1)
        #expect(try storyd.files(below: "incoming").count == 3)
        try #require(mount("tmpfs", disk.path, "tmpfs", UInt(MS_REMOUNT), "size=16m") == 0)
        try storyd.start()
        try await eventually("all is decided") {
            (try? await storyd.query("SELECT count(*) FROM claims WHERE state = 2")) == ["3"]
        }
        #expect(storyd.stop() == 0)
    }

    @Test("no file descriptors left", .timeLimit(.minutes(3)))
    func descriptors() async throws {
        let storyd = try ForegroundStoryd(program: try Host.debugProgram)
        try storyd.start()
        try await eventually("it is ready") { storyd.complaint.contains("ready") }
        let process = try #require(storyd.processIdentifier)
        func limit(_ number: Int) async throws {
            let answer = try await Command(arguments: ["prlimit", "--pid", "\(process)", "--nofile=\(number):4096"])
                .run()
            try #require(answer.status == 0, "\(answer.complaint)")
        }
        try await limit(3)
        try drop(3, storyd)
        try await eventually("it says that it waits") { storyd.complaint.contains("Too many open files") }
        #expect(storyd.isRunning)
        try await limit(1024)
        try await eventually("all is decided") {
            (try? await storyd.query("SELECT count(*) FROM claims WHERE state = 2")) == ["3"]
        }
        #expect(storyd.stop() == 0)
    }
}

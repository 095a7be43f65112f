import Glibc
import SystemPackage
import Testing

@testable import DropFolder

/// A way in which a program puts a file into a folder, and the names it must be taken under: each once, and nothing else.
struct WritingHabit: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let taken: Set<FilePath>
    let act: @Sendable (FilePath, TestClock) async throws -> Void

    init(_ name: String, taken: Set<FilePath>, _ act: @escaping @Sendable (FilePath, TestClock) async throws -> Void) {
        testDescription = name
        self.taken = taken
        self.act = act
    }

    static let all = [
        WritingHabit("rsync: a hidden name with a random ending, then a rename", taken: ["a.txt"]) { folder, clock in
            try write(folder.appending(".a.txt.k3XyQ1"), "te")
            try await clock.advance(.seconds(3))
            try write(folder.appending(".a.txt.k3XyQ1"), "xt")
            try setModified(folder.appending(".a.txt.k3XyQ1"), seconds: 1_000_000_000)
            try rename(folder.appending(".a.txt.k3XyQ1"), folder.appending("a.txt"))
        },
        WritingHabit("rsync --inplace: one name, in pieces", taken: ["a.txt"]) { folder, clock in
            for _ in 0..<4 {
                try write(folder.appending("a.txt"), "text")
                try await clock.advance(.milliseconds(700))
            }
            try setModified(folder.appending("a.txt"), seconds: 1_000_000_000)
        },
        WritingHabit("Maildir: tmp/, a link to new/, and the first name removed", taken: ["new/1.host"]) {
            folder, clock in
            try write(folder.pushing("tmp/1.host"), "text")
            try await clock.advance(.milliseconds(500))
            try makeLink(folder.pushing("tmp/1.host"), folder.pushing("new/1.host"))
            try remove(folder.pushing("tmp/1.host"))
        },
        WritingHabit("Maildir: tmp/, then a rename to new/", taken: ["new/2.host"]) { folder, _ in
            try write(folder.pushing("tmp/2.host"), "text")
            try rename(folder.pushing("tmp/2.host"), folder.pushing("new/2.host"))
        },
        WritingHabit("vim: a probe, the old text renamed to a backup, the new text written", taken: ["a.txt"]) {
            folder, _ in
            try write(folder.appending("4913"), "")
            try remove(folder.appending("4913"))
            try write(folder.appending(".a.txt.swp"), "swap")
            try write(folder.appending("a.txt"), "old")
            try rename(folder.appending("a.txt"), folder.appending("a.txt~"))
            try write(folder.appending("a.txt"), "new text")
            try remove(folder.appending("a.txt~"))
            try remove(folder.appending(".a.txt.swp"))
        },
        WritingHabit("Emacs: a lock that is a link to nothing, an auto-save file, the text", taken: ["a.txt"]) {
            folder, clock in
            try makeSymlink("alice@host.4711:1700000000", at: folder.appending(".#a.txt"))
            try write(folder.appending("#a.txt#"), "half of the te")
            try await clock.advance(.seconds(5))
            try write(folder.appending("a.txt"), "text")
            try remove(folder.appending("#a.txt#"))
            try remove(folder.appending(".#a.txt"))
        },
        WritingHabit("LibreOffice: a lock, a temporary file, then a rename", taken: ["a.html"]) { folder, clock in
            try write(folder.appending(".~lock.a.html#"), ",alice,host,21.11.2026 10:00;")
            try write(folder.appending("lu3927abc.tmp"), "text")
            try await clock.advance(.seconds(5))
            try rename(folder.appending("lu3927abc.tmp"), folder.appending("a.html"))
            try remove(folder.appending(".~lock.a.html#"))
        },
        WritingHabit("GNOME: .goutputstream-…, then a rename over the old text", taken: ["a.txt"]) { folder, _ in
            try write(folder.appending("a.txt"), "old")
            try write(folder.appending(".goutputstream-4ZQ1X2"), "new text")
            try rename(folder.appending(".goutputstream-4ZQ1X2"), folder.appending("a.txt"))
        },
        WritingHabit("a browser: an empty file and a partial one, then a rename over the first", taken: ["a.html"]) {
            folder, clock in
            try write(folder.appending("a.html"), "")
            try write(folder.appending("a.html.part"), "text")
            try await clock.advance(.seconds(20))
            try rename(folder.appending("a.html.part"), folder.appending("a.html"))
        },
        WritingHabit("an editor that cuts the file to nothing and writes it anew", taken: ["a.txt"]) { folder, clock in
            try write(folder.appending("a.txt"), "old")
            try await clock.advance(.milliseconds(900))
            try check(folder.appending("a.txt").withPlatformString { truncate($0, 0) })
            try await clock.advance(.seconds(2))
            try write(folder.appending("a.txt"), "new text")
        },
        WritingHabit("created, removed before it is still, and never seen again", taken: []) { folder, clock in
            try write(folder.appending("a.txt"), "text")
            try await clock.advance(.milliseconds(500))
            try remove(folder.appending("a.txt"))
        },
        WritingHabit("renamed inside the folder before it is still", taken: ["b.txt"]) { folder, clock in
            try write(folder.appending("a.txt"), "text")
            try await clock.advance(.milliseconds(500))
            try rename(folder.appending("a.txt"), folder.appending("b.txt"))
        },
        WritingHabit("a tree made beside the folder and moved in", taken: ["tree/a.txt", "tree/deep/er/b.txt"]) {
            folder, _ in
            let outside = folder.removingLastComponent().appending("outside")
            for path in ["outside", "outside/deep", "outside/deep/er"] as [FilePath] {
                try check(folder.removingLastComponent().pushing(path).withPlatformString { mkdir($0, 0o755) })
            }
            try write(outside.appending("a.txt"), "text")
            try write(outside.pushing("deep/er/b.txt"), "text")
            try rename(outside, folder.appending("tree"))
        },
    ]
}

@Suite("How programs write")
struct WritersTests {
    @Test("each habit has a file taken once, complete, under its last name", arguments: WritingHabit.all)
    func habit(_ habit: WritingHabit) async throws {
        let temporary = try TemporaryFolder.make()
        let incoming = try temporary.folder("in")
        for name in ["in/tmp", "in/new"] as [FilePath] { _ = try temporary.folder(name) }
        let settings = WatchSettings(ignore: IgnoreList(patterns: IgnoreList.defaultPatterns + ["tmp"]))
        try await watching([incoming], settings) { run in
            try await habit.act(incoming, run.clock)
            try await run.clock.advance(.milliseconds(1100))
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(habit.taken.count)
            run.watcher.rescan()
            try await run.clock.advance(.seconds(100))
            // Replaced while it was being taken, a name may come twice; the last is the one that counts.
            #expect(Set(run.recorder.names) == habit.taken)
            #expect(run.recorder.found.count <= habit.taken.count + 1)
            for name in habit.taken {
                let last = try #require(run.recorder.found.last { $0.name == name })
                #expect(last.key == FileStatus(try status(incoming.pushing(name))).key)
                #expect(last.key.size >= 4 && last.kind == .regular)
            }
        }
    }

    @Test(
        "what is written through another mount of the folder is seen",
        .enabled(if: geteuid() == 0, "only root may mount"))
    func bindMount() async throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, other) = (try temporary.folder("in"), try temporary.folder("other"))
        try await mounting(incoming, at: other) {
            try await watching([incoming]) { run in
                try write(other.appending("a.txt"), "text")
                try await run.clock.advance(.milliseconds(1100))
                try await run.delivered(1)
            }
        }
    }

    @Test(
        "on a read-only mount a file is found, read, and must stay", .enabled(if: geteuid() == 0, "only root may mount")
    )
    func readOnlyMount() async throws {
        let temporary = try TemporaryFolder.make()
        let (origin, incoming) = (try temporary.folder("origin"), try temporary.folder("in"))
        let spool = try temporary.spool()
        try write(origin.appending("a.txt"), "text")
        try await mounting(origin, at: incoming, readOnly: true) {
            try await watching([incoming]) { run in
                try await run.clock.advance(.milliseconds(1100))
                try await run.delivered(1)
                let file = try #require(run.recorder.found.first)
                let result = try spool.claim(file, id: 1)
                // Two mounts of one file system: which of the two reasons comes first is the kernel's choice.
                #expect(result == .mustStay(.readOnlyFileSystem) || result == .mustStay(.improperLink))
                #expect(try spool.open(file).readAll(limit: 100) == Array("text".utf8))
            }
        }
    }

    @Test("a folder on a network file system is polled, told once by its name, and the others are watched")
    func networkFileSystem() async throws {
        let temporary = try TemporaryFolder.make()
        let (local, remote) = (try temporary.folder("local"), try temporary.folder("remote"))
        _ = try temporary.folder("remote/sub")
        let faults = { (system: inout SystemCalls) in
            let real = system.fileSystemType
            system.fileSystemType = { (descriptor) throws(Errno) in
                let isRemote = openPath(descriptor).starts(with: remote)
                return isRemote ? 0x6969 : try real(descriptor)
            }
        }
        try await watching([local, remote], faults: faults) { run in
            try await run.told(.polled(remote, fileSystem: "NFS"))
            #expect(run.watcher.status.directories == 1 && run.watcher.status.polled == 2)
            try write(remote.pushing("sub/a.txt"), "text")
            try await run.clock.advance(.seconds(4))
            #expect(run.recorder.found.isEmpty)
            try await run.clock.advance(.milliseconds(1100))
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(1)
            try await run.clock.advance(.seconds(200))
            #expect(run.recorder.notices == [.polled(remote, fileSystem: "NFS")])
            #expect(run.recorder.names == ["sub/a.txt"])
        }
    }

    @Test("a file system is known as remote by its number, and the local ones are not")
    func fileSystemNames() throws {
        for (type, name) in [(0x6969, "NFS"), (0xFF53_4D42, "SMB"), (0x6573_5546, "FUSE"), (0x0102_1997, "9P")] {
            #expect(RemoteFileSystem.name(ofType: UInt32(type)) == name)
        }
        // ext4, XFS, Btrfs, tmpfs, overlayfs, ZFS.
        for type in [0xEF53, 0x5846_5342, 0x9123_683E, 0x0102_1994, 0x794C_7630, 0x2FC1_2FC1] {
            #expect(RemoteFileSystem.name(ofType: UInt32(type)) == nil)
        }
        let folder = open("/dev/shm", O_RDONLY)
        defer { close(folder) }
        #expect(try SystemCalls().fileSystemType(folder) == 0x0102_1994)
    }
}

/// The path of an open directory.
private func openPath(_ descriptor: Int32) -> FilePath {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = readlink("/proc/self/fd/\(descriptor)", &buffer, buffer.count - 1)
    return rawPath(buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) })
}

/// Mounts a folder at another for the length of a body.
private func mounting(
    _ origin: FilePath, at target: FilePath, readOnly: Bool = false, _ body: () async throws -> Void
) async throws {
    func mount(_ flags: Int) -> Int32 {
        origin.withPlatformString { origin in
            target.withPlatformString { Glibc.mount(origin, $0, nil, UInt(flags), nil) }
        }
    }
    guard mount(Int(MS_BIND)) == 0 else {
        print("skipped: no right to mount")
        return
    }
    defer { _ = target.withPlatformString { umount2($0, Int32(MNT_DETACH)) } }
    if readOnly { try check(mount(Int(MS_BIND) | Int(MS_REMOUNT) | Int(MS_RDONLY))) }
    try await body()
}

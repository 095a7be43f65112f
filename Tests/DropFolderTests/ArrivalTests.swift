import Glibc
import SystemPackage
import Testing

@testable import DropFolder

@Suite("How files arrive")
struct ArrivalTests {
    @Test("a file renamed in is taken without waiting")
    func renamedIn() async throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, outside) = (try temporary.folder("in"), temporary.path.appending("outside.txt"))
        try write(outside, "text")
        try await watching([incoming]) { run in
            try rename(outside, incoming.appending("a.txt"))
            // The test's clock stands still: nothing could settle.
            try await run.delivered(1)
            #expect(run.recorder.names == ["a.txt"])
            #expect(run.recorder.found.first?.folder == incoming)
            #expect(run.recorder.found.first?.kind == .regular)
            #expect(run.recorder.found.first?.key.size == 4)
        }
    }

    @Test("a file linked in is taken without waiting")
    func linkedIn() async throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, outside) = (try temporary.folder("in"), temporary.path.appending("outside.txt"))
        try write(outside, "text")
        // Written a while ago: a link in the same tick of the kernel's clock as the writing proves nothing, and settles.
        try setModified(outside, seconds: 1_000_000_000)
        try await watching([incoming]) { run in
            try makeLink(outside, incoming.appending("a.txt"))
            try await run.delivered(1)
            #expect(run.recorder.names == ["a.txt"])
        }
    }

    @Test("a temporary name renamed to the final one in the folder is taken at once, and only under that")
    func renamedInPlace() async throws {
        let temporary = try TemporaryFolder.make()
        try await watching([temporary.path]) { run in
            for name in [".a.txt.Xy12", "b.txt.part"] { try write(temporary.path.appending(name), "text") }
            try await run.clock.advance(.seconds(5))
            #expect(run.recorder.found.isEmpty)
            try rename(temporary.path.appending(".a.txt.Xy12"), temporary.path.appending("a.txt"))
            try rename(temporary.path.appending("b.txt.part"), temporary.path.appending("b.txt"))
            try await run.delivered(2)
            #expect(Set(run.recorder.names) == ["a.txt", "b.txt"])
        }
    }

    @Test("a written file is taken once it was still for the settle time, and not before")
    func settles() async throws {
        let temporary = try TemporaryFolder.make()
        try await watching([temporary.path]) { run in
            try write(temporary.path.appending("a.txt"), "text")
            try await run.clock.advance(.milliseconds(990))
            #expect(run.recorder.found.isEmpty)
            #expect(run.watcher.status.settling == 1)
            try await run.clock.advance(.milliseconds(20))
            try await run.delivered(1)
            #expect(run.watcher.status.settling == 0)
        }
    }

    @Test("a file opened, appended to and closed many times is taken once, after the last time")
    func openedManyTimes() async throws {
        let temporary = try TemporaryFolder.make()
        let file = temporary.path.appending("a.txt")
        try await watching([temporary.path]) { run in
            for _ in 0..<10 {
                try write(file, "line\n")
                try await run.clock.advance(.milliseconds(900))
                #expect(run.recorder.found.isEmpty)
            }
            try await run.clock.advance(.milliseconds(200))
            try await run.delivered(1)
            #expect(run.recorder.found.first?.key.size == 50)
            try await run.clock.advance(.seconds(100))
            #expect(run.recorder.found.count == 1)
        }
    }

    @Test("a writer that keeps its descriptor open and writes is waited for, though it gives no event")
    func writtenSlowly() async throws {
        let temporary = try TemporaryFolder.make()
        let path = temporary.path.appending("a.txt")
        try await watching([temporary.path]) { run in
            let file = try check(path.withPlatformString { open($0, O_WRONLY | O_CREAT, 0o644) })
            defer { close(file) }
            try await run.clock.catchUp()
            for _ in 0..<5 {
                #expect(write(file, "text", 4) == 4)
                try await run.clock.advance(.milliseconds(1010))
                // The look has found it changed, and waits anew.
                #expect(run.recorder.found.isEmpty)
            }
            try await run.clock.advance(.milliseconds(1010))
            try await run.delivered(1)
            #expect(run.recorder.found.first?.key.size == 20)
        }
    }

    @Test("an old modification time, as cp -p and rsync -t leave, is no proof of age")
    func preservedTime() async throws {
        let temporary = try TemporaryFolder.make()
        let file = temporary.path.appending("a.txt")
        try await watching([temporary.path]) { run in
            try write(file, "text")
            try setModified(file, seconds: 1_000_000_000)
            try await run.clock.advance(.milliseconds(900))
            #expect(run.recorder.found.isEmpty)
            try setModified(file, seconds: 1_000_000_001)
            try await run.clock.advance(.milliseconds(900))
            #expect(run.recorder.found.isEmpty)
            try await run.clock.advance(.milliseconds(200))
            try await run.delivered(1)
        }
    }

    @Test("a directory moved in is watched and its files are taken, later ones too")
    func directoryMovedIn() async throws {
        let temporary = try TemporaryFolder.make()
        let incoming = try temporary.folder("in")
        let tree = try temporary.folder("tree")
        _ = try temporary.folder("tree/deep")
        try write(tree.appending("a.txt"), "a")
        try write(tree.appending("deep").appending("b.txt"), "b")
        try await watching([incoming]) { run in
            try rename(tree, incoming.appending("tree"))
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(2)
            #expect(run.watcher.status.directories == 3)
            try write(incoming.appending("tree").appending("deep").appending("c.txt"), "c")
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(3)
            #expect(run.recorder.names == ["tree/a.txt", "tree/deep/b.txt", "tree/deep/c.txt"])
        }
    }

    @Test("a directory is a sub-folder whatever its name, and what was in it before the watch is found")
    func directoryNamedLikeAFile() async throws {
        let temporary = try TemporaryFolder.make()
        try await watching([temporary.path]) { run in
            for name in ["x.txt", "x.txt/y.html", "x.txt/y.html/z"] as [FilePath] {
                _ = try temporary.folder(name)
                try write(temporary.path.pushing(name).appending("file.txt"), "text")
            }
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(3)
            #expect(
                Set(run.recorder.names) == ["x.txt/file.txt", "x.txt/y.html/file.txt", "x.txt/y.html/z/file.txt"])
            try write(temporary.path.pushing("x.txt/y.html/z/late.txt"), "text")
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(4)
        }
    }

    @Test("a sub-folder renamed inside the folder is watched under its new name")
    func directoryRenamed() async throws {
        let temporary = try TemporaryFolder.make()
        let old = try temporary.folder("old")
        _ = try temporary.folder("old/deep")
        try await watching([temporary.path]) { run in
            try rename(old, temporary.path.appending("new"))
            try await run.clock.catchUp()
            try write(temporary.path.pushing("new/deep/a.txt"), "text")
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(1)
            #expect(run.recorder.names == ["new/deep/a.txt"])
            #expect(run.watcher.status.directories == 3)
        }
    }

    @Test("a directory moved out is not watched any more")
    func directoryMovedOut() async throws {
        let temporary = try TemporaryFolder.make()
        let incoming = try temporary.folder("in")
        _ = try temporary.folder("in/sub")
        try await watching([incoming]) { run in
            #expect(run.watcher.status.directories == 2)
            try rename(incoming.appending("sub"), temporary.path.appending("sub"))
            try await eventually("one directory is left") { run.watcher.status.directories == 1 }
            try write(temporary.path.pushing("sub/a.txt"), "text")
            try await run.clock.advance(.seconds(3))
            #expect(run.recorder.found.isEmpty)
        }
    }

    @Test("names that are not UTF-8 come through byte for byte")
    func rawNames() async throws {
        let temporary = try TemporaryFolder.make()
        let directory = rawPath([0xFF, 0x64])
        _ = try temporary.folder(directory)
        let names = [rawPath([0x61, 0xE9, 0x2E, 0x74]), directory.pushing(rawPath([0xC3, 0x28, 0x0A]))]
        try write(temporary.path.pushing(names[0]), "text")
        try await watching([temporary.path]) { run in
            try write(temporary.path.pushing(names[1]), "text")
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(2)
            #expect(Set(run.recorder.names) == Set(names))
        }
    }

    @Test("files that were there before are delivered in the order of their change, then of their name")
    func initialOrder() async throws {
        let temporary = try TemporaryFolder.make()
        _ = try temporary.folder("sub")
        for name in ["c", "sub/b", "a", "sub/d", "b"] as [FilePath] {
            try write(temporary.path.pushing(name), "text")
            // Longer than a tick of the kernel's clock of file times.
            usleep(15_000)
        }
        try await watching([temporary.path]) { run in
            #expect(run.recorder.found.isEmpty)
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(5)
            #expect(run.recorder.names == ["c", "sub/b", "a", "sub/d", "b"])
            #expect(run.recorder.batches == [5])
        }
    }

    @Test("10,000 files at once are delivered once each, in order, in batches")
    func manyFiles() async throws {
        let temporary = try TemporaryFolder.make()
        try await watching([temporary.path]) { run in
            for number in 0..<10_000 { try write(temporary.path.appending("\(number).txt"), "text") }
            try await eventually("all are settling") { run.watcher.status.settling == 10_000 }
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(10_000)
            run.watcher.rescan()
            try await run.clock.advance(.seconds(100))
            let found = run.recorder.found
            #expect(found.count == 10_000)
            #expect(Set(found.map(\.name)).count == 10_000)
            let order = found.map { ($0.key.changed, RawName($0.name)) }
            #expect(order.elementsEqual(order.sorted { $0 < $1 }) { $0 == $1 })
            #expect(run.recorder.batches.allSatisfy { $0 <= 4096 })
        }
    }

    @Test("several folders are watched by one watcher")
    func severalFolders() async throws {
        let temporary = try TemporaryFolder.make()
        let folders = [try temporary.folder("one"), try temporary.folder("two")]
        try await watching(folders) { run in
            for folder in folders { try write(folder.appending("a.txt"), "text") }
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(2)
            #expect(Set(run.recorder.found.map(\.folder)) == Set(folders))
        }
    }
}

/// Sets the modification time of a file, as `cp -p` does.
func setModified(_ path: FilePath, seconds: Int) throws {
    let times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
    try check(path.withPlatformString { utimensat(AT_FDCWD, $0, times, 0) })
}

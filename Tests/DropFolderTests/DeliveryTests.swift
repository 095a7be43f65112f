import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import DropFolder

@Suite("What is delivered, and how often")
struct DeliveryTests {
    @Test("a delivered file is not delivered again by rescans, but is when it changes")
    func deliveredOnce() async throws {
        let temporary = try TemporaryFolder.make()
        let file = temporary.path.appending("a.txt")
        try write(file, "text")
        try await watching([temporary.path]) { run in
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(1)
            for _ in 0..<3 {
                run.watcher.rescan()
                try await run.clock.advance(.seconds(70))
            }
            #expect(run.recorder.found.count == 1)
            try write(file, "more")
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(2)
            #expect(run.recorder.found.map(\.key.size) == [4, 8])
        }
    }

    @Test("opening for writing and closing without writing does not deliver a file again")
    func closedUnchanged() async throws {
        let temporary = try TemporaryFolder.make()
        let file = temporary.path.appending("a.txt")
        try write(file, "text")
        try await watching([temporary.path]) { run in
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(1)
            close(try check(file.withPlatformString { open($0, O_WRONLY) }))
            try await run.clock.advance(.seconds(5))
            #expect(run.recorder.found.count == 1)
        }
    }

    @Test("a name used again at once for another file is delivered again")
    func nameReused() async throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, work) = (try temporary.folder("in"), try temporary.folder("work"))
        try await watching([incoming]) { run in
            for round in 1...5 {
                let outside = temporary.path.appending("outside")
                try write(outside, "text")
                try rename(outside, incoming.appending("a.txt"))
                try await run.delivered(round)
                try rename(incoming.appending("a.txt"), work.appending("\(round)"))
            }
            #expect(run.recorder.found.count == 5)
        }
    }

    @Test("two files that change places after they were handed out are delivered again, both of them")
    func exchanged() async throws {
        let temporary = try TemporaryFolder.make()
        let (one, other) = (temporary.path.appending("a.txt"), temporary.path.appending("b.txt"))
        try write(one, "text")
        try write(other, "other text")
        try await watching([temporary.path]) { run in
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(2)
            try exchange(one, other)
            // The test's clock stands still: no rescan mends what is missed.
            try await run.delivered(4)
            #expect(Set(run.recorder.found[2...].map { "\($0.name) \($0.key.size)" }) == ["a.txt 10", "b.txt 4"])
        }
    }

    @Test("a released file that stayed settles and is delivered again")
    func releasedInPlace() async throws {
        let temporary = try TemporaryFolder.make()
        try write(temporary.path.appending("a.txt"), "text")
        try await watching([temporary.path]) { run in
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(1)
            run.watcher.release(run.recorder.found)
            try await run.clock.advance(.milliseconds(900))
            #expect(run.recorder.found.count == 1)
            try await run.clock.advance(.milliseconds(200))
            try await run.delivered(2)
        }
    }

    @Test("a file released and put back settles, and is not taken for a new file renamed in")
    func putBack() async throws {
        let temporary = try TemporaryFolder.make()
        let incoming = try temporary.folder("in")
        let spool = try temporary.spool()
        try write(incoming.appending("a.txt"), "text")
        try await watching([incoming]) { run in
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(1)
            let file = try #require(run.recorder.found.first)
            #expect(try spool.claim(file, id: 1) == .claimed)
            try await run.clock.catchUp()
            run.watcher.release([file])
            try spool.unclaim(id: 1, to: file.folder, name: file.name)
            try await run.clock.advance(.milliseconds(900))
            #expect(run.recorder.found.count == 1)
            try await run.clock.advance(.milliseconds(200))
            try await run.delivered(2)
        }
    }

    @Test("the rescan finds files that no event told of")
    func eventsMissed() async throws {
        let temporary = try TemporaryFolder.make()
        let faults = { (system: inout SystemCalls) in
            // A network mount: watches can be had, and never tell.
            let real = system.addWatch
            system.addWatch = { (notify, path, _) throws(Errno) in try real(notify, path, UInt32(IN_DELETE_SELF)) }
        }
        try await watching([temporary.path], faults: faults) { run in
            try write(temporary.path.appending("a.txt"), "text")
            try await run.clock.advance(.seconds(50))
            #expect(run.recorder.found.isEmpty)
            try await run.clock.advance(.seconds(11))
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(1)
        }
    }

    @Test("ignored names are not taken and ignored directories are not entered")
    func ignored() async throws {
        let temporary = try TemporaryFolder.make()
        for name in [".git", "@eaDir", "good"] as [FilePath] {
            _ = try temporary.folder(name)
            try write(temporary.path.pushing(name).appending("a.txt"), "text")
        }
        try await watching([temporary.path]) { run in
            for name in [".hidden", "a.tmp", "b.part", "c~", "Thumbs.db"] {
                try write(temporary.path.appending(name), "text")
            }
            _ = try temporary.folder("late.tmp")
            try write(temporary.path.pushing("late.tmp/a.txt"), "text")
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(1)
            try await run.clock.advance(.seconds(100))
            #expect(run.recorder.names == ["good/a.txt"])
            #expect(run.watcher.status.directories == 2)
        }
    }

    @Test("a changed ignore list and settle time hold from then on")
    func updated() async throws {
        let temporary = try TemporaryFolder.make()
        try write(temporary.path.appending("a.tmp"), "text")
        try write(temporary.path.appending("b.log"), "text")
        try await watching([temporary.path]) { run in
            run.watcher.update(
                WatchSettings(settle: .seconds(10), ignore: IgnoreList(patterns: ["*.log"])))
            try await run.clock.advance(.seconds(9))
            #expect(run.recorder.found.isEmpty)
            try await run.clock.advance(.seconds(2))
            try await run.delivered(1)
            try await run.clock.advance(.seconds(100))
            #expect(run.recorder.names == ["a.tmp"])
        }
    }

    @Test("an empty file is delivered as such after the grace time")
    func empty() async throws {
        let temporary = try TemporaryFolder.make()
        try write(temporary.path.appending("a.txt"), "")
        try await watching([temporary.path]) { run in
            try await run.clock.advance(.seconds(59))
            #expect(run.recorder.found.isEmpty)
            try await run.clock.advance(.seconds(2))
            try await run.delivered(1)
            #expect(run.recorder.found.first?.kind == .empty)
        }
    }

    @Test("an empty file renamed in has its grace time, and is a regular file when it grows")
    func emptyGrows() async throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, outside) = (try temporary.folder("in"), temporary.path.appending("outside"))
        try write(outside, "")
        try await watching([incoming]) { run in
            try rename(outside, incoming.appending("a.txt"))
            try await run.clock.advance(.seconds(30))
            try write(incoming.appending("a.txt"), "text")
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(1)
            #expect(run.recorder.found.map(\.kind) == [.regular])
            try await run.clock.advance(.seconds(100))
            #expect(run.recorder.found.count == 1)
        }
    }

    /// Root may read everything, so the check is made by the permission bits of the file.
    private static func refuseByMode(_ system: inout SystemCalls) {
        let status = system.status
        system.readable = { (directory, path) throws(Errno) in
            if try status(directory, path).mode & 0o444 == 0 { throw .permissionDenied }
        }
    }

    @Test("an unreadable file is delivered as such after the grace time")
    func unreadable() async throws {
        let temporary = try TemporaryFolder.make()
        try write(temporary.path.appending("a.txt"), "text", mode: 0)
        try await watching([temporary.path], faults: Self.refuseByMode) { run in
            try await run.clock.advance(.seconds(59))
            #expect(run.recorder.found.isEmpty)
            try await run.clock.advance(.seconds(2))
            try await run.delivered(1)
            #expect(run.recorder.found.first?.kind == .unreadable)
        }
    }

    @Test("a file made readable within the grace time is a regular file")
    func madeReadable() async throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, outside) = (try temporary.folder("in"), temporary.path.appending("outside"))
        try write(outside, "text", mode: 0)
        try await watching([incoming], faults: Self.refuseByMode) { run in
            try rename(outside, incoming.appending("a.txt"))
            try await run.clock.advance(.seconds(30))
            #expect(run.recorder.found.isEmpty)
            try changeMode(incoming.appending("a.txt"), 0o644)
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(1)
            #expect(run.recorder.found.first?.kind == .regular)
        }
    }

    @Test("a file the kernel does not let us read is unreadable", .enabled(if: geteuid() != 0, "root reads everything"))
    func unreadableIndeed() async throws {
        let temporary = try TemporaryFolder.make()
        try write(temporary.path.appending("a.txt"), "text", mode: 0)
        try await watching([temporary.path], WatchSettings(grace: .seconds(2))) { run in
            try await run.clock.advance(.seconds(1))
            try await run.clock.advance(.seconds(2))
            try await run.delivered(1)
            #expect(run.recorder.found.first?.kind == .unreadable)
        }
    }

    @Test("links, FIFOs and sockets are delivered as what they are, and links to directories are not followed")
    func specialFiles() async throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, outside) = (try temporary.folder("in"), try temporary.folder("outside"))
        try write(outside.appending("secret.txt"), "text")
        try makeSymlink(outside, at: incoming.appending("early"))
        try await watching([incoming]) { run in
            try makeSymlink(outside.appending("secret.txt"), at: incoming.appending("link.txt"))
            try makeSymlink(outside, at: incoming.appending("late"))
            try makeFIFO(incoming.appending("fifo"))
            try makeSocket(incoming.appending("socket"))
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(5)
            let kinds = Dictionary(uniqueKeysWithValues: run.recorder.found.map { ($0.name, $0.kind) })
            let symlink = FoundFile.Kind.symlink
            let expected: [FilePath: FoundFile.Kind] = [
                "early": symlink, "late": symlink, "link.txt": symlink, "fifo": .fifo, "socket": .socket,
            ]
            #expect(kinds == expected)
        }
    }

    @Test("by the real clock a file is delivered, and stop ends the wait for more")
    func realClock() async throws {
        let temporary = try TemporaryFolder.make()
        let recorder = Recorder()
        let settings = WatchSettings(settle: .milliseconds(100))
        let watcher = FolderWatcher(folders: [temporary.path], settings: settings) { recorder.add($0) }
        try watcher.arm()
        let ended = Ended.after { watcher.run() }
        try write(temporary.path.appending("a.txt"), "text")
        try await eventually("a file is delivered") { recorder.found.count == 1 }
        watcher.stop()
        let start = ContinuousClock.now
        try await eventually("the loop ends") { ended.isSet }
        // Far less than the minute it would have slept.
        #expect(ContinuousClock.now - start < .seconds(30))
        watcher.rescan()
    }

    @Test("a watcher stopped before it runs delivers nothing")
    func stoppedBefore() throws {
        let temporary = try TemporaryFolder.make()
        try write(temporary.path.appending("a.txt"), "text")
        let recorder = Recorder()
        let watcher = FolderWatcher(folders: [temporary.path], settings: WatchSettings(settle: .zero)) {
            recorder.add($0)
        }
        try watcher.arm()
        watcher.stop()
        watcher.run()
        #expect(recorder.found.isEmpty)
    }
}

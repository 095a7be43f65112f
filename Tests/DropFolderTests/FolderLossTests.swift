import Glibc
import Synchronization
import SystemPackage
import Testing

@testable import DropFolder

@Suite("Folders that go away, limits, and losses")
struct FolderLossTests {
    @Test("a missing folder is awaited, not created, and watched when it comes")
    func missingAtStart() async throws {
        let temporary = try TemporaryFolder.make()
        let incoming = temporary.path.appending("in")
        try await watching([incoming]) { run in
            try await run.told(.folderMissing(incoming))
            try await run.clock.advance(.seconds(3))
            #expect(!exists(incoming))
            #expect(run.watcher.status.missing == [incoming])
            #expect(run.recorder.notices == [.folderMissing(incoming)])
            _ = try temporary.folder("in")
            try write(incoming.appending("a.txt"), "text")
            try await run.clock.advance(.milliseconds(1100))
            try await run.told(.folderReturned(incoming))
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(1)
            #expect(run.watcher.status.missing == [])
        }
    }

    @Test("a watched folder renamed away is told, and watched again when it is back")
    func renamedAway() async throws {
        let temporary = try TemporaryFolder.make()
        let (incoming, aside) = (try temporary.folder("in"), temporary.path.appending("aside"))
        try await watching([incoming]) { run in
            try rename(incoming, aside)
            try await run.told(.folderMissing(incoming))
            try write(aside.appending("a.txt"), "text")
            try await run.clock.advance(.seconds(3))
            #expect(run.recorder.found.isEmpty)
            try rename(aside, incoming)
            try await run.clock.advance(.milliseconds(1100))
            try await run.told(.folderReturned(incoming))
            try write(incoming.appending("b.txt"), "text")
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(2)
            #expect(run.recorder.notices == [.folderMissing(incoming), .folderReturned(incoming)])
        }
    }

    @Test("a watched folder deleted and made anew is watched again")
    func deleted() async throws {
        let temporary = try TemporaryFolder.make()
        let incoming = try temporary.folder("in")
        try await watching([incoming]) { run in
            try remove(incoming)
            try await run.told(.folderMissing(incoming))
            _ = try temporary.folder("in")
            try await run.clock.advance(.milliseconds(1100))
            try await run.told(.folderReturned(incoming))
            try write(incoming.appending("a.txt"), "text")
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(1)
        }
    }

    @Test("a folder whose parent was renamed gives no event; the rescan tells")
    func parentRenamed() async throws {
        let temporary = try TemporaryFolder.make()
        let parent = try temporary.folder("parent")
        let incoming = try temporary.folder("parent/in")
        try await watching([incoming]) { run in
            try rename(parent, temporary.path.appending("other"))
            try await run.clock.advance(.seconds(50))
            #expect(run.recorder.notices == [])
            try await run.clock.advance(.seconds(11))
            try await run.told(.folderMissing(incoming))
        }
    }

    @Test("a folder in whose place another was put is left for that one by the rescan")
    func replaced() async throws {
        let temporary = try TemporaryFolder.make()
        let parent = try temporary.folder("parent")
        let incoming = try temporary.folder("parent/in")
        _ = try temporary.folder("spare")
        _ = try temporary.folder("spare/in")
        try await watching([incoming]) { run in
            try rename(parent, temporary.path.appending("other"))
            try rename(temporary.path.appending("spare"), parent)
            try write(incoming.appending("a.txt"), "text")
            run.watcher.rescan()
            try await run.told(.folderReturned(incoming))
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(1)
            #expect(run.recorder.notices == [.folderMissing(incoming), .folderReturned(incoming)])
        }
    }

    @Test(
        "a folder that is a mount is told when it is unmounted, and what is beneath it is watched",
        .enabled(if: geteuid() == 0, "only root may mount"))
    func unmounted() async throws {
        let temporary = try TemporaryFolder.make()
        let incoming = try temporary.folder("in")
        guard incoming.withPlatformString({ mount("none", $0, "tmpfs", 0, "size=1m") }) == 0 else {
            print("skipped: no right to mount")
            return
        }
        var mounted = true
        defer { if mounted { _ = incoming.withPlatformString { umount2($0, Int32(MNT_DETACH)) } } }
        try await watching([incoming]) { run in
            try write(incoming.appending("a.txt"), "text")
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(1)
            // Nothing of ours keeps it busy.
            try await eventually("it is unmounted") { incoming.withPlatformString { umount2($0, 0) } == 0 }
            mounted = false
            try await run.told(.folderReturned(incoming))
            #expect(run.recorder.notices == [.folderMissing(incoming), .folderReturned(incoming)])
            try write(incoming.appending("b.txt"), "text")
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(2)
        }
    }

    @Test("an overflow of the kernel's queue is told, and nothing is lost")
    func overflow() async throws {
        let temporary = try TemporaryFolder.make()
        let limit = SystemCalls().kernelSetting("fs.inotify.max_queued_events")
        // Three events a file.
        let count = limit / 3 + 1000
        try #require(limit > 0 && count < 100_000)
        let gate = Gate()
        try await watching([temporary.path], blocking: { gate.pass() }) { run in
            try write(temporary.path.appending("first.txt"), "text")
            gate.close()
            try await run.clock.catchUp()
            run.clock.jump(.milliseconds(1100))
            // The loop now stands in the delivery of the first file.
            try await run.delivered(1)
            for number in 0..<count { try write(temporary.path.appending("\(number).txt"), "text") }
            for number in 0..<count { try changeMode(temporary.path.appending("\(number).txt"), 0o600) }
            gate.open()
            try await run.told(.overflow(temporary.path))
            try await eventually("all are settling") { run.watcher.status.settling == count }
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(count + 1)
            try await run.clock.advance(.seconds(70))
            #expect(run.recorder.found.count == count + 1)
            #expect(Set(run.recorder.names).count == count + 1)
        }
    }

    @Test(
        "without watches left, folders are polled, the limit is told once, and watches are set when they are to be had")
    func watchLimit() async throws {
        let temporary = try TemporaryFolder.make()
        for name in ["one", "two", "three"] as [FilePath] { _ = try temporary.folder(name) }
        let free = Atomic(2)
        let faults = { (system: inout SystemCalls) in
            let real = system.addWatch
            system.addWatch = { (notify, path, mask) throws(Errno) in
                if free.load(ordering: .acquiring) <= 0 { throw .noSpace }
                free.subtract(1, ordering: .acquiringAndReleasing)
                return try real(notify, path, mask)
            }
        }
        try await watching([temporary.path], faults: faults) { run in
            try await eventually("it polls") { run.watcher.status.polling }
            #expect(run.watcher.status.polled + run.watcher.status.directories == 4)
            for name in ["one", "two", "three"] as [FilePath] {
                try write(temporary.path.pushing(name).appending("a.txt"), "text")
            }
            try await run.clock.advance(.milliseconds(5100))
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(3)
            let limits = run.recorder.notices.filter { if case .watchLimit = $0 { true } else { false } }
            #expect(limits.count == 1)
            if case .watchLimit(_, let setting, let value)? = limits.first {
                #expect(setting == "fs.inotify.max_user_watches")
                #expect(value == SystemCalls().kernelSetting("fs.inotify.max_user_watches"))
            }
            free.store(1000, ordering: .releasing)
            try await run.clock.advance(.milliseconds(5100))
            #expect(run.watcher.status.directories == 4)
            #expect(!run.watcher.status.polling)
        }
    }

    @Test("a watcher that hangs in a directory says for how long, and one that waits does not")
    func stuck() async throws {
        let temporary = try TemporaryFolder.make()
        let gate = Gate()
        let faults = { (system: inout SystemCalls) in
            let entries = system.entries
            system.entries = { (descriptor, body) throws(Errno) in
                gate.pass()
                try entries(descriptor, body)
            }
        }
        try await watching([temporary.path], faults: faults) { run in
            try await run.clock.advance(.seconds(40))
            try await eventually("it waits") { run.watcher.stuckFor == .zero }
            gate.close()
            run.watcher.rescan()
            try await eventually("it hangs") {
                run.clock.jump(.seconds(1))
                return run.watcher.stuckFor > .seconds(30)
            }
            gate.open()
            try await eventually("it waits again") { run.watcher.stuckFor == .zero }
        }
    }

    @Test("without an inotify instance everything is polled, until there is one")
    func instanceLimit() async throws {
        let temporary = try TemporaryFolder.make()
        let refused = Atomic(true)
        let faults = { (system: inout SystemCalls) in
            let real = system.startNotify
            system.startNotify = { () throws(Errno) in
                if refused.load(ordering: .acquiring) { throw .tooManyOpenFiles }
                return try real()
            }
        }
        try await watching([temporary.path], faults: faults) { run in
            let value = SystemCalls().kernelSetting("fs.inotify.max_user_instances")
            try await run.told(
                .watchLimit(temporary.path, sysctl: "fs.inotify.max_user_instances", value: value))
            try write(temporary.path.appending("a.txt"), "text")
            try await run.clock.advance(.milliseconds(5100))
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(1)
            #expect(run.watcher.status.polled == 1)
            refused.store(false, ordering: .releasing)
            try await run.clock.advance(.seconds(61))
            #expect(run.watcher.status.polled == 0)
            #expect(run.recorder.notices.count == 1)
        }
    }

    @Test("a sub-folder that cannot be opened is told once, and read when it can be")
    func unreadableFolder() async throws {
        let temporary = try TemporaryFolder.make()
        let locked = try temporary.folder("locked")
        try write(locked.appending("a.txt"), "text")
        try write(temporary.path.appending("b.txt"), "text")
        let refused = Atomic(true)
        let faults = { (system: inout SystemCalls) in
            let real = system.open
            system.open = { (directory, path, flags, mode) throws(Errno) in
                if refused.load(ordering: .acquiring), strcmp(path, "locked") == 0 { throw .permissionDenied }
                return try real(directory, path, flags, mode)
            }
        }
        try await watching([temporary.path], faults: faults) { run in
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(1)
            for _ in 0..<3 { try await run.clock.advance(.seconds(61)) }
            #expect(run.recorder.notices == [.unreadableFolder(locked, .permissionDenied)])
            #expect(run.recorder.names == ["b.txt"])
            refused.store(false, ordering: .releasing)
            try await run.clock.advance(.milliseconds(5100))
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(2)
        }
    }

    @Test("a short want of descriptors loses nothing")
    func outOfDescriptors() async throws {
        let temporary = try TemporaryFolder.make()
        let short = Atomic(false)
        let faults = { (system: inout SystemCalls) in
            let real = system.open
            system.open = { (directory, path, flags, mode) throws(Errno) in
                if short.load(ordering: .acquiring) { throw .tooManyOpenFiles }
                return try real(directory, path, flags, mode)
            }
        }
        try await watching([temporary.path], faults: faults) { run in
            try write(temporary.path.appending("a.txt"), "text")
            try await run.clock.catchUp()
            short.store(true, ordering: .releasing)
            try write(temporary.path.appending("b.txt"), "text")
            try await run.clock.advance(.seconds(2))
            #expect(run.recorder.found.isEmpty)
            short.store(false, ordering: .releasing)
            try await run.clock.advance(.milliseconds(5100))
            try await run.clock.advance(.milliseconds(1100))
            try await run.delivered(2)
            #expect(run.recorder.notices == [.unreadableFolder(temporary.path, .tooManyOpenFiles)])
        }
    }

    @Test("a tree deeper than PATH_MAX does no harm: its files are found down to the limit, and the rest is told")
    func deepTree() async throws {
        let temporary = try TemporaryFolder.make()
        let name = String(repeating: "d", count: 40)
        try makeDeepTree(temporary.path, name, depth: 300)
        try write(temporary.path.appending("top.txt"), "text")
        try await watching([temporary.path]) { run in
            try await run.clock.advance(.milliseconds(1100))
            // One file at each level.
            try await run.delivered(WatchLoop.depthLimit + 1)
            run.watcher.rescan()
            try await run.clock.advance(.seconds(61))
            #expect(run.recorder.found.count == WatchLoop.depthLimit + 1)
            #expect(run.recorder.found.map { $0.name.length }.max() ?? 0 > Int(PATH_MAX))
            #expect(run.recorder.notices.count == 1)
            #expect(run.watcher.status.directories == WatchLoop.depthLimit + 1)
        }
    }
}

/// A tree of one directory in the other with a file in each, made by descriptors, since its paths are too long.
private func makeDeepTree(_ top: FilePath, _ name: String, depth: Int) throws {
    var current = try check(top.withPlatformString { open($0, O_RDONLY | O_DIRECTORY) })
    defer { close(current) }
    for _ in 0..<depth {
        try check(mkdirat(current, name, 0o755))
        let next = try check(openat(current, name, O_RDONLY | O_DIRECTORY))
        close(current)
        current = next
        let file = try check(openat(current, "a.txt", O_WRONLY | O_CREAT, 0o644))
        #expect(write(file, "text", 4) == 4)
        close(file)
    }
}

/// Holds up a thread for as long as it is closed.
private final class Gate: Sendable {
    private let closed = Atomic(false)

    func close() { closed.store(true, ordering: .releasing) }
    func open() { closed.store(false, ordering: .releasing) }

    func pass() {
        while closed.load(ordering: .acquiring) { usleep(1000) }
    }
}

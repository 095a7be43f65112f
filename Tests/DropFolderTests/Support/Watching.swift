import Foundation
import Synchronization
import SystemPackage
import Testing

@testable import DropFolder

/// A clock that a test moves, and a count of the loop's turns: what depends on time is then certain.
final class TestClock: Sendable {
    private let now = Atomic<Int64>(1_000_000_000_000)
    private let turns = Atomic<Int>(0)

    /// System calls whose monotonic time is this clock's. A wait never lasts longer than a few real milliseconds.
    func systemCalls() -> SystemCalls {
        var calls = SystemCalls()
        let real = calls.wait
        calls.monotonic = { self.now.load(ordering: .acquiring) }
        calls.wait = { descriptors, milliseconds in
            self.turns.add(1, ordering: .acquiringAndReleasing)
            real(descriptors, min(milliseconds, 3))
        }
        return calls
    }

    /// Moves the time, after all that has happened was handled, and waits until what is due then was handled.
    func advance(_ duration: Duration) async throws {
        try await catchUp()
        jump(duration)
        try await catchUp()
    }

    /// Moves the time and waits for nothing.
    func jump(_ duration: Duration) {
        now.add(duration.clampedNanoseconds, ordering: .acquiringAndReleasing)
    }

    /// Waits until the loop has handled all events there were.
    func catchUp() async throws {
        let start = turns.load(ordering: .acquiring)
        try await eventually("the loop turns") { self.turns.load(ordering: .acquiring) >= start + 3 }
    }
}

/// What a watcher delivered.
final class Recorder: Sendable {
    private let events = Mutex<(found: [FoundFile], notices: [FolderNotice], batches: [Int])>(([], [], []))

    func add(_ event: FolderEvent) {
        events.withLock {
            switch event {
            case .found(let files):
                $0.found += files
                $0.batches.append(files.count)
            case .notice(let notice): $0.notices.append(notice)
            }
        }
    }

    var found: [FoundFile] { events.withLock { $0.found } }
    var names: [FilePath] { found.map(\.name) }
    var notices: [FolderNotice] { events.withLock { $0.notices } }
    var batches: [Int] { events.withLock { $0.batches } }
}

struct DeadlinePassed: Error {
    let awaited: String
}

/// Waits for a condition, for at most a minute.
func eventually(_ awaited: String, _ condition: () throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(60)
    while try !condition() {
        if ContinuousClock.now > deadline { throw DeadlinePassed(awaited: awaited) }
        try await Task.sleep(for: .milliseconds(2))
    }
}

/// A watcher that runs on a thread of its own for the length of a test's body.
struct Watching: Sendable {
    let watcher: FolderWatcher
    let recorder: Recorder
    let clock: TestClock

    /// Waits until at least so many files were delivered.
    func delivered(_ count: Int) async throws {
        try await eventually("\(count) files are delivered") { recorder.found.count >= count }
    }

    /// Waits for a notice.
    func told(_ notice: FolderNotice) async throws {
        try await eventually("\(notice)") { recorder.notices.contains(notice) }
    }
}

/// Runs a watcher of the folders on a test clock, with a settle time of one second unless settings say otherwise.
func watching(
    _ folders: [FilePath], _ settings: WatchSettings = WatchSettings(),
    faults: (inout SystemCalls) -> Void = { _ in }, blocking: @escaping @Sendable () -> Void = {},
    _ body: (Watching) async throws -> Void
) async throws {
    let clock = TestClock()
    var system = clock.systemCalls()
    faults(&system)
    let recorder = Recorder()
    let watcher = FolderWatcher(folders: folders, settings: settings, system: system) { event in
        recorder.add(event)
        blocking()
    }
    try watcher.arm()
    let ended = Ended.after { watcher.run() }
    let outcome: Result<Void, any Error>
    do {
        try await clock.catchUp()
        outcome = .success(try await body(Watching(watcher: watcher, recorder: recorder, clock: clock)))
    } catch {
        outcome = .failure(error)
    }
    watcher.stop()
    try await eventually("the loop ends") { ended.isSet }
    try outcome.get()
}

/// Whether a thread has ended.
final class Ended: Sendable {
    private let flag = Atomic(false)

    var isSet: Bool { flag.load(ordering: .acquiring) }

    /// Runs a body on a thread of its own.
    static func after(_ body: @escaping @Sendable () -> Void) -> Ended {
        let ended = Ended()
        Thread.detachNewThread {
            body()
            ended.flag.store(true, ordering: .releasing)
        }
        return ended
    }
}

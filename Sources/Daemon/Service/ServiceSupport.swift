import Articles
import DropFolder
import Foundation
import Journal
import Logging
import ServiceLifecycle
import Synchronization
import SystemPackage

/// Runs blocking work on a thread of its own, off the cooperative threads.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        _ = StageThread("service") { continuation.resume(with: Result { try body() }) }
    }
}

/// Runs blocking work that cannot fail on a thread of its own.
func onThread(_ body: @escaping @Sendable () -> Void) async {
    await withCheckedContinuation { continuation in
        _ = StageThread("service") {
            body()
            continuation.resume()
        }
    }
}

/// The first error that ends the pipeline, and a way to wait for it.
final class FailureBox: Sendable {
    private let first = Mutex<(any Error)?>(nil)
    private let stream: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init() {
        (stream, signal) = AsyncStream.makeStream()
    }

    /// What ended the pipeline; nil while it runs or was asked to stop.
    var error: (any Error)? { first.withLock { $0 } }

    /// Ends the pipeline.
    func fail(_ error: any Error) {
        first.withLock { $0 = $0 ?? error }
        signal.finish()
    }

    /// Returns when the service group shuts down or the pipeline failed.
    func waitUntilStoppedOrFailed() async throws {
        await cancelWhenGracefulShutdown { [stream] in
            for await _ in stream {}
        }
    }
}

/// Whether the service was told to stop.
final class StopFlag: Sendable {
    private let raised = Atomic<Bool>(false)

    var isRaised: Bool { raised.load(ordering: .acquiring) }
    func raise() { raised.store(true, ordering: .releasing) }
}

/// The least severe diagnostic that is logged, which a reload changes.
final class LogLevelBox: Sendable {
    private let stored: Mutex<Logger.Level>

    init(_ name: String) {
        stored = Mutex(Logger.Level(rawValue: name) ?? .info)
    }

    /// The present level.
    var level: Logger.Level { stored.withLock { $0 } }

    /// Sets the level by its name; an unknown name was refused when the settings were loaded.
    func set(_ name: String) {
        stored.withLock { $0 = Logger.Level(rawValue: name) ?? .info }
    }
}

extension WatchSettings {
    /// The watcher's part of the settings.
    init(_ folder: Settings.Folder) {
        self.init(
            settle: folder.settle, grace: folder.grace, rescan: folder.rescan,
            ignore: IgnoreList(patterns: folder.ignore))
    }
}

extension Retention {
    /// The rule for finished files.
    init(_ archive: Settings.Archive) { self.init(keep: archive.keep, bytes: archive.keepBytes) }

    /// The rule for refused files.
    init(_ rejected: Settings.Rejected) { self.init(keep: rejected.keep, bytes: rejected.keepBytes) }

    /// Zero sets no limit.
    private init(keep: Duration, bytes: Int) {
        self.init(age: keep > .zero ? keep : nil, bytes: bytes > 0 ? Int64(bytes) : nil)
    }
}

extension ReaderLimits {
    /// The readers' part of the settings.
    init(_ limits: Settings.Limits) {
        self.init()
        fileBytes = limits.fileBytes
        unpackedBytes = limits.unpackedBytes
        unpackedRatio = limits.unpackedRatio
        containerDepth = limits.containerDepth
        articleBytes = limits.articleBytes
        articlesPerFile = limits.articlesPerFile
        nesting = limits.nesting
    }
}

extension Entry {
    /// What the drop folder noticed, as a journal entry.
    init(_ notice: FolderNotice) {
        self =
            switch notice {
            case .overflow(let folder): .queueOverflow(folder: escapedName(folder))
            case .watchLimit(let folder, let sysctl, let value):
                .watchLimit(folder: escapedName(folder), sysctl: sysctl, value: value)
            case .polled(let folder, let fileSystem):
                .folderPolled(folder: escapedName(folder), fileSystem: fileSystem)
            case .folderMissing(let folder): .folderMissing(folder: escapedName(folder))
            case .folderReturned(let folder): .folderReturned(folder: escapedName(folder))
            case .unreadableFolder(let folder, let errno):
                .folderUnreadable(folder: escapedName(folder), errno: errno.rawValue)
            }
    }
}

public import SystemPackage

/// What a watcher is doing.
public struct WatchStatus: Sendable, Equatable {
    /// Directories watched by inotify, sub-folders included.
    public var directories = 0
    /// Directories that are polled, because they could not be watched.
    public var polled = 0
    /// Files seen that have not settled yet, those in their grace time included.
    public var settling = 0
    /// Settled files that are still to be delivered.
    public var ready = 0
    /// Watched folders that are not there or cannot be opened.
    public var missing: [FilePath] = []

    /// Whether any directory is polled.
    public var polling: Bool { polled > 0 }

    /// A status in which nothing is watched.
    public init() {}
}

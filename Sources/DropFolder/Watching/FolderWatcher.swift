internal import Synchronization
public import SystemPackage

/// Watches folders and their sub-folders, and delivers each file once it is complete.
///
/// ```swift
/// let watcher = FolderWatcher(folders: ["/var/spool/storyd/incoming"], settings: WatchSettings()) { event in … }
/// try watcher.arm()   // files that come from here on are seen
/// watcher.run()       // on a thread of its own, until stop()
/// ```
/// inotify tells what changed; the rescan finds what it did not tell, and folders on network file systems are polled. A file renamed or linked into a folder is
/// delivered at once, any other once its size and times have been still for a while. A delivered file is not delivered
/// again unless it changed, was released, or its whole folder went away and came back.
///
/// Known weaknesses: a writer that pauses for longer than the settle time is taken for done (compare the key after
/// reading); a file linked in while another process still writes to it is delivered at once; directories more than 128
/// levels deep are not entered, which is told.
public final class FolderWatcher: Sendable {
    private let folders: [FilePath]
    private let settings: WatchSettings
    private let system: SystemCalls
    private let deliver: @Sendable (FolderEvent) -> Void
    private let requests = WatchRequests()
    private let armed = Mutex<WatchLoop?>(nil)
    private let wasArmed = Atomic(false)

    /// A watcher of the folders, which calls `deliver` from `run()` and on its thread.
    ///
    /// While `deliver` does not return no event is read: that is the back-pressure, and an overflow ends in a rescan.
    public convenience init(
        folders: [FilePath], settings: WatchSettings, deliver: @escaping @Sendable (FolderEvent) -> Void
    ) {
        self.init(folders: folders, settings: settings, system: SystemCalls(), deliver: deliver)
    }

    /// The same with system calls that may fail as a test wants.
    package init(
        folders: [FilePath], settings: WatchSettings, system: SystemCalls,
        deliver: @escaping @Sendable (FolderEvent) -> Void
    ) {
        self.folders = folders
        self.settings = settings
        self.system = system
        self.deliver = deliver
    }

    /// Opens inotify and watches the folders that exist. A missing one is awaited, never created.
    ///
    /// Throws only where no loop could work: no socket to be had, or inotify refused for another reason than its limits.
    /// It may be called again after it threw; once armed, it does nothing.
    public func arm() throws(FolderError) {
        if wasArmed.exchange(true, ordering: .acquiringAndReleasing) { return }
        do throws(FolderError) {
            let folder = folders.first ?? ""
            let wake = try naming("open a socket pair for", folder) { () throws(Errno) in try requests.openWake() }
            var loop = WatchLoop(folders: folders, settings: settings, system: system, requests: requests, wake: wake)
            try naming("start inotify for", folder) { () throws(Errno) in try loop.arm() }
            put(loop)
        } catch {
            wasArmed.store(false, ordering: .releasing)
            throw error
        }
    }

    /// Scans the folders, then delivers what comes, until `stop()`. Returns at once when not armed.
    public func run() {
        guard var loop = take() else { return }
        loop.run(deliver)
    }

    /// Makes the loop look at everything now.
    public func rescan() {
        requests.add { $0.rescan = true }
    }

    /// Changes the settings, and looks at everything by them.
    public func update(_ settings: WatchSettings) {
        requests.add { $0.settings = settings }
    }

    /// Takes back the delivery of files: they settle and are delivered again.
    ///
    /// Call it before the file is renamed back (`Spool.unclaim`), so that its return is not taken for a new file renamed in.
    public func release(_ files: [FoundFile]) {
        requests.add { $0.released += files }
    }

    /// Makes `run()` return soon. Final: a stopped watcher does not start again.
    public func stop() {
        requests.stop()
    }

    /// What the watcher is doing. May be read at any time.
    public var status: WatchStatus { requests.status }

    /// How long the watcher has been at the same file or directory; zero while it waits. For a watchdog.
    public var stuckFor: Duration {
        let since = requests.workingSince.load(ordering: .relaxed)
        return since == 0 ? .zero : .nanoseconds(max(0, system.monotonic() &- since))
    }

    private func put(_ loop: consuming WatchLoop) {
        var slot = Optional(loop)
        armed.withLock { swap(&$0, &slot) }
    }

    private func take() -> WatchLoop? {
        var slot: WatchLoop?
        armed.withLock { swap(&$0, &slot) }
        return slot
    }
}

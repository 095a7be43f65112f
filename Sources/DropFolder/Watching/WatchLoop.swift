internal import Synchronization
internal import SystemPackage

/// The watcher's state and its loop, owned by the thread that runs it.
///
/// Each turn reads one buffer of events, takes the requests, looks at every file that either names, then at those whose
/// time has come, and delivers. What a look finds depends only on the file system as it is then, so the order of events,
/// and events that come late or twice, do no harm.
struct WatchLoop: ~Copyable, Sendable {
    /// A watched folder.
    struct Root: Sendable {
        let path: FilePath
        /// Its directory in the tree; nil while it is missing.
        var top: Int?
        /// Which directory it was when it was armed.
        var identity: Identity?
        /// What was last told of why it is missing; nil when nothing was.
        var told: Errno?
        /// When a missing folder is looked for again.
        var nextTry: Int64 = 0
    }

    /// How many files are delivered in one call.
    static let batch = 4096
    /// How long events that follow others gather, in milliseconds. Those of a burst, and of our own claims, are handled
    /// together; the first one is handled at once.
    static let gatheringTime: Int32 = 3
    /// How often a missing folder is looked for, in nanoseconds.
    static let missingInterval: Int64 = 1_000_000_000
    /// Directories deeper than this are not entered: opening one takes a step for each level.
    static let depthLimit = 128

    let system: SystemCalls
    let requests: WatchRequests
    let wake: Descriptor
    var notify: Descriptor?
    var settings: WatchSettings
    var roots: [Root]
    var tree = DirectoryTree()
    var deadlines = Deadlines()
    /// Files whose stillness begins at the end of this turn.
    var restarted: [(directory: Int, name: RawName)] = []
    /// Files found settled in this turn.
    var settled: [FoundFile] = []
    /// Settled files that are still to be delivered, from `readyStart` on.
    var ready: [FoundFile] = []
    var readyStart = 0
    var notices: [FolderNotice] = []
    /// Released files that had left the folder, until when (monotonic ns) their return is no news.
    var returning: [Identity: Int64] = [:]
    /// Whether the limit of watches was told.
    var toldLimit = false
    /// Which unreadable folders were told, and the scan that last met them.
    var toldUnreadable: [RawName: (errno: Errno, scan: UInt64)] = [:]
    /// The number of the latest scan of a directory.
    var scanNumber: UInt64 = 0
    var nextRescan: Int64 = 0
    var nextPoll: Int64 = 0
    private var buffer = [UInt8](repeating: 0, count: 256 * 1024)

    init(
        folders: [FilePath], settings: WatchSettings, system: SystemCalls, requests: WatchRequests,
        wake: consuming Descriptor
    ) {
        self.system = system
        self.requests = requests
        self.wake = wake
        self.settings = settings
        roots = folders.map { Root(path: $0) }
    }

    /// Runs until it is to stop.
    mutating func run(_ deliver: (FolderEvent) -> Void) {
        defer { rest() }
        beat()
        rescanAll()
        finishTurn()
        var isBusy = false
        while !requests.isStopping {
            // Held back by whoever takes the files, it is alive.
            rest()
            flush(deliver)
            if requests.isStopping { return }
            if isBusy { system.wait([], Self.gatheringTime) }
            waitForNews()
            beat()
            let events = readEvents()
            isBusy = !events.isEmpty
            // Taken after the events were read: a release asked for before a rename is known before its event is handled.
            let asked = requests.take()
            if let settings = asked.settings { self.settings = settings }
            release(asked.released)
            let overflowed = handle(events)
            let now = system.monotonic()
            armMissing(now)
            if overflowed || asked.rescan || asked.settings != nil || now >= nextRescan {
                rescanAll()
            } else if !tree.unwatched.isEmpty, now >= nextPoll {
                pollUnwatched()
            }
            lookAtDue(system.monotonic())
            finishTurn()
        }
    }

    /// Hands out what has been found: all notices, and one batch of files, so that events are read between batches.
    private mutating func flush(_ deliver: (FolderEvent) -> Void) {
        let told = notices
        notices = []
        for notice in told { deliver(.notice(notice)) }
        guard readyStart < ready.count else { return }
        let end = min(readyStart + Self.batch, ready.count)
        let batch = Array(ready[readyStart..<end])
        readyStart = end
        if readyStart * 2 >= ready.count {
            ready.removeFirst(readyStart)
            readyStart = 0
        }
        publishStatus()
        deliver(.found(batch))
    }

    /// Says that the loop goes on: at something new from now on.
    func beat() {
        requests.workingSince.store(max(1, system.monotonic()), ordering: .relaxed)
    }

    /// Says that the loop waits, which it may do for as long as it likes.
    private func rest() {
        requests.workingSince.store(0, ordering: .relaxed)
    }

    /// Sleeps until there is an event or a request, or something is due.
    private func waitForNews() {
        var next = nextRescan
        if let due = deadlines.first { next = min(next, due) }
        if !tree.unwatched.isEmpty { next = min(next, nextPoll) }
        for root in roots where root.top == nil { next = min(next, root.nextTry) }
        if readyStart < ready.count { next = 0 }
        // Rounded up, so that it is due when the sleep is over.
        let sleep = max(0, next &- system.monotonic() &+ 999_999) / 1_000_000
        var descriptors = [wake.raw]
        if let raw = notifyDescriptor { descriptors.append(raw) }
        system.wait(descriptors, Int32(min(sleep, 3_600_000)))
    }

    /// One buffer of events; what does not fit is read in the next turn.
    private mutating func readEvents() -> [NotifyEvent] {
        let system = system
        // How many bytes wake us does not matter; there is nothing to do when there are none.
        _ = try? system.read(wake.raw, into: &buffer, from: 0)
        guard let raw = notifyDescriptor, let count = try? system.read(raw, into: &buffer, from: 0) else { return [] }
        return buffer.withUnsafeBytes { NotifyEvent.parse(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }

    /// Starts the stillness of what changed, puts what settled into feed order, and publishes the status.
    private mutating func finishTurn() {
        let now = system.monotonic()
        for (directory, name) in restarted {
            guard var file = tree.file(directory, name), !file.isDelivered else { continue }
            file.stillSince = now
            let settled = now &+ settings.settle.clampedNanoseconds
            // One that is among the deadlines for an earlier time is put off when it comes up there.
            if file.due.map({ $0 > settled }) ?? true { schedule(directory, name, &file, at: settled) }
            tree.setFile(directory, name, file)
        }
        restarted = []
        ready += inFeedOrder(settled)
        settled = []
        publishStatus()
    }

    /// By time of change, which is as coarse as the kernel's tick, then by name.
    private func inFeedOrder(_ files: [FoundFile]) -> [FoundFile] {
        guard files.count > 1 else { return files }
        var ordered = files.map { (name: RawName($0.name), file: $0) }
        ordered.sort { one, other in
            let (changed, later) = (one.file.key.changed, other.file.key.changed)
            if changed != later { return changed < later }
            if one.name != other.name { return one.name < other.name }
            return RawName(one.file.folder) < RawName(other.file.folder)
        }
        return ordered.map(\.file)
    }

    private func publishStatus() {
        var status = WatchStatus()
        status.directories = tree.watches.count
        status.polled = tree.unwatched.count
        status.settling = tree.settling
        status.ready = ready.count - readyStart
        status.missing = roots.filter { $0.top == nil }.map(\.path)
        requests.status = status
    }

    /// Puts a file among the deadlines. Any earlier item of it is void from then on.
    mutating func schedule(_ directory: Int, _ name: RawName, _ file: inout KnownFile, at due: Int64) {
        file.due = due
        deadlines.insert(Deadlines.Item(due: due, directory: directory, name: name))
    }

    /// The descriptor of inotify, if there is one.
    var notifyDescriptor: Int32? {
        switch notify {
        case .some(let descriptor): descriptor.raw
        case .none: nil
        }
    }
}

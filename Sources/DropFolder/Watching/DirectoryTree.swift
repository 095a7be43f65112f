internal import SystemPackage

/// What is known of a file in a watched directory.
struct KnownFile: Sendable {
    /// Its state when last looked at.
    var key: FileKey
    /// Whether it has been delivered in that state.
    var isDelivered = false
    /// Since when it has been unchanged, monotonic nanoseconds.
    var stillSince: Int64 = 0
    /// When it is looked at next: the time of its one valid item among the deadlines.
    var due: Int64?
    /// The last scan of its directory that saw it, or later.
    var scan: UInt64
}

/// A directory of a watched tree.
struct Directory: Sendable {
    /// The watched folder it is under, as an index.
    let root: Int
    /// The directory it is in; nil for the watched folder itself.
    let parent: Int?
    /// Its name in there.
    let name: RawName
    /// How many directories it is below the watched folder.
    let depth: Int
    /// The watch of inotify; nil while it has none.
    var watch: Int32?
    /// Whether it is on a file system of which inotify tells nothing.
    var isRemote = false
    /// The last scan of its parent that saw it, or later.
    var scan: UInt64
    var children: [RawName: Int] = [:]
    var files: [RawName: KnownFile] = [:]
}

/// The directories of all watched folders and the files in them. An id is never used twice.
struct DirectoryTree: Sendable {
    private(set) var directories: [Int: Directory] = [:]
    /// Directories by inotify watch.
    private(set) var watches: [Int32: Int] = [:]
    /// Directories without a watch.
    private(set) var unwatched: Set<Int> = []
    /// How many files have not been delivered.
    private(set) var settling = 0
    private var lastID = 0

    /// Adds a directory without a watch. Returns its id.
    mutating func add(root: Int, parent: Int?, name: RawName, scan: UInt64) -> Int {
        lastID += 1
        let depth = parent.flatMap { directories[$0] }.map { $0.depth + 1 } ?? 0
        directories[lastID] = Directory(root: root, parent: parent, name: name, depth: depth, scan: scan)
        unwatched.insert(lastID)
        if let parent { directories[parent]?.children[name] = lastID }
        return lastID
    }

    /// Removes a directory with all below it. Returns the watches it had.
    mutating func remove(_ id: Int) -> [Int32] {
        if let directory = directories[id], let parent = directory.parent,
            directories[parent]?.children[directory.name] == id
        {
            directories[parent]?.children[directory.name] = nil
        }
        var freed: [Int32] = []
        var stack = [id]
        while let next = stack.popLast() {
            guard let directory = directories.removeValue(forKey: next) else { continue }
            settling -= directory.files.values.count { !$0.isDelivered }
            stack += directory.children.values
            unwatched.remove(next)
            if let watch = directory.watch {
                watches[watch] = nil
                freed.append(watch)
            }
        }
        return freed
    }

    /// Sets or clears the watch of a directory. Returns the watch it had, if that is not in use any more.
    ///
    /// The kernel has one watch for an inode: if another directory had this one (a bind mount, a name that is
    /// out of date), that directory loses it.
    mutating func setWatch(_ id: Int, _ watch: Int32?) -> Int32? {
        guard let old = directories[id], old.watch != watch else { return nil }
        directories[id]?.watch = watch
        if let freed = old.watch { watches[freed] = nil }
        if let watch {
            if let other = watches.updateValue(id, forKey: watch) {
                directories[other]?.watch = nil
                unwatched.insert(other)
            }
            unwatched.remove(id)
        } else {
            unwatched.insert(id)
        }
        return old.watch
    }

    /// Notes that a scan of its parent has seen a directory.
    mutating func markSeen(_ id: Int, scan: UInt64) {
        directories[id]?.scan = scan
    }

    /// Notes that a directory is on a remote file system. Returns whether that is news.
    mutating func markRemote(_ id: Int) -> Bool {
        guard directories[id]?.isRemote == false else { return false }
        directories[id]?.isRemote = true
        return true
    }

    /// What is known of a file.
    func file(_ id: Int, _ name: RawName) -> KnownFile? {
        directories[id]?.files[name]
    }

    /// Sets what is known of a file, or forgets it.
    mutating func setFile(_ id: Int, _ name: RawName, _ file: KnownFile?) {
        guard directories[id] != nil else { return }
        let old: KnownFile?
        if let file {
            old = directories[id]?.files.updateValue(file, forKey: name)
            settling += file.isDelivered ? 0 : 1
        } else {
            old = directories[id]?.files.removeValue(forKey: name)
        }
        if let old, !old.isDelivered { settling -= 1 }
    }

    /// Forgets the files of a directory that a scan did not see. Returns the sub-folders it did not see.
    mutating func forgetUnseen(_ id: Int, scan: UInt64) -> [Int] {
        guard let directory = directories[id] else { return [] }
        for (name, file) in directory.files where file.scan < scan { setFile(id, name, nil) }
        return directory.children.values.filter { (directories[$0]?.scan ?? scan) < scan }
    }

    /// The names that lead to a directory from its watched folder.
    func components(_ id: Int) -> [RawName] {
        var names: [RawName] = []
        var next = directories[id]
        while let directory = next, let parent = directory.parent {
            names.append(directory.name)
            next = directories[parent]
        }
        return names.reversed()
    }

    /// The directory that names lead to, if it is known.
    func find(from top: Int, _ names: some Sequence<RawName>) -> Int? {
        var id = top
        for name in names {
            guard let child = directories[id]?.children[name] else { return nil }
            id = child
        }
        return id
    }
}

internal import SystemPackage

/// Looking at single files, and deciding when they have settled.
extension WatchLoop {
    /// Why a file is looked at.
    enum Cause {
        /// A scan met it.
        case scan
        /// Its time has come.
        case due
        /// An event says that something was done to it.
        case touched
        /// It was created, or another link to it was.
        case created
        /// It was renamed into the directory.
        case renamedIn
        /// A file was renamed out of it, or to another name, and nothing has come under its name since.
        case renamedAway
        /// It was delivered and not taken.
        case released
    }

    /// Looks at what is under a name now; sub-folders that are to be scanned are added to `stack`.
    mutating func look(_ id: Int, _ descriptor: Int32, _ name: RawName, _ cause: Cause, _ stack: inout [Int]) {
        beat()
        // One that was handed out and taken needs no look to be forgotten: all that happened to it is in the events.
        if cause == .renamedAway, tree.file(id, name)?.isDelivered == true {
            tree.setFile(id, name, nil)
            return
        }
        let status: FileStatus
        do throws(Errno) {
            status = try name.withCString { (path) throws(Errno) in try system.status(descriptor, path) }
        } catch {
            if error == .noSuchFileOrDirectory {
                tree.setFile(id, name, nil)
                if let child = tree.directories[id]?.children[name] { remove(child) }
            } else if cause == .due {
                restarted.append((id, name))
            }
            return
        }
        guard let kind = status.kind else {
            let child = tree.directories[id]?.children[name]
            let isWatched = child.flatMap { tree.directories[$0]?.watch } != nil
            // Of a directory that is watched already, only its arrival asks for a scan.
            let hasArrived = cause != .touched && cause != .renamedAway
            enter(id, name, known: hasArrived || !isWatched, &stack)
            return
        }
        if let child = tree.directories[id]?.children[name] { remove(child) }
        judge(id, descriptor, name, status, kind, cause)
    }

    /// Decides what a look at a file means: nothing new, wait (again), or deliver.
    private mutating func judge(
        _ id: Int, _ descriptor: Int32, _ name: RawName, _ status: FileStatus, _ kind: FoundFile.Kind, _ cause: Cause
    ) {
        let known = tree.file(id, name)
        var file = known ?? KnownFile(key: status.key, scan: scanNumber)
        let isSame = known?.key == status.key
        file.key = status.key
        file.scan = scanNumber
        if isSame, file.isDelivered, cause != .released {
            tree.setFile(id, name, file)
            return
        }
        file.isDelivered = false
        let isWhole = isComplete(status, cause)
        if isWhole || (cause == .due && isSame) {
            let kind = readableKind(kind, descriptor, name)
            let graceEnd = file.stillSince &+ settings.grace.clampedNanoseconds
            let isInGrace = (kind == .empty || kind == .unreadable) && (isWhole || system.monotonic() < graceEnd)
            if !isInGrace {
                file.isDelivered = true
                file.due = nil
                tree.setFile(id, name, file)
                settled.append(found(id, name, status.key, kind))
                return
            }
            if !isWhole { schedule(id, name, &file, at: graceEnd) }
        }
        tree.setFile(id, name, file)
        if !isSame || (cause != .scan && cause != .due) { restarted.append((id, name)) }
    }

    /// Whether the way a file came proves that it is complete: renamed in, or linked in after its last writing.
    ///
    /// `link(2)` gives only `IN_CREATE`, as the first `open(2)` of a new file does. The latter has one link and has just been
    /// written; a link sets the time of change and leaves that of writing as it was.
    private mutating func isComplete(_ status: FileStatus, _ cause: Cause) -> Bool {
        switch cause {
        case .renamedIn: returning.removeValue(forKey: status.identity) == nil
        case .created: status.isRegular && status.links > 1 && status.key.modified < status.key.changed
        default: false
        }
    }

    /// The kind of a file with its readability taken into account.
    private func readableKind(_ kind: FoundFile.Kind, _ descriptor: Int32, _ name: RawName) -> FoundFile.Kind {
        guard kind == .regular else { return kind }
        do throws(Errno) {
            try name.withCString { (path) throws(Errno) in try system.readable(descriptor, path) }
            return kind
        } catch {
            return error == .permissionDenied ? .unreadable : kind
        }
    }

    private func found(_ id: Int, _ name: RawName, _ key: FileKey, _ kind: FoundFile.Kind) -> FoundFile {
        let root = tree.directories[id]?.root ?? 0
        let path = RawName.joined(tree.components(id) + [name]).path
        return FoundFile(folder: roots[root].path, name: path, key: key, kind: kind)
    }

    /// Looks at the files whose time has come.
    mutating func lookAtDue(_ now: Int64) {
        var due: [Int: [RawName]] = [:]
        let settle = settings.settle.clampedNanoseconds
        while let item = deadlines.popDue(at: now) {
            // An item of a file that was delivered, forgotten, or scheduled anew, is void.
            guard var file = tree.file(item.directory, item.name), file.due == item.due else { continue }
            file.due = nil
            if file.stillSince &+ settle > now {
                schedule(item.directory, item.name, &file, at: file.stillSince &+ settle)
            } else {
                due[item.directory, default: []].append(item.name)
            }
            tree.setFile(item.directory, item.name, file)
        }
        look(due.mapValues { names in names.map { ($0, .due) } })
    }

    /// Looks at files by directory, opening each directory once, and scans the sub-folders met.
    mutating func look(_ files: [Int: [(name: RawName, cause: Cause)]]) {
        var stack: [Int] = []
        for (id, names) in files {
            guard let descriptor = open(id) else {
                restarted += names.map { (id, $0.name) }
                continue
            }
            for (name, cause) in names where !settings.ignore.matches(name) {
                look(id, descriptor.raw, name, cause, &stack)
            }
        }
        scan(stack, deep: true)
    }
}

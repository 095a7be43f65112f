internal import Glibc
internal import SystemPackage

/// Reading whole directories.
extension WatchLoop {
    /// Looks at everything in every folder.
    mutating func rescanAll() {
        let start = system.monotonic()
        let firstScan = scanNumber
        try? startNotify()
        for index in roots.indices {
            checkRoot(index)
            if roots[index].top == nil { armRoot(index) }
        }
        scan(roots.compactMap(\.top), deep: true)
        // What this scan did not meet is mended, and would be news again.
        toldUnreadable = toldUnreadable.filter { $0.value.scan >= firstScan }
        returning = returning.filter { $0.value > start }
        forgetLimit()
        nextRescan = pause(settings.rescan, since: start)
        nextPoll = pause(settings.poll, since: start)
    }

    /// Looks at the directories that have no watch, and tries to watch them.
    mutating func pollUnwatched() {
        let start = system.monotonic()
        scan(tree.unwatched.sorted(), deep: false)
        forgetLimit()
        nextPoll = pause(settings.poll, since: start)
    }

    /// Once everything is watched, the next limit is news again.
    private mutating func forgetLimit() {
        if notifyDescriptor != nil, tree.unwatched.isEmpty { toldLimit = false }
    }

    /// When to scan again: after the interval, and never spending more than a tenth of the time on scans.
    private func pause(_ interval: Duration, since start: Int64) -> Int64 {
        let now = system.monotonic()
        return now &+ max(interval.clampedNanoseconds, (now &- start) &* 10)
    }

    /// Watches and reads directories and the new ones found in them; with `deep` those already known as well.
    mutating func scan(_ directories: [Int], deep: Bool) {
        var stack = directories
        while let id = stack.popLast(), !requests.isStopping {
            beat()
            guard let descriptor = open(id) else { continue }
            // Before its names are read: what comes later gives an event.
            watch(id, descriptor.raw)
            scanNumber += 1
            let number = scanNumber
            let (system, requests) = (system, requests)
            var isComplete = true
            do throws(Errno) {
                try system.entries(descriptor.raw) { name, type in
                    isComplete = !requests.isStopping
                    let name = RawName(cString: name)
                    if !settings.ignore.matches(name) {
                        if type == DT_DIR {
                            enter(id, name, known: deep, &stack)
                        } else {
                            look(id, descriptor.raw, name, .scan, &stack)
                        }
                    }
                    return isComplete
                }
            } catch {
                tellUnreadable(path(id), error)
                isComplete = false
            }
            if isComplete {
                for gone in tree.forgetUnseen(id, scan: number) { remove(gone) }
            }
        }
    }

    /// Opens a known directory. If it is not there any more, it is forgotten.
    mutating func open(_ id: Int) -> Descriptor? {
        guard let directory = tree.directories[id] else { return nil }
        let isTop = directory.parent == nil
        do throws(Errno) {
            return try system.openDirectory(roots[directory.root].path, tree.components(id))
        } catch {
            if error.isShortage {
                tellUnreadable(path(id), error)
                nextRescan = min(nextRescan, system.monotonic() &+ settings.poll.clampedNanoseconds)
            } else if error.isAbsence || isTop {
                checkRoot(directory.root)
                if !isTop { remove(id) }
            } else {
                tellUnreadable(path(id), error)
            }
            return nil
        }
    }

    /// Adds a sub-folder to those to scan, if it is new or `known` ones are wanted.
    mutating func enter(_ parent: Int, _ name: RawName, known: Bool, _ stack: inout [Int]) {
        if let child = tree.directories[parent]?.children[name] {
            tree.markSeen(child, scan: scanNumber)
            if known { stack.append(child) }
            return
        }
        guard let depth = tree.directories[parent]?.depth else { return }
        if depth >= Self.depthLimit {
            tellUnreadable(RawName.joined([path(parent), name]), .fileNameTooLong)
            return
        }
        tree.setFile(parent, name, nil)
        let child = tree.add(root: tree.directories[parent]?.root ?? 0, parent: parent, name: name, scan: scanNumber)
        stack.append(child)
    }
}

extension Errno {
    /// Whether it tells that there is no such directory under that name.
    var isAbsence: Bool {
        self == .noSuchFileOrDirectory || self == .notDirectory || self == .tooManySymbolicLinkLevels
    }
}

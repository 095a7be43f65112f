internal import Glibc
internal import SystemPackage

/// What events and requests ask to be looked at.
extension WatchLoop {
    /// Looks at all that the events name. Returns whether some were lost.
    mutating func handle(_ events: [NotifyEvent]) -> Bool {
        var overflowed = false
        var named: [Int: [RawName: Cause]] = [:]
        var gone: [Int] = []
        for event in events {
            if event.has(IN_Q_OVERFLOW) {
                overflowed = true
                continue
            }
            guard let id = tree.watches[event.watch] else { continue }
            if event.has(IN_IGNORED) {
                // The kernel has removed the watch. If the directory is still there, it gets a new one when it is polled.
                _ = tree.setWatch(id, nil)
            } else if let name = event.name {
                named[id, default: [:]][name] = cause(of: event, after: named[id]?[name])
            } else if event.has(IN_DELETE_SELF) || event.has(IN_MOVE_SELF) || event.has(IN_UNMOUNT) {
                gone.append(id)
            }
        }
        for id in gone {
            // Of a sub-folder its parent tells, or the next rescan.
            if let directory = tree.directories[id], directory.parent == nil { checkRoot(directory.root) }
        }
        look(named.mapValues { names in names.map { ($0.key, $0.value) } })
        if overflowed {
            for root in roots where root.top != nil { notices.append(.overflow(root.path)) }
        }
        return overflowed
    }

    /// Why to look at a name that has an event, given what earlier events of the same turn said.
    private func cause(of event: NotifyEvent, after earlier: Cause?) -> Cause {
        if event.has(IN_MOVED_TO) { return .renamedIn }
        if event.has(IN_CREATE) { return .created }
        if event.has(IN_MOVED_FROM) && !event.has(IN_ISDIR) {
            // Of two files that change places (`RENAME_EXCHANGE`) one has come before the other is told to have gone.
            return earlier == .renamedIn ? .renamedIn : .renamedAway
        }
        // A change of permissions or links leaves a file that was renamed in as complete as it was; a writer does not.
        if event.has(IN_ATTRIB), let earlier { return earlier }
        return .touched
    }

    /// Looks at files that were delivered and not taken; those that are to come back are remembered.
    mutating func release(_ files: [FoundFile]) {
        if files.isEmpty { return }
        var named: [Int: [(name: RawName, cause: Cause)]] = [:]
        let until = system.monotonic() &+ 60_000_000_000
        for file in files {
            returning[Identity(device: file.key.device, inode: file.key.inode)] = until
            guard let root = roots.first(where: { $0.path == file.folder }), let top = root.top,
                let names = file.name.relativeNames, let name = names.last,
                let id = tree.find(from: top, names.dropLast())
            else { continue }
            named[id, default: []].append((name, .released))
        }
        look(named)
    }
}

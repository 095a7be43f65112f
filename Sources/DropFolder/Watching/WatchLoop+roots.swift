internal import SystemPackage

/// The watched folders themselves: armed, lost, awaited.
extension WatchLoop {
    /// Starts inotify and watches the folders that are there. Their sub-folders are watched by the first scan.
    mutating func arm() throws(Errno) {
        do throws(Errno) {
            try startNotify()
        } catch  where error != .tooManyOpenFiles {
            throw error
        } catch {}
        for index in roots.indices { armRoot(index) }
    }

    /// Opens inotify if it is not open; tells when there are too many instances.
    mutating func startNotify() throws(Errno) {
        if notifyDescriptor != nil { return }
        do throws(Errno) {
            notify = Descriptor(raw: try system.startNotify())
        } catch {
            if error == .tooManyOpenFiles {
                tellLimit(roots.first?.path ?? "", "fs.inotify.max_user_instances")
            }
            throw error
        }
    }

    /// Looks for the folders that are missing, and scans those that are back.
    mutating func armMissing(_ now: Int64) {
        for index in roots.indices where roots[index].top == nil && now >= roots[index].nextTry {
            if let top = armRoot(index) { scan([top], deep: true) }
        }
    }

    /// Opens and watches a folder. Returns its directory, or nil when it is not there, which is told once.
    @discardableResult
    mutating func armRoot(_ index: Int) -> Int? {
        let path = roots[index].path
        do throws(Errno) {
            let descriptor = try system.openDirectory(path, [])
            let identity = try system.statusOfOpen(descriptor.raw).identity
            let top = tree.add(root: index, parent: nil, name: RawName(path), scan: scanNumber)
            roots[index].top = top
            roots[index].identity = identity
            watch(top, descriptor.raw)
            if roots[index].told != nil { notices.append(.folderReturned(path)) }
            roots[index].told = nil
            return top
        } catch {
            if roots[index].told != error { tellMissing(index, error) }
            roots[index].nextTry = system.monotonic() &+ Self.missingInterval
            return nil
        }
    }

    /// Checks that a folder is still the directory at its path; if not, it is lost.
    mutating func checkRoot(_ index: Int) {
        guard let identity = roots[index].identity, roots[index].top != nil else { return }
        do throws(Errno) {
            let descriptor = try system.openDirectory(roots[index].path, [])
            if try system.statusOfOpen(descriptor.raw).identity != identity { loseRoot(index, .noSuchFileOrDirectory) }
        } catch {
            if !error.isShortage { loseRoot(index, error) }
        }
    }

    /// Forgets a folder and all in it; it is looked for from now on.
    private mutating func loseRoot(_ index: Int, _ errno: Errno) {
        if let top = roots[index].top { remove(top) }
        roots[index].top = nil
        roots[index].identity = nil
        roots[index].nextTry = 0
        tellMissing(index, errno)
    }

    private mutating func tellMissing(_ index: Int, _ errno: Errno) {
        roots[index].told = errno
        let path = roots[index].path
        notices.append(errno == .noSuchFileOrDirectory ? .folderMissing(path) : .unreadableFolder(path, errno))
    }

    /// Forgets a directory and all below it, and removes its watches.
    mutating func remove(_ id: Int) {
        let freed = tree.remove(id)
        guard let raw = notifyDescriptor else { return }
        for watch in freed { system.removeWatch(raw, watch) }
    }

    /// Watches an open directory; if that is not possible, it is polled.
    ///
    /// Through `/proc/self/fd`, so that it is this very directory, however long its path and whatever it is called by now.
    mutating func watch(_ id: Int, _ descriptor: Int32) {
        if let type = try? system.fileSystemType(descriptor), let name = RemoteFileSystem.name(ofType: type) {
            tellRemote(id, name)
            if let freed = tree.setWatch(id, nil), let raw = notifyDescriptor { system.removeWatch(raw, freed) }
            return
        }
        guard let raw = notifyDescriptor else { return }
        var watch: Int32?
        do throws(Errno) {
            watch = try RawName("/proc/self/fd/\(descriptor)".utf8).withCString { (path) throws(Errno) in
                try system.addWatch(raw, path, NotifyEvent.mask)
            }
        } catch {
            if error == .noSpace {
                tellLimit(path(id).path, "fs.inotify.max_user_watches")
            } else {
                tellUnreadable(path(id), error)
            }
        }
        if let freed = tree.setWatch(id, watch) { system.removeWatch(raw, freed) }
    }

    private mutating func tellLimit(_ path: FilePath, _ setting: String) {
        if toldLimit { return }
        toldLimit = true
        notices.append(.watchLimit(path, sysctl: setting, value: system.kernelSetting(setting)))
    }

    /// Tells once of the topmost folder of a tree that is polled for its file system.
    private mutating func tellRemote(_ id: Int, _ fileSystem: String) {
        let isTop = tree.directories[id]?.parent.map { tree.directories[$0]?.isRemote != true } ?? true
        if tree.markRemote(id), isTop { notices.append(.polled(path(id).path, fileSystem: fileSystem)) }
    }

    /// Tells of a folder that cannot be read, once for each reason, and of no more than a thousand.
    mutating func tellUnreadable(_ path: RawName, _ errno: Errno) {
        guard toldUnreadable.count < 1000 || toldUnreadable[path] != nil else { return }
        let told = toldUnreadable.updateValue((errno, scanNumber), forKey: path)
        if told?.errno != errno { notices.append(.unreadableFolder(path.path, errno)) }
    }

    /// The path of a directory.
    func path(_ id: Int) -> RawName {
        guard let directory = tree.directories[id] else { return RawName([]) }
        return RawName.joined([RawName(roots[directory.root].path)] + tree.components(id))
    }
}

extension Errno {
    /// Whether it tells of a shortage of ours that passes, and nothing of the file.
    var isShortage: Bool {
        self == .tooManyOpenFiles || self == .tooManyOpenFilesInSystem || self == .noMemory
    }
}

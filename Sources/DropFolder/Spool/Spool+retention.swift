internal import Glibc
internal import SystemPackage

/// How long, and how much of it, is kept of what was put away.
public struct Retention: Sendable, Equatable {
    /// The greatest age; nil keeps for ever.
    public var age: Duration?
    /// The most bytes in all; nil sets no limit.
    public var bytes: Int64?

    /// A rule of these limits.
    public init(age: Duration? = nil, bytes: Int64? = nil) {
        self.age = age
        self.bytes = bytes
    }

    /// Whether everything is kept for ever.
    public var keepsAll: Bool { age == nil && bytes == nil }
}

/// What was removed.
public struct Removal: Sendable, Equatable {
    /// Files.
    public var files = 0
    /// Their bytes.
    public var bytes: Int64 = 0
}

extension Spool {
    /// Removes files of the archive that a rule no longer keeps, the oldest days first, and folders that are empty then.
    ///
    /// A file's age counts from when it was put away (`st_ctim`). `now` is in nanoseconds since 1970. Call it from the
    /// thread that puts files away: it removes the folders of days that are over.
    public func expireArchive(_ rule: Retention, now: Int64) throws(FolderError) -> Removal {
        try expire(archive, rule, now)
    }

    /// The same for refused files and their reasons.
    public func expireRejected(_ rule: Retention, now: Int64) throws(FolderError) -> Removal {
        try expire(rejected, rule, now)
    }

    private func expire(_ folder: FilePath, _ rule: Retention, _ now: Int64) throws(FolderError) -> Removal {
        guard !rule.keepsAll else { return Removal() }
        return try naming("remove old files from", folder) { () throws(Errno) in
            let folders = try StoredFolder.all(below: folder, system)
            var left = folders.reduce(0) { $0 &+ $1.bytes }
            var removal = Removal()
            var empty: [StoredFolder] = []
            // By name: the archive's folders are called by their days.
            for stored in folders.sorted(by: { $0.path.lexicographicallyPrecedes($1.path) }) {
                let files = try stored.files().sorted { $0.changed < $1.changed }
                let removed = try stored.remove(files) { file in
                    let isOld = rule.age.map { now &- file.changed > $0.clampedNanoseconds } ?? false
                    guard isOld || rule.bytes.map({ left > $0 }) ?? false else { return false }
                    left &-= file.size
                    return true
                }
                removal.files += removed.files
                removal.bytes &+= removed.bytes
                if removed.files == files.count { empty.append(stored) }
            }
            // Those inside before those that hold them.
            for stored in empty.reversed() { stored.removeEmpty() }
            return removal
        }
    }
}

/// A folder below one of ours, reached by descriptors and following no link.
private struct StoredFolder {
    struct File {
        let name: RawName
        let size: Int64
        let changed: Int64
    }

    let top: FilePath
    let path: [RawName]
    let system: SystemCalls
    /// Of the files in it.
    private(set) var bytes: Int64 = 0

    /// A folder and all below it that hold files.
    static func all(below top: FilePath, _ system: SystemCalls) throws(Errno) -> [StoredFolder] {
        var folders: [StoredFolder] = []
        var stack: [[RawName]] = [[]]
        while let path = stack.popLast() {
            var folder = StoredFolder(top: top, path: path, system: system)
            let directory = try system.openDirectory(top, path)
            try system.entries(directory.raw) { name, type in
                if type == DT_DIR { stack.append(path + [RawName(cString: name)]) }
                return true
            }
            folder.bytes = try folder.files().reduce(0) { $0 &+ $1.size }
            folders.append(folder)
        }
        return folders
    }

    /// The files in it but those of our own.
    func files() throws(Errno) -> [File] {
        let directory = try system.openDirectory(top, path)
        var names: [RawName] = []
        try system.entries(directory.raw) { name, type in
            let name = RawName(cString: name)
            if type != DT_DIR, name.bytes.first != UInt8(ascii: ".") { names.append(name) }
            return true
        }
        var files: [File] = []
        for name in names {
            let status = try name.withCString { (name) throws(Errno) in try system.status(directory.raw, name) }
            files.append(File(name: name, size: status.key.size, changed: status.key.changed))
        }
        return files
    }

    /// Removes files, the first first, up to the first that is to stay.
    func remove(_ files: [File], while isOver: (File) -> Bool) throws(Errno) -> Removal {
        let directory = try system.openDirectory(top, path)
        var removal = Removal()
        for file in files {
            guard isOver(file) else { break }
            try file.name.withCString { (name) throws(Errno) in try system.unlink(directory.raw, name) }
            removal.files += 1
            removal.bytes &+= file.size
        }
        return removal
    }

    /// Removes the folder of a day, with notes of files that are gone. One that holds folders stays by itself.
    func removeEmpty() {
        guard let name = path.last, let parent = try? system.openDirectory(top, Array(path.dropLast())) else { return }
        if let own = try? system.openDirectory(top, path), path.count == 3 {
            try? SequenceNote.fileName.withCString { (name) throws(Errno) in try system.unlink(own.raw, name) }
        }
        try? name.withCString { (name) throws(Errno) in try system.removeDirectory(parent.raw, name) }
    }
}

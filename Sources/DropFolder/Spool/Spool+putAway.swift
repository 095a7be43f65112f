internal import Glibc
public import SystemPackage

/// Putting finished files where they stay.
extension Spool {
    /// Moves a claimed file to `archive/YYYY/MM/DD/<sequence, 12 digits>-<last component of name>`. Returns the path below `archive/`.
    ///
    /// `arrived` is in seconds since 1970; the date is UTC. The stored name has at most 255 bytes and keeps the extension. If
    /// another file has it (an older ledger's, say), the claim's number is put into the name. A second call after a
    /// crash finds the move done and returns the same path.
    public func archive(claim id: Int64, name: FilePath, sequence: Int64, arrived: Int64) throws(FolderError)
        -> FilePath
    {
        let last = try lastName(name)
        let date = StoredName.datePath(arrived)
        let inArchive = try makeFolder(date)
        let stored = try store(id, in: inArchive.raw, as: StoredName.make(sequence: sequence, name: last))
        return RawName.joined(date + [stored]).path
    }

    /// Moves a claimed file to `rejected/<sequence, 12 digits>-<last component of name>`, with the reason in `….reason`
    /// beside it, which is written first. Returns the path below `rejected/`.
    ///
    /// Works for every kind of file and follows no link. A second call after a crash finds the move done.
    public func reject(claim id: Int64, name: FilePath, sequence: Int64, reason: String) throws(FolderError) -> FilePath
    {
        let last = try lastName(name)
        let suffix = Array(".reason".utf8)
        let inRejected = try open(rejected)
        let wanted = StoredName.make(sequence: sequence, name: last, limit: StoredName.limit - suffix.count - markRoom)
        let stored = try store(id, in: inRejected.raw, as: wanted) { (stored) throws(FolderError) in
            let file = RawName(stored.bytes + suffix)
            try naming("write", rejected.pushing(file.path)) { () throws(Errno) in
                try write(reason, inRejected.raw, file)
            }
        }
        return stored.path
    }

    /// Room for `.<claim id>` in a name.
    private var markRoom: Int { 21 }

    /// Moves a claimed file to the name wanted or, if another file has that, to the same with the claim's number in it.
    ///
    /// The move is done already when the claim is gone and one of the names is there. `first` is called with the name
    /// before the move is made.
    private func store(
        _ id: Int64, in directory: Int32, as wanted: RawName,
        first: (RawName) throws(FolderError) -> Void = { (_) throws(FolderError) in }
    ) throws(FolderError) -> RawName {
        let marked = StoredName.marked(wanted, ".\(id)")
        let inWork = try open(work)
        guard exists(inWork.raw, claimName(id)) else {
            for name in [marked, wanted] where exists(directory, name) { return name }
            throw .system(operation: "put away", path: claimPath(id), errno: .noSuchFileOrDirectory)
        }
        let name = exists(directory, wanted) ? marked : wanted
        try first(name)
        try move(inWork.raw, claimName(id), directory, name, "put away", claimPath(id))
        return name
    }

    private func exists(_ directory: Int32, _ name: RawName) -> Bool {
        (try? name.withCString { (name) throws(Errno) in try system.status(directory, name) }) != nil
    }

    /// Opens a sub-folder of the archive, creating what is absent of it.
    private func makeFolder(_ components: [RawName]) throws(FolderError) -> Descriptor {
        var current = try open(archive)
        for count in components.indices {
            let name = components[count]
            try naming("create a folder in", archive) { () throws(Errno) in
                do throws(Errno) {
                    try name.withCString { (name) throws(Errno) in
                        try system.makeDirectory(current.raw, name, 0o750)
                    }
                } catch  where error == .fileExists {}
            }
            current = try open(archive, Array(components[...count]))
        }
        return current
    }

    /// Writes a file, replacing what a crash has left of it.
    private func write(_ text: String, _ directory: Int32, _ name: RawName) throws(Errno) {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
        let file = Descriptor(
            raw: try name.withCString { (name) throws(Errno) in try system.open(directory, name, flags, 0o640) })
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let outcome = rest.withUnsafeBytes { bytes in
                Result { () throws(Errno) in try system.write(file.raw, bytes) }
            }
            rest = rest.dropFirst(try outcome.get())
        }
    }

    private func lastName(_ name: FilePath) throws(FolderError) -> RawName {
        guard let last = name.relativeNames?.last else {
            throw .system(operation: "put away", path: name, errno: .invalidArgument)
        }
        return last
    }
}

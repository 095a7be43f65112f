internal import Glibc
public import SystemPackage

/// Where claimed and finished files live: three directories of ours on one file system.
///
/// Every move is one `renameat2(2)` that replaces nothing, so after a crash at any point a file is in exactly one place.
/// `work/<id>` is a claimed file, `archive/YYYY/MM/DD/<sequence>-<name>` a finished one, `rejected/<sequence>-<name>` a refused
/// one with `<sequence>-<name>.reason` beside it. No link is followed below these directories and the drop folders, so
/// every kind of file can be claimed, put away and deleted: a symbolic link, a FIFO or a socket as itself.
///
/// Known weakness: a rename does not end the access of a writer that holds the file open.
public struct Spool: Sendable {
    let work: FilePath
    let archive: FilePath
    let rejected: FilePath
    let system: SystemCalls

    /// A spool of these directories. Nothing is created yet.
    public init(work: FilePath, archive: FilePath, rejected: FilePath) {
        self.init(work: work, archive: archive, rejected: rejected, system: SystemCalls())
    }

    /// The same with system calls that may fail as a test wants.
    package init(work: FilePath, archive: FilePath, rejected: FilePath, system: SystemCalls) {
        self.work = work
        self.archive = archive
        self.rejected = rejected
        self.system = system
    }

    /// Creates the directories that are absent (and those they are in), mode 0750, and proves that files can be moved between them.
    ///
    /// The proof is a file that is created in `work/`, renamed through the others, and removed: the device numbers
    /// are equal even where a rename fails with `EXDEV`, as between two bind mounts.
    public func prepare() throws(FolderError) {
        for directory in [work, archive, rejected] { try create(directory) }
        let probe = RawName(".probe".utf8)
        let inWork = try open(work)
        let inArchive = try open(archive)
        let inRejected = try open(rejected)
        for directory in [inWork.raw, inArchive.raw, inRejected.raw] {
            // A crash may have left one.
            try? probe.withCString { (name) throws(Errno) in try system.unlink(directory, name) }
        }
        try removeUnfinishedCopies()
        let file = Descriptor(
            raw: try naming("create a file in", work) { () throws(Errno) in
                try probe.withCString { (name) throws(Errno) in
                    try system.open(inWork.raw, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o640)
                }
            })
        _ = consume file
        try move(inWork.raw, probe, inArchive.raw, probe, "move a file from \(work) to", archive)
        try move(inArchive.raw, probe, inRejected.raw, probe, "move a file from \(archive) to", rejected)
        try naming("remove a file from", rejected) { () throws(Errno) in
            try probe.withCString { (name) throws(Errno) in try system.unlink(inRejected.raw, name) }
        }
    }

    /// The numbers of the claims in `work/`, ascending. Other names there are left alone.
    public func claimsInWork() throws(FolderError) -> [Int64] {
        let directory = try open(work)
        var claims: [Int64] = []
        try naming("list", work) { () throws(Errno) in
            try system.entries(directory.raw) { name, _ in
                if let text = String(validatingCString: name), let id = Int64(text), String(id) == text {
                    claims.append(id)
                }
                return true
            }
        }
        return claims.sorted()
    }

    /// Whether `work/<id>` exists.
    public func contains(claim id: Int64) -> Bool {
        let path = RawName(claimPath(id))
        return (try? path.withCString { (path) throws(Errno) in try system.status(AT_FDCWD, path) }) != nil
    }

    /// What is in `work/<id>`, whatever kind it is; nil when there is nothing, or a directory.
    public func claimed(_ id: Int64) throws(FolderError) -> FoundFile? {
        let directory = try open(work)
        do throws(Errno) {
            let status = try claimName(id).withCString { (name) throws(Errno) in
                try system.status(directory.raw, name)
            }
            let name = claimName(id).path
            return status.kind.map { FoundFile(folder: work, name: name, key: status.key, kind: $0) }
        } catch {
            if error.isAbsence { return nil }
            throw .system(operation: "look at", path: claimPath(id), errno: error)
        }
    }

    /// Removes a claimed file. One that is gone already is no error.
    public func delete(claim id: Int64) throws(FolderError) {
        let directory = try open(work)
        try naming("delete", claimPath(id)) { () throws(Errno) in
            do throws(Errno) {
                try claimName(id).withCString { (name) throws(Errno) in try system.unlink(directory.raw, name) }
            } catch  where error == .noSuchFileOrDirectory {}
        }
    }

    /// Opens a claimed file. Throws `notRegular` for a link, FIFO, socket or device.
    public func open(claim id: Int64) throws(FolderError) -> ArticleFile {
        try openWork().open(claim: id)
    }

    /// For opening many claimed files, one after another.
    public func openWork() throws(FolderError) -> WorkFolder {
        WorkFolder(spool: self, directory: try open(work))
    }

    /// Opens a file where it was found. Throws `notRegular` for a link, FIFO, socket or device.
    public func open(_ file: FoundFile) throws(FolderError) -> ArticleFile {
        let path = file.folder.pushing(file.name)
        let parent = try naming("open", path) { () throws(Errno) in try openParent(file.folder, file.name) }
        return try ArticleFile(system, parent.directory.raw, parent.name, in: file.folder, as: RawName(file.name))
    }
}

/// `work/`, held open: a file's whole path costs as much to walk as the file to read.
public struct WorkFolder: ~Copyable, Sendable {
    fileprivate let spool: Spool
    fileprivate let directory: Descriptor

    /// Opens a claimed file. Throws `notRegular` for a link, FIFO, socket or device.
    public func open(claim id: Int64) throws(FolderError) -> ArticleFile {
        let name = spool.claimName(id)
        return try ArticleFile(spool.system, directory.raw, name, in: spool.work, as: name, isOurs: true)
    }
}

/// What the operations share.
extension Spool {
    /// The name of a claimed file in `work/`.
    func claimName(_ id: Int64) -> RawName {
        RawName(String(id).utf8)
    }

    /// The path of a claimed file.
    func claimPath(_ id: Int64) -> FilePath {
        work.appending(String(id))
    }

    /// Opens one of our directories, or one of their sub-folders.
    func open(_ directory: FilePath, _ components: [RawName] = []) throws(FolderError) -> Descriptor {
        try naming("open", directory) { () throws(Errno) in try system.openDirectory(directory, components) }
    }

    /// Moves a name, replacing nothing.
    func move(
        _ oldDirectory: Int32, _ old: RawName, _ newDirectory: Int32, _ new: RawName, _ operation: String,
        _ path: @autoclosure () -> FilePath
    ) throws(FolderError) {
        try naming(operation, path()) { () throws(Errno) in try rename(oldDirectory, old, newDirectory, new) }
    }

    /// `fstatat(2)` of a name.
    func status(_ directory: Int32, _ name: RawName) throws(Errno) -> FileStatus {
        try name.withCString { (name) throws(Errno) in try system.status(directory, name) }
    }

    /// `renameat2(2)` of names.
    func rename(_ oldDirectory: Int32, _ old: RawName, _ newDirectory: Int32, _ new: RawName) throws(Errno) {
        try old.withCString { (old) throws(Errno) in
            try new.withCString { (new) throws(Errno) in try system.rename(oldDirectory, old, newDirectory, new) }
        }
    }

    /// Creates a directory and those it is in.
    private func create(_ directory: FilePath) throws(FolderError) {
        var path = FilePath(root: directory.root)
        for component in directory.components {
            path.append(component)
            try naming("create", path) { () throws(Errno) in
                do throws(Errno) {
                    try RawName(path).withCString { (path) throws(Errno) in
                        try system.makeDirectory(AT_FDCWD, path, 0o750)
                    }
                } catch  where error == .fileExists {}
            }
        }
    }
}

internal import Glibc
public import SystemPackage

/// Making moves survive a power cut.
extension Spool {
    /// Writes the claims of these files through: once it returns, a power cut does not put them back where they were found.
    ///
    /// Call it between the claims and their decisions, or a file whose move was undone would be decided a second time. The
    /// folders the files came from are synced as well as `work/`: not every file system keeps both ends of a rename together.
    public func syncClaims(of files: [FoundFile]) throws(FolderError) {
        try sync(work)
        var synced: Set<RawName> = []
        var last: (folder: FilePath, names: [RawName])?
        for file in files {
            guard let names = file.name.parentAndName?.parent else { continue }
            if let last, last.names == names, last.folder == file.folder { continue }
            last = (file.folder, names)
            if synced.insert(RawName.joined([RawName(file.folder)] + names)).inserted { try sync(file.folder, names) }
        }
    }

    /// Writes through what was put away, and the notes beside it.
    /// - Parameter stored: Paths that ``archive(claim:name:sequence:arrived:note:)`` gave.
    public func syncArchive(_ stored: [FilePath]) throws(FolderError) {
        for day in Set(stored.map { $0.removingLastComponent() }) {
            try sync(archive, day.relativeNames ?? [], notes: true)
        }
    }

    /// Writes through what was refused, and the reasons and notes beside it.
    public func syncRejected() throws(FolderError) {
        try sync(rejected, notes: true)
    }

    /// `fsync(2)` of a directory, and of the notes in it. One that is gone by now has nothing to lose.
    private func sync(_ folder: FilePath, _ components: [RawName] = [], notes: Bool = false) throws(FolderError) {
        try naming("sync", RawName.joined([RawName(folder)] + components).path) { () throws(Errno) in
            do throws(Errno) {
                let directory = try system.openDirectory(folder, components)
                if notes { try syncNotes(directory.raw) }
                try system.sync(directory.raw)
            } catch  where error.isAbsence || error.meansNoSync {}
        }
    }

    private func syncNotes(_ directory: Int32) throws(Errno) {
        do throws(Errno) {
            let flags = O_WRONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
            let notes = Descriptor(
                raw: try SequenceNote.fileName.withCString { (name) throws(Errno) in
                    try system.open(directory, name, flags, 0)
                })
            try system.sync(notes.raw)
        } catch  where error == .noSuchFileOrDirectory {}
    }
}

extension Errno {
    /// Whether it tells that a file system knows no `fsync` of directories.
    fileprivate var meansNoSync: Bool {
        self == .invalidArgument || self == .notSupported || self == .badFileDescriptor
    }
}

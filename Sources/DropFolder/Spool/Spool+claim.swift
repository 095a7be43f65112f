public import SystemPackage

/// Taking files out of a drop folder, and giving them back.
extension Spool {
    /// Moves a found file to `work/<id>`, and checks that what was moved is what was found.
    ///
    /// Record the claim with its folder and name before calling it. `folder/name` is walked one component at a time,
    /// following no link below the folder. If another file was put in its place in the very moment, that one is put back,
    /// under a name with `.<id>` in it if its own has been taken meanwhile; if that fails too, it stays in `work/<id>`
    /// and the error says why. A number that has a file in `work/` already is refused with `EEXIST`.
    public func claim(_ file: FoundFile, id: Int64) throws(FolderError) -> ClaimResult {
        var batch = claiming()
        return try batch.claim(file, id: id)
    }

    /// For many files at a time, which is cheaper.
    public func claiming() -> ClaimBatch { ClaimBatch(self) }

    /// Moves a claimed file back to where it came from, replacing nothing (`EEXIST` if the name is taken).
    ///
    /// Release the file at the watcher first, so that its return is not taken for a new file.
    public func unclaim(id: Int64, to folder: FilePath, name: FilePath) throws(FolderError) {
        let path = folder.pushing(name)
        let inWork = try open(work)
        try naming("put back", path) { () throws(Errno) in
            let parent = try openParent(folder, name)
            try rename(inWork.raw, claimName(id), parent.directory.raw, parent.name)
        }
    }

    /// Opens the directory that a file of a drop folder is in, following no link below the folder.
    func openParent(_ folder: FilePath, _ name: FilePath) throws(Errno) -> OpenParent {
        guard let (names, last) = name.parentAndName else { throw .invalidArgument }
        return OpenParent(directory: try system.openDirectory(folder, names), name: last)
    }
}

/// The open directory that a file is in, and the file's name there.
struct OpenParent: ~Copyable {
    let directory: Descriptor
    let name: RawName
}

internal import Glibc
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
        let path = file.folder.pushing(file.name)
        let inWork = try open(work)
        let claimName = claimName(id)
        do throws(Errno) {
            let parent = try openParent(file.folder, file.name)
            let (folder, name) = (parent.directory.raw, parent.name)
            let before = try name.withCString { (name) throws(Errno) in try system.status(folder, name) }
            guard before.key == file.key else { return .changed }
            try rename(folder, name, inWork.raw, claimName)
            let moved = try claimName.withCString { (name) throws(Errno) in try system.status(inWork.raw, name) }
            // Without the time of change, which the rename has set.
            if moved.key.isSameContent(as: file.key) { return .claimed }
            do throws(Errno) {
                try rename(inWork.raw, claimName, folder, name)
            } catch  where error == .fileExists {
                try rename(inWork.raw, claimName, folder, StoredName.marked(name, ".\(id)"))
            }
            return .changed
        } catch {
            if error.isAbsence { return .gone }
            if error.forbidsMoving, !contains(claim: id) { return .mustStay(error) }
            throw .system(operation: "claim", path: path, errno: error)
        }
    }

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
        guard let names = name.relativeNames, let last = names.last else { throw .invalidArgument }
        return OpenParent(directory: try system.openDirectory(folder, Array(names.dropLast())), name: last)
    }
}

/// The open directory that a file is in, and the file's name there.
struct OpenParent: ~Copyable {
    let directory: Descriptor
    let name: RawName
}

extension Errno {
    /// Whether it tells that a file may not be moved, though it may well be read.
    fileprivate var forbidsMoving: Bool {
        switch self {
        case .permissionDenied, .notPermitted, .readOnlyFileSystem, .improperLink, .resourceBusy: true
        default: false
        }
    }
}

internal import Glibc
public import SystemPackage

/// Giving refused files back to a drop folder.
extension Spool {
    /// Moves a file from `rejected/` to `folder/name`, and removes the reason beside it.
    ///
    /// Where the sub-folder that `name` is in is gone, the file comes to `folder` itself; where another file has its
    /// name, `mark` is put into it.
    /// - Parameter stored: The file's path below `rejected/`.
    /// - Returns: The name it has in `folder` now.
    /// - Throws: ``FolderError``, with `ENOENT` when the file is not there any more.
    public func requeue(
        _ stored: FilePath, to folder: FilePath, name: FilePath, mark: String
    ) throws(FolderError) -> FilePath {
        let inRejected = try open(rejected)
        guard let old = stored.relativeNames, old.count == 1, let wanted = name.relativeNames, let last = wanted.last
        else {
            throw .system(operation: "take back", path: stored, errno: .invalidArgument)
        }
        let given: FilePath = try naming("take back", rejected.pushing(stored)) { () throws(Errno) in
            var names = wanted
            let parent: OpenParent
            do throws(Errno) {
                parent = try openParent(folder, name)
            } catch  where error == .noSuchFileOrDirectory || error == .notDirectory {
                parent = try openParent(folder, last.path)
                names = [last]
            }
            do throws(Errno) {
                try rename(inRejected.raw, old[0], parent.directory.raw, last)
            } catch  where error == .fileExists {
                names[names.count - 1] = StoredName.marked(last, ".\(mark)")
                try rename(inRejected.raw, old[0], parent.directory.raw, names[names.count - 1])
            }
            return RawName.joined(names).path
        }
        let reason = RawName(Array(old[0].bytes) + Array(".reason".utf8))
        // The file is back: a reason that is left over harms nobody.
        try? reason.withCString { (name) throws(Errno) in try system.unlink(inRejected.raw, name) }
        return given
    }
}

internal import Glibc
public import SystemPackage

/// Takes files out of drop folders one after another, each directory opened once for all in a row that are in it.
///
/// What is open is let go of at the first failure, so that the next file meets the directories as they are then.
public struct ClaimBatch: ~Copyable {
    private let spool: Spool
    private var work: Descriptor?
    private var parent: Descriptor?
    /// Where `parent` is: the watched folder, and the names from there.
    private var place: (folder: FilePath, names: [RawName]) = ("", [])

    init(_ spool: Spool) {
        self.spool = spool
    }

    /// Moves a found file to `work/<id>`, as ``Spool/claim(_:id:)`` does.
    public mutating func claim(_ file: FoundFile, id: Int64) throws(FolderError) -> ClaimResult {
        let wasOpen = parent != nil
        let inWork = try openWork()
        let claimName = spool.claimName(id)
        do throws(Errno) {
            let (folder, name) = try openParent(of: file)
            guard try spool.status(folder, name).key == file.key else { return .changed }
            try spool.rename(folder, name, inWork, claimName)
            // Without the time of change, which the rename has set.
            if try spool.status(inWork, claimName).key.isSameContent(as: file.key) { return .claimed }
            do throws(Errno) {
                try spool.rename(inWork, claimName, folder, name)
            } catch  where error == .fileExists {
                try spool.rename(inWork, claimName, folder, StoredName.marked(name, ".\(id)"))
            }
            return .changed
        } catch {
            work = nil
            parent = nil
            if error.isAbsence {
                // A directory that was opened for an earlier file may be gone, and another be in its place.
                return wasOpen ? try claim(file, id: id) : .gone
            }
            if error.forbidsMoving, !spool.contains(claim: id) { return .mustStay(error) }
            throw .system(operation: "claim", path: file.folder.pushing(file.name), errno: error)
        }
    }

    private mutating func openWork() throws(FolderError) -> Int32 {
        if let raw = raw(of: work) { return raw }
        let opened = try spool.open(spool.work)
        let raw = opened.raw
        work = consume opened
        return raw
    }

    private mutating func openParent(of file: FoundFile) throws(Errno) -> (folder: Int32, name: RawName) {
        guard let (names, name) = file.name.parentAndName else { throw .invalidArgument }
        if let raw = raw(of: parent), place.names == names, place.folder == file.folder { return (raw, name) }
        let opened = try spool.system.openDirectory(file.folder, names)
        let raw = opened.raw
        parent = consume opened
        place = (file.folder, names)
        return (raw, name)
    }

    private func raw(of descriptor: borrowing Descriptor?) -> Int32? {
        switch descriptor {
        case .some(let descriptor): descriptor.raw
        case .none: nil
        }
    }
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

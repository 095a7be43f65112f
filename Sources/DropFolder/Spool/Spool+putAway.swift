internal import Glibc
public import SystemPackage

/// Putting refused files where they stay.
extension Spool {
    /// Moves a claimed file to `rejected/<sequence, 12 digits>-<last component of name>`, with the reason in `….reason`
    /// beside it, which is written first. Returns the path below `rejected/`.
    ///
    /// Works for every kind of file and follows no link. A second call after a crash finds the move done. A note is for a file
    /// of which something was decided before it was refused.
    public func reject(
        claim id: Int64, name: FilePath, sequence: Int64, reason: String, note: SequenceNote? = nil
    ) throws(FolderError) -> FilePath {
        let last = try lastName(name)
        let suffix = Array(".reason".utf8)
        let inRejected = try open(rejected)
        let wanted = StoredName.make(sequence: sequence, name: last, limit: StoredName.limit - suffix.count - markRoom)
        let stored = try store(id, in: inRejected.raw, as: wanted) { (stored) throws(FolderError) in
            let file = RawName(stored.bytes + suffix)
            try naming("write", rejected.pushing(file.path)) { () throws(Errno) in
                try write(Array(reason.utf8), inRejected.raw, file, O_TRUNC)
            }
            try write(note, of: name, storedAs: stored, inRejected.raw, rejected)
        }
        return stored.path
    }

    /// Room for `.<claim id>` in a name.
    private var markRoom: Int { 21 }

    /// Moves a claimed file to the name wanted or, if another file has that, to the same with the claim's number in it.
    ///
    /// The move is done already when the claim is gone and one of the names is there. `first` is called with the name
    /// before the move is made, and again when it is found done: a power cut may have undone what it wrote.
    private func store(
        _ id: Int64, in directory: Int32, as wanted: RawName,
        first: (RawName) throws(FolderError) -> Void = { (_) throws(FolderError) in }
    ) throws(FolderError) -> RawName {
        let marked = StoredName.marked(wanted, ".\(id)")
        let inWork = try open(work)
        guard exists(inWork.raw, claimName(id)) else {
            for name in [marked, wanted] where exists(directory, name) {
                try first(name)
                return name
            }
            throw .system(operation: "put away", path: claimPath(id), errno: .noSuchFileOrDirectory)
        }
        let name = exists(directory, wanted) ? marked : wanted
        try first(name)
        try move(inWork.raw, claimName(id), directory, name, "put away", claimPath(id))
        return name
    }

    func exists(_ directory: Int32, _ name: RawName) -> Bool {
        (try? status(directory, name)) != nil
    }

    /// Opens a sub-folder of the archive, creating what is absent of it.
    func makeFolder(_ components: [RawName]) throws(FolderError) -> Descriptor {
        // For all but the first file of a day it is there.
        do throws(Errno) {
            return try system.openDirectory(archive, components)
        } catch {}
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

    /// Adds a note to those beside a file.
    private func write(
        _ note: SequenceNote?, of name: FilePath, storedAs stored: RawName, _ directory: Int32, _ path: FilePath
    ) throws(FolderError) {
        guard let note else { return }
        try write(notes: note.line(stored: stored, name: name), directory, path)
    }

    /// Adds lines to the notes in a folder.
    func write(notes: [UInt8], _ directory: Int32, _ path: FilePath) throws(FolderError) {
        try naming("write", path.pushing(SequenceNote.fileName.path)) { () throws(Errno) in
            try write(notes, directory, SequenceNote.fileName, O_APPEND)
        }
    }

    /// Writes a file: at its end with `O_APPEND`, in place of what a crash has left of it with `O_TRUNC`.
    private func write(_ bytes: [UInt8], _ directory: Int32, _ name: RawName, _ mode: Int32) throws(Errno) {
        let flags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | mode
        let file = Descriptor(
            raw: try name.withCString { (name) throws(Errno) in try system.open(directory, name, flags, 0o640) })
        try system.writeAll(file.raw, bytes)
    }

    func lastName(_ name: FilePath) throws(FolderError) -> RawName {
        guard let last = name.relativeNames?.last else {
            throw .system(operation: "put away", path: name, errno: .invalidArgument)
        }
        return last
    }
}

internal import Glibc
public import SystemPackage

/// A file that was put away with a note of its sequence.
public struct ArchivedFile: Sendable, Equatable {
    /// Where it is.
    public var path: FilePath
    /// The name it came under, relative to its drop folder.
    public var name: FilePath
    /// What was decided of it, and when it came.
    public var note: SequenceNote

    /// The files noted anywhere below a folder, such as `archive/` and `rejected/`, in no order; each of them once.
    ///
    /// A noted file need not be there any more. No link below the folder is followed.
    /// - Throws: ``FolderError`` when a folder or a note cannot be read.
    public static func all(below folder: FilePath) throws(FolderError) -> [ArchivedFile] {
        try ArchiveWalk(folder: folder, system: SystemCalls()).files()
    }
}

extension ArchivedFile {
    /// How much of the notes' end is read: some hundred of them.
    private static let tail = 1 << 16

    /// The highest `ASSIGNMENT_SEQ` among the files that a ledger put away last, into the latest day of an archive; nil
    /// where there is none. Does not read all of the archive.
    public static func lastSequence(in archive: FilePath, ofLedger identity: String) -> Int64? {
        let system = SystemCalls()
        var day: [RawName] = []
        for _ in 0..<3 {
            var latest: RawName?
            guard let directory = try? system.openDirectory(archive, day) else { return nil }
            try? system.entries(directory.raw) { name, type in
                let name = RawName(cString: name)
                if type == DT_DIR, latest.map({ $0.bytes.lexicographicallyPrecedes(name.bytes) }) ?? true {
                    latest = name
                }
                return true
            }
            guard let latest else { return nil }
            day.append(latest)
        }
        let path = FilePath(archive, day + [SequenceNote.fileName])
        guard let file = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .noFollow]),
            let end = try? file.closeAfter({ try Self.lastBytes(of: file) })
        else { return nil }
        var last: Int64?
        for line in end.split(separator: UInt8(ascii: "\n")) {
            guard let note = SequenceNote.parse(line)?.note, note.ledger == identity else { continue }
            for run in note.runs { last = max(last ?? 0, run.sequence + Int64(run.count) - 1) }
        }
        return last
    }

    private static func lastBytes(of file: FileDescriptor) throws -> [UInt8] {
        let size = try file.seek(offset: 0, from: .end)
        return try [UInt8](unsafeUninitializedCapacity: tail) { buffer, count in
            count = try file.read(
                fromAbsoluteOffset: max(0, size - Int64(tail)), into: UnsafeMutableRawBufferPointer(buffer))
        }
    }
}

/// A walk over all folders of an archive.
struct ArchiveWalk {
    let folder: FilePath
    let system: SystemCalls

    func files() throws(FolderError) -> [ArchivedFile] {
        var found: [ArchivedFile] = []
        var stack: [[RawName]] = [[]]
        while let components = stack.popLast() {
            let path = FilePath(folder, components)
            let directory = try naming("open", path) { () throws(Errno) in
                try system.openDirectory(folder, components)
            }
            var holdsNotes = false
            try naming("list", path) { () throws(Errno) in
                try system.entries(directory.raw) { name, type in
                    let name = RawName(cString: name)
                    if type == DT_DIR { stack.append(components + [name]) }
                    if name == SequenceNote.fileName { holdsNotes = true }
                    return true
                }
            }
            guard holdsNotes else { continue }
            let file = try ArticleFile(
                system, directory.raw, SequenceNote.fileName, in: path, as: SequenceNote.fileName)
            var latest: [RawName: ArchivedFile] = [:]
            for line in try file.readAll(limit: .max).split(separator: UInt8(ascii: "\n")) {
                guard let (note, stored, name) = SequenceNote.parse(line) else { continue }
                latest[stored] = ArchivedFile(
                    path: FilePath(folder, components + [stored]), name: name.path, note: note)
            }
            found += latest.values
        }
        return found
    }
}

extension FilePath {
    fileprivate init(_ folder: FilePath, _ components: [RawName]) {
        self = RawName.joined([RawName(folder)] + components).path
    }
}

internal import Glibc
internal import SystemPackage

/// Copies in the place of claimed files: a writer that holds a file open cannot change what was read of it.
extension Spool {
    /// Puts a copy of ours in the place of `work/<id>`: these bytes, with the time of writing (nanoseconds since 1970)
    /// that the file had. On the disk when it returns.
    public func replace(claim id: Int64, with bytes: [UInt8], modified: Int64) throws(FolderError) {
        let inWork = try open(work)
        let copy = RawName(Array(claimName(id).bytes) + Self.copySuffix)
        try naming("copy", claimPath(id)) { () throws(Errno) in
            let flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC
            let file = Descriptor(
                raw: try copy.withCString { (name) throws(Errno) in try system.open(inWork.raw, name, flags, 0o640) })
            try system.writeAll(file.raw, bytes)
            try system.setModified(file.raw, modified)
            try system.sync(file.raw)
            try copy.withCString { (copy) throws(Errno) in
                try claimName(id).withCString { (name) throws(Errno) in
                    try system.replace(inWork.raw, copy, inWork.raw, name)
                }
            }
        }
    }

    /// Removes copies that a crash left unfinished.
    func removeUnfinishedCopies() throws(FolderError) {
        let inWork = try open(work)
        var unfinished: [RawName] = []
        try naming("list", work) { () throws(Errno) in
            try system.entries(inWork.raw) { name, _ in
                let name = RawName(cString: name)
                if name.bytes.suffix(Self.copySuffix.count).elementsEqual(Self.copySuffix) { unfinished.append(name) }
                return true
            }
        }
        for name in unfinished {
            try? name.withCString { (name) throws(Errno) in try system.unlink(inWork.raw, name) }
        }
    }

    private static var copySuffix: [UInt8] { Array(".copy".utf8) }
}

internal import Glibc
internal import SystemPackage

/// A regular file held open for reading; closed when it goes out of scope.
///
/// Opened with `O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY`, so neither a link nor a FIFO nor a terminal
/// put in its place does harm.
public struct ArticleFile: ~Copyable, Sendable {
    private let descriptor: Descriptor
    /// Where it is, for errors: joining the two checks all of the path.
    private let folder: FilePath
    private let name: RawName
    private let system: SystemCalls
    /// The file's state when it was opened (`fstat`).
    public let openedKey: FileKey

    private var path: FilePath { folder.pushing(name.path) }

    /// Opens a name in a directory. Throws `notRegular` for anything but a regular file.
    /// - Parameters:
    ///   - folder: A folder and the file's path from there, for errors.
    ///   - isOurs: Whether only we put files there, and looked at each when we did.
    init(
        _ system: SystemCalls, _ directory: Int32, _ name: RawName, in folder: FilePath, as shown: RawName,
        isOurs: Bool = false
    ) throws(FolderError) {
        func checkKind() throws(FolderError) {
            let status = try naming("look at", folder.pushing(shown.path)) { () throws(Errno) in
                try name.withCString { (name) throws(Errno) in try system.status(directory, name) }
            }
            guard status.isRegular else { throw .notRegular }
        }
        // Looked at before it is opened as well: opening a device can have effects of its own.
        if !isOurs { try checkKind() }
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
        let raw: Int32
        do throws(FolderError) {
            raw = try naming("open", folder.pushing(shown.path)) { () throws(Errno) in
                try name.withCString { (name) throws(Errno) in try system.open(directory, name, flags, 0) }
            }
        } catch {
            // A link and a socket are not opened at all.
            if isOurs { try checkKind() }
            throw error
        }
        let opened = Descriptor(raw: raw)
        let status = try naming("look at", folder.pushing(shown.path)) { () throws(Errno) in
            try system.statusOfOpen(opened.raw)
        }
        guard status.isRegular else { throw .notRegular }
        openedKey = status.key
        descriptor = opened
        self.folder = folder
        self.name = shown
        self.system = system
    }

    /// The file's state now (`fstat`). Compare it before and after reading: a writer may have been at work.
    public func key() throws(FolderError) -> FileKey {
        try naming("look at", path) { () throws(Errno) in try system.statusOfOpen(descriptor.raw).key }
    }

    /// The whole content, at most `limit` bytes; throws `tooLarge` for more, without reading further than one byte over it.
    ///
    /// Reads from where the last call ended: once for each file.
    public func readAll(limit: Int) throws(FolderError) -> [UInt8] {
        let limit = min(max(limit, 0), Int.max - 1)
        let size = openedKey.size
        if size > limit { throw .tooLarge(size: size, limit: limit) }
        // One byte more than the size shows the end without growing.
        var content = [UInt8](repeating: 0, count: Int(size) + 1)
        var count = 0
        while true {
            let read = try naming("read", path) { () throws(Errno) in
                try system.read(descriptor.raw, into: &content, from: count)
            }
            if read == 0 { break }
            count += read
            // As long as it was: what has come since then is seen by the key, which is compared anyway.
            if count == size, read > 0, count < content.count { break }
            if count > limit { throw .tooLarge(size: Int64(count), limit: limit) }
            if count == content.count {
                // It grew while it was read.
                let more = min(max(count, 4096), limit + 1 - count)
                content.append(contentsOf: repeatElement(0, count: more))
            }
        }
        content.removeSubrange(count...)
        return content
    }
}

public import SystemPackage

/// Which file it is and in which state: equal keys mean that nothing was written in between.
public struct FileKey: Hashable, Sendable {
    /// The device (`st_dev`).
    public var device: UInt64
    /// The inode on that device (`st_ino`).
    public var inode: UInt64
    /// The size in bytes.
    public var size: Int64
    /// The last write (`st_mtim`), in nanoseconds since 1970. A writer may set it to anything.
    public var modified: Int64
    /// The last change of content, name or permissions (`st_ctim`), in nanoseconds since 1970. Only the kernel sets it.
    public var changed: Int64

    /// A key of the values given.
    public init(device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
        self.changed = changed
    }

    /// Whether the other key is of the same file with the same size and time of writing.
    ///
    /// `changed` is left out: a rename sets it, so it differs before and after a claim.
    public func isSameContent(as other: FileKey) -> Bool {
        device == other.device && inode == other.inode && size == other.size && modified == other.modified
    }
}

/// A file that has settled in a watched folder.
public struct FoundFile: Hashable, Sendable {
    /// What there is under the name.
    public enum Kind: String, Sendable {
        /// A regular file that has content and may be read.
        case regular
        /// A regular file that stayed without content for the whole grace time.
        case empty
        /// A regular file that we were not allowed to read for the whole grace time.
        case unreadable
        /// A symbolic link, whatever it points to.
        case symlink
        /// A named pipe.
        case fifo
        /// A Unix socket.
        case socket
        /// A character or block device.
        case device
    }

    /// The watched folder it was found under, as it was given to the watcher.
    public var folder: FilePath
    /// Its path relative to that folder, sub-folders included: raw bytes, not necessarily UTF-8.
    public var name: FilePath
    /// Its state when it was found.
    public var key: FileKey
    /// What it is.
    public var kind: Kind

    /// A found file of the values given.
    public init(folder: FilePath, name: FilePath, key: FileKey, kind: Kind) {
        self.folder = folder
        self.name = name
        self.key = key
        self.kind = kind
    }
}

internal import Glibc

/// What `stat(2)` tells of a file, as far as this module asks.
package struct FileStatus: Sendable {
    /// Which file it is, and in which state.
    package var key: FileKey
    /// Type and permissions, as in `st_mode`.
    package var mode: UInt32
    /// The number of hard links.
    package var links: UInt64

    init(_ status: stat) {
        key = FileKey(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
            modified: nanoseconds(status.st_mtim), changed: nanoseconds(status.st_ctim))
        mode = status.st_mode
        links = UInt64(status.st_nlink)
    }

    /// Whether it is a directory.
    var isDirectory: Bool { mode & S_IFMT == S_IFDIR }

    /// Whether it is a regular file.
    var isRegular: Bool { mode & S_IFMT == S_IFREG }

    /// What kind of file it is by its type and size; nil for a directory.
    var kind: FoundFile.Kind? {
        switch mode & S_IFMT {
        case S_IFDIR: nil
        case S_IFREG: key.size == 0 ? .empty : .regular
        case S_IFLNK: .symlink
        case S_IFIFO: .fifo
        case S_IFSOCK: .socket
        default: .device
        }
    }

    /// Which inode it is.
    var identity: Identity { Identity(device: key.device, inode: key.inode) }
}

/// Device and inode: the same as long as it is the same file or directory.
struct Identity: Hashable, Sendable {
    var device: UInt64
    var inode: UInt64
}

/// A time in nanoseconds. Wraps for times no clock shows (a file system may claim any second).
func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
}

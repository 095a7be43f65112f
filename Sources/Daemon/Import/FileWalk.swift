import DropFolder
import Glibc
import SystemPackage

/// A file found for an import.
struct WalkedFile {
    let path: FilePath
    let file: ImportedFile
}

/// Finds the regular files below folders, in the order of their names, byte by byte: the same files give the same order.
struct FileWalk {
    let ignore: IgnoreList

    /// The files that paths stand for: a folder's, however deep, without what is ignored and without links; a file named
    /// is taken whatever its name is.
    /// - Throws: `UnreadableFile` for a path that is not there; what cannot be entered below it is passed over and given
    ///   to `skipped`.
    func files(_ paths: [FilePath], skipped: (UnreadableFile) -> Void) throws -> [WalkedFile] {
        var found: [WalkedFile] = []
        for path in paths {
            var status = stat()
            guard path.withPlatformString({ stat($0, &status) }) == 0 else {
                throw UnreadableFile(path: path, errno: Errno(rawValue: errno))
            }
            let whole = try absolute(path)
            if status.st_mode & S_IFMT == S_IFDIR {
                var pending = [FilePath()]
                while let folder = pending.popLast() {
                    walk(whole, folder, &found, &pending, skipped)
                }
            } else if status.st_mode & S_IFMT == S_IFREG, let last = whole.lastComponent {
                let folder = whole.removingLastComponent()
                found.append(
                    WalkedFile(path: whole, file: ImportedFile(folder, FilePath(root: nil, [last]), status)))
            } else {
                throw UnreadableFile(path: path, errno: .notSupported)
            }
        }
        return found
    }

    private func walk(
        _ root: FilePath, _ folder: FilePath, _ found: inout [WalkedFile], _ pending: inout [FilePath],
        _ skipped: (UnreadableFile) -> Void
    ) {
        let path = folder.isEmpty ? root : root.pushing(folder)
        guard let directory = path.withPlatformString({ opendir($0) }) else {
            return skipped(UnreadableFile(path: path, errno: Errno(rawValue: errno)))
        }
        defer { closedir(directory) }
        var names: [[UInt8]] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: UInt8.self, capacity: 256) { start in
                    Array(
                        UnsafeBufferPointer(
                            start: start,
                            count: strnlen(
                                UnsafePointer(start).withMemoryRebound(to: CChar.self, capacity: 256) { $0 }, 256)))
                }
            }
            names.append(name)
        }
        var folders: [FilePath] = []
        for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
            let relative = folder.isEmpty ? FilePath(rawBytes: name) : folder.pushing(FilePath(rawBytes: name))
            guard !ignore.matches(relative) else { continue }
            let whole = root.pushing(relative)
            var status = stat()
            guard whole.withPlatformString({ lstat($0, &status) }) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR { folders.append(relative) }
            if status.st_mode & S_IFMT == S_IFREG {
                found.append(WalkedFile(path: whole, file: ImportedFile(root, relative, status)))
            }
        }
        // The last is taken next: the first of them.
        pending += folders.reversed()
    }

    private func absolute(_ path: FilePath) throws -> FilePath {
        guard let real = path.withPlatformString({ realpath($0, nil) }) else {
            throw UnreadableFile(path: path, errno: Errno(rawValue: errno))
        }
        defer { free(real) }
        return FilePath(platformString: real)
    }
}

extension ImportedFile {
    init(_ folder: FilePath, _ name: FilePath, _ status: stat) {
        self.init(
            folder: folder.rawBytes, name: name.rawBytes, device: UInt64(status.st_dev), inode: UInt64(status.st_ino),
            size: Int64(status.st_size),
            modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec),
            changed: Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec))
    }
}

import Glibc
import SystemPackage

/// A folder of a test's own, removed with all in it when the test is over.
final class TemporaryFolder: Sendable {
    let path: FilePath

    /// Under `/tmp`, or in another place such as `/dev/shm`. Nil where that cannot be written to.
    init?(in parent: String) {
        var template = Array("\(parent)/dropfolder-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { return nil }
        path = template.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { FilePath(platformString: $0) } ?? ""
        }
    }

    static func make() throws -> TemporaryFolder {
        guard let folder = TemporaryFolder(in: "/tmp") else { throw Errno(rawValue: errno) }
        return folder
    }

    deinit { removeTree(path) }

    /// Creates a directory in it.
    func folder(_ name: FilePath) throws -> FilePath {
        let full = path.pushing(name)
        try check(full.withPlatformString { mkdir($0, 0o755) })
        return full
    }
}

/// A relative path of any bytes.
func rawPath(_ bytes: [UInt8]) -> FilePath {
    (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { FilePath(platformString: $0) } ?? ""
    }
}

/// Throws the errno of a call that failed.
@discardableResult
func check(_ result: Int32) throws(Errno) -> Int32 {
    if result < 0 { throw Errno(rawValue: errno) }
    return result
}

/// Creates (or opens) a file, appends text and closes it.
func write(_ path: FilePath, _ text: String, mode: mode_t = 0o644) throws {
    let file = try check(path.withPlatformString { open($0, O_WRONLY | O_CREAT | O_APPEND, mode) })
    defer { close(file) }
    let bytes = Array(text.utf8)
    if Glibc.write(file, bytes, bytes.count) != bytes.count { throw Errno(rawValue: errno) }
}

func rename(_ old: FilePath, _ new: FilePath) throws {
    try check(old.withPlatformString { old in new.withPlatformString { Glibc.rename(old, $0) } })
}

/// Lets two files change places, by `renameat2(2)` with `RENAME_EXCHANGE`.
func exchange(_ one: FilePath, _ other: FilePath) throws {
    typealias RenameAt2 =
        @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
    guard let symbol = dlsym(nil, "renameat2") else { throw Errno.noFunction }
    let renameAt2 = unsafeBitCast(symbol, to: RenameAt2.self)
    try check(one.withPlatformString { one in other.withPlatformString { renameAt2(AT_FDCWD, one, AT_FDCWD, $0, 2) } })
}

func makeLink(_ old: FilePath, _ new: FilePath) throws {
    try check(old.withPlatformString { old in new.withPlatformString { link(old, $0) } })
}

func makeSymlink(_ target: FilePath, at path: FilePath) throws {
    try check(target.withPlatformString { target in path.withPlatformString { symlink(target, $0) } })
}

func makeFIFO(_ path: FilePath) throws {
    try check(path.withPlatformString { mkfifo($0, 0o644) })
}

/// Makes a Unix socket in the file system.
func makeSocket(_ path: FilePath) throws {
    try check(path.withPlatformString { mknod($0, S_IFSOCK | 0o644, 0) })
}

func changeMode(_ path: FilePath, _ mode: mode_t) throws {
    try check(path.withPlatformString { chmod($0, mode) })
}

func remove(_ path: FilePath) throws {
    try check(path.withPlatformString { Glibc.remove($0) })
}

func status(_ path: FilePath) throws -> stat {
    var buffer = stat()
    try check(path.withPlatformString { lstat($0, &buffer) })
    return buffer
}

func exists(_ path: FilePath) -> Bool { (try? status(path)) != nil }

func content(_ path: FilePath) throws -> String {
    let file = try check(path.withPlatformString { open($0, O_RDONLY) })
    defer { close(file) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(file, &buffer, buffer.count)
    return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
}

/// The names in a directory, without `.` and `..`, sorted.
func names(in directory: FilePath) throws -> [FilePath] {
    guard let stream = directory.withPlatformString({ opendir($0) }) else { throw Errno(rawValue: errno) }
    defer { closedir(stream) }
    var names: [FilePath] = []
    while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            FilePath(platformString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
        }
        if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.description < $1.description }
}

/// Removes a tree by directory descriptors, so that it may be deeper than `PATH_MAX`.
private func removeTree(_ path: FilePath) {
    guard let parent = Optional(path.removingLastComponent()), let name = path.lastComponent else { return }
    let directory = parent.withPlatformString { open($0, O_RDONLY | O_DIRECTORY) }
    name.withPlatformString { removeTree(directory, $0) }
    close(directory)
}

private func removeTree(_ parent: Int32, _ name: UnsafePointer<CChar>) {
    if unlinkat(parent, name, 0) == 0 { return }
    fchmodat(parent, name, 0o700, 0)
    let own = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    guard own >= 0, let stream = fdopendir(own) else { return }
    while let entry = readdir(stream) {
        withUnsafePointer(to: &entry.pointee.d_name) {
            let child = UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self)
            if strcmp(child, ".") != 0, strcmp(child, "..") != 0 { removeTree(own, child) }
        }
    }
    closedir(stream)
    unlinkat(parent, name, AT_REMOVEDIR)
}

internal import CStatfs
internal import Glibc
package import SystemPackage

/// The system calls of this module, each a thin wrapper that can be replaced, so that a fault can be injected at any of them.
///
/// Paths are NUL-terminated bytes, relative to an open directory (or to `AT_FDCWD`). A call interrupted by a signal is
/// made again. Nothing else is hidden: every failure is thrown as the errno of the C function named.
package struct SystemCalls: Sendable {
    /// A NUL-terminated path.
    package typealias Path = UnsafePointer<CChar>
    /// What every call throws.
    package typealias Failure = Errno

    /// The calls as the kernel makes them.
    package init() {}

    /// `openat(2)`: directory, path, flags, mode. Returns a descriptor.
    package var open: @Sendable (Int32, Path, Int32, UInt32) throws(Errno) -> Int32 = {
        (directory, path, flags, mode) throws(Errno) in
        try retryingInterrupts { openat(directory, path, flags, mode) }
    }

    /// `fstat(2)`.
    package var statusOfOpen: @Sendable (Int32) throws(Errno) -> FileStatus = { descriptor throws(Errno) in
        var buffer = stat()
        _ = try retryingInterrupts { fstat(descriptor, &buffer) }
        return FileStatus(buffer)
    }

    /// `fstatat(2)` with `AT_SYMLINK_NOFOLLOW`.
    package var status: @Sendable (Int32, Path) throws(Errno) -> FileStatus = { (directory, path) throws(Errno) in
        var buffer = stat()
        _ = try retryingInterrupts { fstatat(directory, path, &buffer, AT_SYMLINK_NOFOLLOW) }
        return FileStatus(buffer)
    }

    /// `faccessat(2)` with `R_OK` and `AT_EACCESS`: may the effective user read it?
    package var readable: @Sendable (Int32, Path) throws(Errno) -> Void = { (directory, path) throws(Errno) in
        _ = try retryingInterrupts { faccessat(directory, path, R_OK, AT_EACCESS) }
    }

    /// `renameat2(2)` with `RENAME_NOREPLACE`: old directory, old path, new directory, new path.
    ///
    /// Where the file system knows no such flag (NFS, some FUSE), the new name is looked up and a plain `renameat(2)`
    /// follows. Between the two another process could create the name and lose it; that is a weakness of those file systems.
    package var rename: @Sendable (Int32, Path, Int32, Path) throws(Errno) -> Void = {
        (oldDirectory, old, newDirectory, new) throws(Errno) in
        do throws(Errno) {
            guard let renameAt2 else { throw .noFunction }
            _ = try retryingInterrupts { renameAt2(oldDirectory, old, newDirectory, new, renameNoReplace) }
            return
        } catch  where error == .invalidArgument || error == .noFunction || error == .notSupported {}
        var buffer = stat()
        guard fstatat(newDirectory, new, &buffer, AT_SYMLINK_NOFOLLOW) != 0 else { throw .fileExists }
        _ = try retryingInterrupts { renameat(oldDirectory, old, newDirectory, new) }
    }

    /// `renameat(2)`, which replaces what has the new name: old directory, old path, new directory, new path.
    package var replace: @Sendable (Int32, Path, Int32, Path) throws(Errno) -> Void = {
        (oldDirectory, old, newDirectory, new) throws(Errno) in
        _ = try retryingInterrupts { renameat(oldDirectory, old, newDirectory, new) }
    }

    /// `mkdirat(2)`: directory, path, mode.
    package var makeDirectory: @Sendable (Int32, Path, UInt32) throws(Errno) -> Void = {
        (directory, path, mode) throws(Errno) in
        _ = try retryingInterrupts { mkdirat(directory, path, mode) }
    }

    /// `unlinkat(2)` of something that is not a directory.
    package var unlink: @Sendable (Int32, Path) throws(Errno) -> Void = { (directory, path) throws(Errno) in
        _ = try retryingInterrupts { unlinkat(directory, path, 0) }
    }

    /// `unlinkat(2)` of an empty directory.
    package var removeDirectory: @Sendable (Int32, Path) throws(Errno) -> Void = { (directory, path) throws(Errno) in
        _ = try retryingInterrupts { unlinkat(directory, path, AT_REMOVEDIR) }
    }

    /// `futimens(2)`: sets the time of the last writing, in nanoseconds since 1970, and leaves that of the last reading.
    package var setModified: @Sendable (Int32, Int64) throws(Errno) -> Void = { (descriptor, time) throws(Errno) in
        let seconds = time >= 0 ? time / 1_000_000_000 : (time - 999_999_999) / 1_000_000_000
        let times = [
            timespec(tv_sec: 0, tv_nsec: omitted),
            timespec(tv_sec: Int(seconds), tv_nsec: Int(time - seconds * 1_000_000_000)),
        ]
        _ = try retryingInterrupts { futimens(descriptor, times) }
    }

    /// `fstatfs(2)`: the type of the file system an open file is on.
    package var fileSystemType: @Sendable (Int32) throws(Errno) -> UInt32 = { descriptor throws(Errno) in
        var buffer = statfs()
        _ = try retryingInterrupts { fstatfs(descriptor, &buffer) }
        return UInt32(truncatingIfNeeded: buffer.f_type)
    }

    /// `fstatvfs(3)`: the bytes free for unprivileged users on the file system an open file is on.
    package var freeBytes: @Sendable (Int32) throws(Errno) -> Int64 = { descriptor throws(Errno) in
        var buffer = statvfs()
        _ = try retryingInterrupts { fstatvfs(descriptor, &buffer) }
        let (bytes, isOver) = UInt64(buffer.f_bavail).multipliedReportingOverflow(by: UInt64(buffer.f_frsize))
        return isOver ? .max : Int64(clamping: bytes)
    }

    /// `read(2)`. Returns the number of bytes, 0 at the end.
    package var read: @Sendable (Int32, UnsafeMutableRawBufferPointer) throws(Errno) -> Int = {
        (descriptor, buffer) throws(Errno) in
        try retryingInterrupts { Glibc.read(descriptor, buffer.baseAddress, buffer.count) }
    }

    /// `write(2)`. Returns the number of bytes taken.
    package var write: @Sendable (Int32, UnsafeRawBufferPointer) throws(Errno) -> Int = {
        (descriptor, buffer) throws(Errno) in
        try retryingInterrupts { Glibc.write(descriptor, buffer.baseAddress, buffer.count) }
    }

    /// `fsync(2)`.
    package var sync: @Sendable (Int32) throws(Errno) -> Void = { descriptor throws(Errno) in
        _ = try retryingInterrupts { fsync(descriptor) }
    }

    /// `readdir(3)` over an open directory: calls `body` with each name (not `.` and `..`) and its `d_type`, until it returns false.
    package var entries: @Sendable (Int32, (Path, UInt8) -> Bool) throws(Errno) -> Void = {
        (directory, body) throws(Errno) in
        // A descriptor of its own, because `closedir` closes it.
        let own = try retryingInterrupts { openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard let stream = fdopendir(own) else {
            let failure = Errno(rawValue: errno)
            _ = close(own)
            throw failure
        }
        defer { _ = closedir(stream) }
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw Errno(rawValue: errno) }
                return
            }
            let goOn = withUnsafePointer(to: &entry.pointee.d_name) { field in
                let name = UnsafeRawPointer(field).assumingMemoryBound(to: CChar.self)
                return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || body(name, entry.pointee.d_type)
            }
            if !goOn { return }
        }
    }

    /// `inotify_init1(2)`, non-blocking and close-on-exec.
    package var startNotify: @Sendable () throws(Errno) -> Int32 = { () throws(Errno) in
        try retryingInterrupts { inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC)) }
    }

    /// `inotify_add_watch(2)`: inotify descriptor, path, mask. Returns the watch.
    package var addWatch: @Sendable (Int32, Path, UInt32) throws(Errno) -> Int32 = {
        (notify, path, mask) throws(Errno) in
        try retryingInterrupts { inotify_add_watch(notify, path, mask) }
    }

    /// `inotify_rm_watch(2)`. A watch that is gone already is no error.
    package var removeWatch: @Sendable (Int32, Int32) -> Void = { (notify, watch) in
        _ = inotify_rm_watch(notify, watch)
    }

    /// `poll(2)` for input on any of the descriptors, for at most so many milliseconds. A signal ends it early.
    package var wait: @Sendable ([Int32], Int32) -> Void = { (descriptors, milliseconds) in
        var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        _ = poll(&polled, nfds_t(polled.count), milliseconds)
    }

    /// `clock_gettime(2)` of `CLOCK_MONOTONIC`, in nanoseconds.
    package var monotonic: @Sendable () -> Int64 = {
        var time = timespec()
        _ = clock_gettime(CLOCK_MONOTONIC, &time)
        return nanoseconds(time)
    }
}

/// Makes a C call again for as long as a signal interrupts it (`EINTR`).
private func retryingInterrupts<Result: FixedWidthInteger & SignedInteger>(
    _ call: () -> Result
) throws(Errno) -> Result {
    while true {
        let result = call()
        if result != -1 { return result }
        let failure = Errno(rawValue: errno)
        if failure != .interrupted { throw failure }
    }
}

/// `UTIME_OMIT` of `<linux/stat.h>`: leaves a time as it is.
private let omitted = (1 << 30) - 2

private typealias RenameAt2 =
    @Sendable @convention(c) (Int32, SystemCalls.Path, Int32, SystemCalls.Path, UInt32) -> Int32

/// `RENAME_NOREPLACE` of `<linux/fs.h>`.
private let renameNoReplace: UInt32 = 1

/// `renameat2(2)`, which the Glibc module leaves out because it is declared for `_GNU_SOURCE` alone. In glibc since 2.28.
private let renameAt2: RenameAt2? = dlsym(nil, "renameat2").map { unsafeBitCast($0, to: RenameAt2.self) }

internal import Glibc
internal import SystemPackage

/// An open file descriptor with one owner: closed when it goes out of scope.
struct Descriptor: ~Copyable, Sendable {
    /// The number the kernel knows it by.
    let raw: Int32

    /// Takes over an open descriptor.
    init(raw: Int32) {
        self.raw = raw
    }

    deinit {
        // Never made again on EINTR: Linux has released the descriptor by then.
        _ = close(raw)
    }
}

extension SystemCalls {
    /// Opens a directory below a root, one component at a time and following no link below the root.
    ///
    /// The root itself is the operator's choice and may be a link.
    func openDirectory(_ root: FilePath, _ components: [RawName]) throws(Errno) -> Descriptor {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        var current = Descriptor(
            raw: try RawName(root).withCString { (path) throws(Errno) in try open(AT_FDCWD, path, flags, 0) })
        for component in components {
            current = Descriptor(
                raw: try component.withCString { (path) throws(Errno) in
                    try open(current.raw, path, flags | O_NOFOLLOW, 0)
                })
        }
        return current
    }

    /// The value of a kernel setting such as `fs.inotify.max_user_watches`, or -1 where `/proc/sys` is not to be seen.
    func kernelSetting(_ name: String) -> Int {
        let path = FilePath("/proc/sys/" + String(name.map { $0 == "." ? "/" : $0 }))
        var buffer = [UInt8](repeating: 0, count: 32)
        do throws(Errno) {
            let file = Descriptor(
                raw: try RawName(path).withCString { (path) throws(Errno) in
                    try open(AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0)
                })
            let count = try read(file.raw, into: &buffer, from: 0)
            return Int(String(decoding: buffer.prefix(count), as: UTF8.self).prefix { $0.isNumber }) ?? -1
        } catch {
            return -1
        }
    }

    /// `write(2)` until all is written.
    func writeAll(_ descriptor: Int32, _ bytes: [UInt8]) throws(Errno) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let outcome = rest.withUnsafeBytes { bytes in
                Result { () throws(Errno) in try write(descriptor, bytes) }
            }
            rest = rest.dropFirst(try outcome.get())
        }
    }

    /// `read(2)` into the part of an array from `start` on. Returns the number of bytes, 0 at the end.
    func read(_ descriptor: Int32, into buffer: inout [UInt8], from start: Int) throws(Errno) -> Int {
        var outcome = Result<Int, Errno>.success(0)
        buffer.withUnsafeMutableBytes { bytes in
            outcome = Result { () throws(Errno) in
                try read(descriptor, UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
            }
        }
        return try outcome.get()
    }
}

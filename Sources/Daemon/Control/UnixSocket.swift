import Glibc
import SystemPackage

/// A stream socket in the file system.
enum UnixSocket {
    /// Longest path a socket can have, in bytes: `sun_path` less its terminator (unix(7)).
    static let longestPath = 107

    /// Runs `body` with the socket address of a path.
    /// - Throws: `Errno.nameTooLong`, or what `body` reports by -1 and `errno`.
    private static func withAddress(_ path: FilePath, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) throws {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.string.utf8)
        guard bytes.count <= longestPath else { throw Errno.fileNameTooLong }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard result == 0 else { throw Errno(rawValue: errno) }
    }

    private static func make() throws -> FileDescriptor {
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        return FileDescriptor(rawValue: descriptor)
    }

    /// A socket that listens at a path, 0660, in place of one that a dead process left there.
    static func listening(at path: FilePath) throws -> FileDescriptor {
        let descriptor = try make()
        do {
            unlink(path.string)
            try withAddress(path) { bind(descriptor.rawValue, $0, $1) }
            guard chmod(path.string, 0o660) == 0, listen(descriptor.rawValue, 16) == 0 else {
                throw Errno(rawValue: errno)
            }
            return descriptor
        } catch {
            try? descriptor.close()
            throw error
        }
    }

    /// A socket connected to the one that listens at a path.
    static func connected(to path: FilePath) throws -> FileDescriptor {
        let descriptor = try make()
        do {
            try withAddress(path) { connect(descriptor.rawValue, $0, $1) }
            return descriptor
        } catch {
            try? descriptor.close()
            throw error
        }
    }

    /// Lets reading and writing fail with `.wouldBlock` after so long.
    static func limit(_ descriptor: FileDescriptor, seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(descriptor.rawValue, SOL_SOCKET, SO_RCVTIMEO, &time, size)
        setsockopt(descriptor.rawValue, SOL_SOCKET, SO_SNDTIMEO, &time, size)
    }

    /// Who is at the other end: process and user, as the kernel knows them.
    static func peer(_ descriptor: FileDescriptor) -> (pid: Int32, uid: UInt32)? {
        var credentials = CredentialsOfPeer()
        var size = socklen_t(MemoryLayout<CredentialsOfPeer>.size)
        guard getsockopt(descriptor.rawValue, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == 0 else { return nil }
        return (credentials.pid, credentials.uid)
    }

    /// Reads to the first newline or the end.
    /// - Throws: `Errno`; `.messageTooLong` beyond `limit` bytes.
    static func line(from descriptor: FileDescriptor, limit: Int) throws -> [UInt8] {
        var line: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = try buffer.withUnsafeMutableBytes { try descriptor.read(into: $0) }
            guard count > 0 else { return line }
            if let end = buffer[..<count].firstIndex(of: UInt8(ascii: "\n")) {
                return line + buffer[..<end]
            }
            line += buffer[..<count]
            guard line.count <= limit else { throw Errno.messageTooLong }
        }
    }
}

/// `struct ucred`, which the Glibc module leaves out because it is declared for `_GNU_SOURCE` alone (unix(7)).
private struct CredentialsOfPeer {
    var pid: Int32 = 0
    var uid: UInt32 = 0
    var gid: UInt32 = 0
}

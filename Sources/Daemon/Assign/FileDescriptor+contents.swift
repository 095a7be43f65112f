import DropFolder
import SystemPackage

/// A file named on the command line that cannot be read.
public struct UnreadableFile: Error, CustomStringConvertible {
    let path: FilePath
    let errno: Errno

    /// One line.
    public var description: String { "\(escapedName(path)): \(errno)" }
}

extension FileDescriptor {
    /// All bytes of a file, a pipe or a device.
    /// - Throws: `Errno` of `open(2)` or `read(2)`, `.isDirectory` for a directory.
    static func contents(of path: FilePath) throws -> [UInt8] {
        let descriptor = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
        return try descriptor.closeAfter { try descriptor.contents() }
    }

    /// All bytes from here to the end.
    /// - Throws: `Errno` of `read(2)`.
    func contents() throws -> [UInt8] {
        var bytes: [UInt8] = []
        while true {
            let chunk = try [UInt8](unsafeUninitializedCapacity: 1 << 20) { buffer, count in
                count = try read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if chunk.isEmpty { return bytes }
            bytes += chunk
        }
    }
}

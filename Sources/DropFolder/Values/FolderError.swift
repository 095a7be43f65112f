public import SystemPackage

/// Why something could not be done to a file or folder.
public enum FolderError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A system call failed: what was tried, on which path, and the errno.
    case system(operation: String, path: FilePath, errno: Errno)
    /// The file to read is not a regular file.
    case notRegular
    /// The file is larger than may be read. Both in bytes; `size` is what is known of it so far.
    case tooLarge(size: Int64, limit: Int)

    /// The errno of a failed system call.
    public var errno: Errno? {
        if case .system(_, _, let errno) = self { errno } else { nil }
    }

    /// One line for a log: what failed, on what, why.
    public var description: String {
        switch self {
        case .system(let operation, let path, let errno):
            "cannot \(operation) \(escapedName(path)): \(errno.description)"
        case .notRegular:
            "not a regular file"
        case .tooLarge(let size, let limit):
            "too large: \(size) bytes, at most \(limit) are read"
        }
    }
}

/// Runs system calls, and says on failure what was tried on which path.
func naming<Result: ~Copyable>(
    _ operation: String, _ path: @autoclosure () -> FilePath, _ body: () throws(Errno) -> Result
) throws(FolderError) -> Result {
    do throws(Errno) {
        return try body()
    } catch {
        throw .system(operation: operation, path: path(), errno: error)
    }
}

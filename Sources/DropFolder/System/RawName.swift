internal import Glibc
internal import SystemPackage

/// A name as the file system has it: any bytes but NUL, not necessarily UTF-8. Ordered by its bytes.
struct RawName: Hashable, Comparable, Sendable {
    /// The bytes and a NUL after them, so that a system call needs no copy.
    private let terminated: [UInt8]

    /// The bytes before the first NUL.
    init(_ bytes: some Collection<UInt8>) {
        terminated = Array(bytes.prefix { $0 != 0 }) + [0]
    }

    /// Copies a NUL-terminated name.
    init(cString: UnsafePointer<CChar>) {
        terminated = [UInt8](UnsafeRawBufferPointer(start: cString, count: strlen(cString) + 1))
    }

    /// A component of a path.
    init(_ component: FilePath.Component) {
        self = component.withPlatformString { RawName(cString: $0) }
    }

    /// A whole path.
    init(_ path: FilePath) {
        self = path.withPlatformString { RawName(cString: $0) }
    }

    /// Names with slashes between them. (Appending to a `FilePath` checks all of it each time.)
    static func joined(_ names: [RawName]) -> RawName {
        var bytes: [UInt8] = []
        for name in names {
            if !bytes.isEmpty { bytes.append(UInt8(ascii: "/")) }
            bytes += name.bytes
        }
        return RawName(bytes)
    }

    /// The bytes, without the NUL.
    var bytes: ArraySlice<UInt8> { terminated.dropLast() }

    /// Calls `body` with the NUL-terminated name.
    func withCString<Result, Failure: Error>(
        _ body: (UnsafePointer<CChar>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try terminated.withUnsafeBufferPointer { (buffer) throws(Failure) in
            try buffer.withMemoryRebound(to: CChar.self) { (name) throws(Failure) in
                // The array is never empty: it holds at least the NUL.
                guard let start = name.baseAddress else { return try body("") }
                return try body(start)
            }
        }
    }

    /// The name as a path.
    var path: FilePath { withCString { FilePath(platformString: $0) } }

    static func == (left: RawName, right: RawName) -> Bool {
        left.terminated.count == right.terminated.count
            && left.withCString { one in right.withCString { strcmp(one, $0) == 0 } }
    }

    static func < (left: RawName, right: RawName) -> Bool {
        left.withCString { one in right.withCString { strcmp(one, $0) < 0 } }
    }

    func hash(into hasher: inout Hasher) {
        terminated.withUnsafeBytes { hasher.combine(bytes: $0) }
    }
}

extension FilePath {
    /// The names of a relative path, or nil when it is absolute, empty, or has `.` or `..` in it.
    ///
    /// From the bytes: many files pass here, and `components` checks the whole path again for each.
    var relativeNames: [RawName]? {
        let names = RawName(self).bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let isPlain = names.allSatisfy { !$0.isEmpty && !$0.elementsEqual(".".utf8) && !$0.elementsEqual("..".utf8) }
        return isPlain ? names.map { RawName($0) } : nil
    }

    /// The names of the directories and of the file in them; nil where ``relativeNames`` is.
    var parentAndName: (parent: [RawName], name: RawName)? {
        let name = RawName(self)
        // Most files are in the folder itself.
        if !name.bytes.isEmpty, !name.bytes.contains(UInt8(ascii: "/")), name.bytes.first != UInt8(ascii: ".") {
            return ([], name)
        }
        guard let names = relativeNames, let last = names.last else { return nil }
        return (Array(names.dropLast()), last)
    }
}

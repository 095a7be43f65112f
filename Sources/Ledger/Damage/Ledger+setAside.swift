import Glibc
public import SystemPackage

/// What becomes of a ledger that cannot be used: it gets another name, and is neither changed nor removed.
extension Ledger {
    /// Renames a ledger and its log to `<path>.damaged-<time>`, `….damaged-<time>-wal` and `….damaged-<time>-shm`, which is a
    /// database as it was. On the disk when it returns.
    ///
    /// What is left of one that a power cut kept from being set aside whole goes to where its other part is.
    /// - Parameter time: Seconds since 1970; part of the name, as `YYYYMMDDTHHMMSSZ`.
    /// - Returns: The new path.
    /// - Throws: ``LedgerError/locked(pid:)`` when another process owns it; ``LedgerError/file(_:_:)``.
    public static func setAside(path: FilePath, time: Int64) throws(LedgerError) -> FilePath {
        do {
            return try rename(path, time, holding: try LedgerLock(path: FilePath(path.string + ".lock")))
        } catch let error as Errno {
            throw .file(error, path)
        } catch {
            throw LedgerError(error)
        }
    }

    private static func rename(_ path: FilePath, _ time: Int64, holding lock: consuming LedgerLock) throws -> FilePath {
        let target = try freeName(path, time)
        // The log last: without it the file would pass for whole, without its latest decisions.
        for suffix in companions {
            guard Glibc.rename(path.string + suffix, target.string + suffix) != 0 else { continue }
            guard errno == ENOENT else { throw Errno(rawValue: errno) }
        }
        try synchronize(path.removingLastComponent())
        return target
    }

    /// The ledgers that were set aside from `path`, the latest last.
    public static func setAsideLedgers(of path: FilePath) -> [FilePath] {
        let prefix = (path.lastComponent?.string ?? "") + mark
        let folder = path.removingLastComponent()
        guard let directory = opendir(folder.isEmpty ? "." : folder.string) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name.hasPrefix(prefix) else { continue }
            if !companions.dropFirst().contains(where: { name.hasSuffix($0) }) { names.append(name) }
        }
        return names.sorted().map { folder.appending($0) }
    }

    private static let mark = ".damaged-"
    /// What belongs to a ledger and goes where it goes: its log, and what others keep beside it that is true of it alone.
    private static let companions = ["", "-wal", "-shm", ".engine"]

    private static func freeName(_ path: FilePath, _ time: Int64) throws -> FilePath {
        if access(path.string, F_OK) != 0, let last = setAsideLedgers(of: path).last,
            access(last.string + "-wal", F_OK) != 0
        {
            return last
        }
        let stamp = path.string + mark + timestamp(time)
        for number in 1...1000 {
            let name = number == 1 ? stamp : "\(stamp).\(number)"
            if access(name, F_OK) != 0, access(name + "-wal", F_OK) != 0 { return FilePath(name) }
        }
        throw Errno.fileExists
    }

    private static func timestamp(_ seconds: Int64) -> String {
        var (time, parts) = (time_t(seconds), tm())
        gmtime_r(&time, &parts)
        var text = [CChar](repeating: 0, count: 32)
        strftime(&text, text.count, "%Y%m%dT%H%M%SZ", &parts)
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

/// A ledger that is being made anew lies beside the place it will have, until it is complete.
extension Ledger {
    /// Gives a complete, closed ledger the name it was made for. On the disk when it returns.
    /// - Throws: ``LedgerError/file(_:_:)``, `.fileExists` where there is a ledger of that name.
    public static func putInPlace(_ draft: FilePath, as path: FilePath) throws(LedgerError) {
        do {
            var status = stat()
            guard stat(path.string, &status) != 0 || status.st_size == 0 else { throw Errno.fileExists }
            try synchronize(draft)
            guard Glibc.rename(draft.string, path.string) == 0 else { throw Errno(rawValue: errno) }
            try synchronize(path.removingLastComponent())
            // Closed as it is, its log is empty.
            for suffix in ["-wal", "-shm", ".lock"] { unlink(draft.string + suffix) }
        } catch let error as Errno {
            throw .file(error, path)
        } catch {
            throw LedgerError(error)
        }
    }
}

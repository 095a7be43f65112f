import GRDB
import Glibc
public import SystemPackage

extension Ledger {
    /// Writes a copy of the ledger as it is at this moment, while its owner goes on writing.
    ///
    /// The copy is made beside `target`, checked, brought to the disk, and only then given its name.
    /// - Throws: ``LedgerError/file(_:_:)`` with `.fileExists` where there is a file of that name already;
    ///   ``LedgerError/damaged(_:)`` when the copy does not pass SQLite's check.
    public func backup(to target: FilePath) throws(LedgerError) {
        do {
            // An empty file keeps the name for us: the rename at the end replaces it and nothing else.
            try FileDescriptor.open(
                target, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
                permissions: [.ownerReadWrite]
            ).close()
            let unfinished = FilePath(target.string + ".unfinished")
            do {
                try copy(to: unfinished)
                guard rename(unfinished.string, target.string) == 0 else { throw Errno(rawValue: errno) }
            } catch {
                unlink(unfinished.string)
                unlink(target.string)
                throw error
            }
            try Self.synchronize(target.removingLastComponent())
        } catch let error as Errno {
            throw .file(error, target)
        } catch {
            throw LedgerError(error)
        }
    }

    private func copy(to path: FilePath) throws {
        unlink(path.string)
        // Ledger, cleaned texts and all, is for its owner alone.
        try FileDescriptor.open(
            path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite]
        ).close()
        // One statement is one snapshot. The copy has no free pages and needs no log.
        try connection().pool.unsafeRead { try $0.execute(sql: "VACUUM INTO ?", arguments: [path.string]) }
        var configuration = Configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path.string, configuration: configuration)
        let verdict = try queue.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
        try queue.close()
        guard verdict == "ok" else { throw LedgerError.damaged(verdict ?? "quick_check says nothing") }
        try Self.synchronize(path)
    }

    /// Waits until a file, or the names in a folder, are on the disk.
    static func synchronize(_ path: FilePath) throws {
        let descriptor = try FileDescriptor.open(path.isEmpty ? "." : path, .readOnly, options: [.closeOnExec])
        defer { try? descriptor.close() }
        guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }
}

import Glibc
import SystemPackage

/// The right to be the one owner of a ledger: `flock(2)` on a file that holds the owner's process number.
///
/// The file stays when the lock is released: removing it would let two processes lock two files of the same name. The
/// kernel releases the lock of a process that dies.
struct LedgerLock: ~Copyable, Sendable {
    private let descriptor: FileDescriptor
    /// Whether the last owner let the lock go by ``letGo()``. One that died leaves its number.
    let wasLetGo: Bool

    /// Takes the lock, waiting for a fifth of a second at most.
    /// - Throws: ``LedgerError/locked(pid:)`` when it is taken, ``LedgerError/file(_:_:)`` when the file is of no use.
    init(path: FilePath) throws(LedgerError) {
        (descriptor, wasLetGo) = try Self.take(path)
    }

    deinit {
        try? descriptor.close()
    }

    /// Says that the owner ends in good order. This needs no room on the disk.
    func letGo() {
        try? descriptor.resize(to: 0)
    }

    private static func take(_ path: FilePath) throws(LedgerError) -> (FileDescriptor, wasLetGo: Bool) {
        do {
            let (descriptor, isNew) = try open(path)
            do {
                try lock(descriptor)
                let wasLetGo = try !isNew && descriptor.seek(offset: 0, from: .end) == 0
                try descriptor.resize(to: 0)
                _ = try descriptor.writeAll(toAbsoluteOffset: 0, "\(getpid())\n".utf8)
                return (descriptor, wasLetGo)
            } catch {
                try? descriptor.close()
                throw error
            }
        } catch let error as Errno {
            throw .file(error, path)
        } catch {
            throw LedgerError(error)
        }
    }

    private static func open(_ path: FilePath) throws -> (FileDescriptor, isNew: Bool) {
        let permissions: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
        let options: FileDescriptor.OpenOptions = [.closeOnExec, .noFollow]
        do {
            let options = options.union([.create, .exclusiveCreate])
            return (try FileDescriptor.open(path, .readWrite, options: options, permissions: permissions), true)
        } catch Errno.fileExists {
            return (try FileDescriptor.open(path, .readWrite, options: options), false)
        }
    }

    private static func lock(_ descriptor: FileDescriptor) throws {
        var tries = 0
        while flock(descriptor.rawValue, LOCK_EX | LOCK_NB) != 0 {
            switch Errno(rawValue: errno) {
            case .interrupted: continue
            // A child that its last owner started holds it as well, from its fork on until it runs its program.
            case .wouldBlock where tries < 10:
                tries += 1
                usleep(20_000)
            case .wouldBlock: throw LedgerError.locked(pid: owner(descriptor))
            case let reason: throw reason
            }
        }
    }

    private static func owner(_ descriptor: FileDescriptor) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = try? bytes.withUnsafeMutableBytes { try descriptor.read(fromAbsoluteOffset: 0, into: $0) }
        let digits = bytes.prefix(count ?? 0).prefix { $0 != UInt8(ascii: "\n") }
        return Int32(String(decoding: digits, as: UTF8.self))
    }
}

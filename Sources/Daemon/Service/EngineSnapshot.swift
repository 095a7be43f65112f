import Glibc
import Ledger
import Shingling
import Stories
import SystemPackage

/// The engine's state beside the ledger, so that a start needs not read all articles again: `<ledger>.engine`.
///
/// It is written at a clean stop, whole or not at all, and taken at the next start only when it is of this ledger, of this
/// version of storyd, of the same settings, undamaged, and the ledger was not written to since. In every other case the
/// engine is made anew from the ledger, which alone is the truth; the file may be deleted at any time.
enum EngineSnapshot {
    /// Articles below which making the engine anew takes no time.
    static let leastArticles = 1000

    /// What comes first in the file.
    private struct Header: BitwiseCopyable {
        /// "storydE1".
        static let magic: UInt64 = 0x3145_6479_726F_7473
        var magic = Self.magic
        /// A hash of storyd's version.
        var version: UInt64
        /// A hash of the ledger's identity.
        var ledger: UInt64
        /// The ledger's last `ASSIGNMENT_SEQ` and article.
        var lastSequence: Int64
        var lastArticle: Int64
        /// Bytes after the header, and their hash.
        var size: Int64
        var checksum: UInt64
    }

    /// Where the snapshot of a ledger is.
    static func path(of ledger: FilePath) -> FilePath { FilePath(ledger.string + ".engine") }

    /// Writes the state of an engine that has decided all that is in the ledger.
    /// - Throws: `Errno`; then there is none, or the one before.
    static func write(_ engine: Engine, of ledger: Ledger, at path: FilePath) throws {
        let counts = try ledger.counts()
        guard engine.articleCount >= leastArticles, counts.lastArticle == Int64(engine.articleCount) else { return }
        let unfinished = FilePath(path.string + ".new")
        let file = try FileDescriptor.open(
            unfinished, .writeOnly, options: [.create, .truncate, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead])
        try file.closeAfter {
            var header = Header(
                version: Mixing.bytes(StorydService.version), ledger: Mixing.bytes(ledger.identity),
                lastSequence: counts.lastSequence, lastArticle: counts.lastArticle, size: 0, checksum: 0)
            try withUnsafeBytes(of: header) { _ = try file.writeAll($0) }
            let output = BufferedOutput(file)
            try engine.encode { try output.write($0) }
            try output.flush()
            header.size = output.size
            header.checksum = output.checksum.value
            try withUnsafeBytes(of: header) { _ = try file.writeAll(toAbsoluteOffset: 0, $0) }
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
        guard rename(unfinished.string, path.string) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Removes the snapshot of a ledger that is about to be written to: numbers alone would not tell it from one that a
    /// backup came in the place of.
    static func remove(of ledger: FilePath) { unlink(path(of: ledger).string) }

    /// The engine as it was at a clean stop; nil where there is no snapshot that can be trusted.
    static func read(of ledger: Ledger, at path: FilePath, settings: EngineSettings) throws -> Engine? {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec]) else { return nil }
        return try file.closeAfter {
            let length = Int(try file.seek(offset: 0, from: .end))
            let headerSize = MemoryLayout<Header>.size
            guard length > headerSize,
                let start = mmap(nil, length, PROT_READ, MAP_PRIVATE, file.rawValue, 0), start != MAP_FAILED
            else { return nil }
            defer { munmap(start, length) }
            madvise(start, length, MADV_SEQUENTIAL)
            let header = start.loadUnaligned(as: Header.self)
            let counts = try ledger.counts()
            let bytes = UnsafeRawBufferPointer(start: start + headerSize, count: length - headerSize)
            guard header.magic == Header.magic,
                header.version == Mixing.bytes(StorydService.version), header.ledger == Mixing.bytes(ledger.identity),
                header.lastSequence == counts.lastSequence, header.lastArticle == counts.lastArticle,
                header.size == Int64(bytes.count)
            else { return nil }
            var checksum = Checksum()
            checksum.add(bytes)
            guard checksum.value == header.checksum, let engine = Engine(settings: settings, decoding: bytes),
                Int64(engine.articleCount) == header.lastArticle
            else { return nil }
            return engine
        }
    }
}

/// A hash of bytes that come in pieces of a multiple of eight, against damage.
private struct Checksum {
    private(set) var value: UInt64 = 0

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var value = value
        var index = 0
        while index + 8 <= bytes.count {
            value = Mixing.pair(value, bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        self.value = value
    }
}

/// Collects small pieces into large writes.
private final class BufferedOutput {
    private static let enough = 1 << 20
    private let file: FileDescriptor
    private var buffer: [UInt8] = []
    private(set) var checksum = Checksum()
    private(set) var size: Int64 = 0

    init(_ file: FileDescriptor) { self.file = file }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        size += Int64(bytes.count)
        guard bytes.count >= Self.enough else {
            buffer.append(contentsOf: bytes)
            if buffer.count >= Self.enough { try flush() }
            return
        }
        // Lists begin at a multiple of eight; what is over at the end of this one is filled up by the next piece.
        try flush()
        let whole = bytes.count & ~7
        try put(UnsafeRawBufferPointer(rebasing: bytes.prefix(whole)))
        buffer.append(contentsOf: bytes.dropFirst(whole))
    }

    func flush() throws {
        let whole = buffer.count & ~7
        try buffer.withUnsafeBytes { try put(UnsafeRawBufferPointer(rebasing: $0.prefix(whole))) }
        buffer.removeFirst(whole)
    }

    private func put(_ bytes: UnsafeRawBufferPointer) throws {
        checksum.add(bytes)
        _ = try file.writeAll(bytes)
    }
}

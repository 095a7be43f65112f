import Glibc
import Ledger
import Shingling
import Stories
import SystemPackage

/// The engine's state beside the ledger, so that a start needs not read all articles again: `<ledger>.engine`.
///
/// It holds what was known after one `ASSIGNMENT_SEQ`; what was decided since is read from the ledger and decided again
/// (`LaterDecisions`). So it stays of use while the ledger goes on, and after a crash. It is written whole or not at all, and
/// taken only when it is of this ledger's past, of this version of storyd and of the same settings, and undamaged. In
/// every other case the engine is made anew from the ledger, which alone is the truth; the file may be deleted at any time.
enum EngineSnapshot {
    /// Articles below which making the engine anew takes no time.
    static let leastArticles = 1000

    /// The ledger's key for the marks of the latest snapshots that were taken of it, by spaces, the latest last. A snapshot whose
    /// mark it holds is of its past: a ledger only grows, and a backup put back, or one that was made anew, holds the marks
    /// of its own time alone.
    static let marksKey = "engine.snapshots"
    private static let mostMarks = 4

    /// What comes first in the file.
    private struct Header: BitwiseCopyable {
        /// "storydE2".
        static let magic: UInt64 = 0x3245_6479_726F_7473
        var magic = Self.magic
        /// A hash of storyd's version.
        var version: UInt64
        /// A hash of the ledger's identity.
        var ledger: UInt64
        /// Tells it from every other snapshot.
        var mark: UInt64
        /// The last `ASSIGNMENT_SEQ` and article it knows.
        var lastSequence: Int64
        var lastArticle: Int64
        /// Bytes after the header, and their hash.
        var size: Int64
        var checksum: UInt64
    }

    /// A snapshot that is written and not yet in its place.
    struct Draft: Sendable {
        fileprivate let file: FileDescriptor
        fileprivate let path: FilePath
        fileprivate let mark: UInt64
    }

    /// What is found beside a ledger.
    enum Finding: Equatable {
        /// Nothing.
        case absent
        /// Something that cannot be used, and why.
        case unusable(String)
        /// What was known after this article and this `ASSIGNMENT_SEQ`.
        case known(article: Int64, sequence: Int64)
    }

    /// Somebody wants to decide instead.
    struct Abandoned: Error {}

    /// Where the snapshot of a ledger is.
    static func path(of ledger: FilePath) -> FilePath { FilePath(ledger.string + ".engine") }

    private static func draftPath(_ path: FilePath) -> FilePath { FilePath(path.string + ".new") }

    // MARK: - Writing

    /// Writes the state of an engine that has decided all that is in the ledger.
    /// - Throws: `Errno`, `LedgerError`; then there is none, or the one before.
    static func write(_ engine: borrowing Engine, of ledger: Ledger, at path: FilePath) throws {
        guard let draft = try draft(of: engine, ledger, at: path, while: { true }) else { return }
        try finish(draft, of: ledger, at: path)
    }

    /// Writes the engine's state to a file of another name, some seconds for gigabytes. Nothing is decided meanwhile.
    /// - Parameter isWanted: Asked after every few megabytes; false ends it by `Abandoned`.
    /// - Returns: Nil where a snapshot is not worth it, or the ledger does not hold just what the engine knows.
    /// - Throws: `Errno`, `LedgerError`, `Abandoned`; then nothing is left of it.
    static func draft(
        of engine: borrowing Engine, _ ledger: Ledger, at path: FilePath, while isWanted: @escaping () -> Bool
    ) throws -> Draft? {
        let counts = try ledger.counts()
        guard engine.articleCount >= leastArticles, counts.lastArticle == Int64(engine.articleCount) else { return nil }
        let unfinished = draftPath(path)
        let file = try FileDescriptor.open(
            unfinished, .writeOnly, options: [.create, .truncate, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead])
        do {
            var header = Header(
                version: Mixing.bytes(StorydService.version), ledger: Mixing.bytes(ledger.identity),
                mark: .random(in: .min ... .max), lastSequence: counts.lastSequence, lastArticle: counts.lastArticle,
                size: 0, checksum: 0)
            try withUnsafeBytes(of: header) { _ = try file.writeAll($0) }
            let output = SnapshotOutput(file, while: isWanted)
            try engine.encode { try output.write($0) }
            try output.flush()
            header.size = output.size
            header.checksum = output.checksum.value
            try withUnsafeBytes(of: header) { _ = try file.writeAll(toAbsoluteOffset: 0, $0) }
            return Draft(file: file, path: unfinished, mark: header.mark)
        } catch {
            // On a full disk the room is somebody else's.
            try? file.close()
            unlink(unfinished.string)
            throw error
        }
    }

    /// Puts a written snapshot in its place, once it is on the disk. Decisions may go on meanwhile.
    /// - Throws: `Errno`, `LedgerError`; then the one before is still there.
    static func finish(_ draft: Draft, of ledger: Ledger, at path: FilePath) throws {
        defer { try? draft.file.close() }
        do {
            guard fsync(draft.file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            // Before it can be found: a mark without a snapshot does no harm.
            let marks = try ledger.value(marksKey)?.split(separator: " ").suffix(mostMarks - 1).map { String($0) } ?? []
            try ledger.setValue(marksKey, (marks + [text(draft.mark)]).joined(separator: " "))
            guard rename(draft.path.string, path.string) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            unlink(draft.path.string)
            throw error
        }
    }

    private static func text(_ mark: UInt64) -> String { String(mark, radix: 16) }

    // MARK: - Reading

    /// Takes over what a ledger's snapshot knows.
    /// - Parameter engine: What was known; as it was, unless the result is `.known`.
    /// - Throws: `LedgerError`.
    static func read(
        of ledger: Ledger, at path: FilePath, settings: EngineSettings, into engine: inout Engine
    ) throws -> Finding {
        guard let file = try? FileDescriptor.open(path, .readOnly, options: [.closeOnExec]) else { return .absent }
        return try file.closeAfter {
            let length = Int(try file.seek(offset: 0, from: .end))
            let headerSize = MemoryLayout<Header>.size
            guard length >= headerSize,
                let start = mmap(nil, length, PROT_READ, MAP_PRIVATE, file.rawValue, 0), start != MAP_FAILED
            else { return .unusable("it is cut off") }
            defer { munmap(start, length) }
            madvise(start, length, MADV_SEQUENTIAL)
            let header = start.loadUnaligned(as: Header.self)
            let counts = try ledger.counts()
            let marks = try ledger.value(marksKey)?.split(separator: " ") ?? []
            let bytes = UnsafeRawBufferPointer(start: start + headerSize, count: length - headerSize)
            guard header.magic == Header.magic, header.version == Mixing.bytes(StorydService.version) else {
                return .unusable("it is of another version of storyd")
            }
            guard header.ledger == Mixing.bytes(ledger.identity) else { return .unusable("it is of another ledger") }
            guard marks.contains(where: { $0 == text(header.mark) }), header.lastSequence <= counts.lastSequence,
                header.lastArticle <= counts.lastArticle
            else { return .unusable("this ledger was not the same when it was written") }
            guard header.size == Int64(bytes.count) else { return .unusable("it is cut off") }
            var checksum = SnapshotChecksum()
            for begin in stride(from: 0, to: bytes.count, by: pieceSize) {
                let piece = UnsafeRawBufferPointer(rebasing: bytes[begin..<min(bytes.count, begin + pieceSize)])
                checksum.add(piece)
                release(piece)
            }
            guard checksum.value == header.checksum else { return .unusable("it is damaged") }
            guard let known = Engine(settings: settings, decoding: bytes, onRead: release) else {
                return .unusable("it is of other settings or of another version of storyd")
            }
            guard Int64(known.articleCount) == header.lastArticle else { return .unusable("it is damaged") }
            engine = known
            return .known(article: header.lastArticle, sequence: header.lastSequence)
        }
    }

    private static let pieceSize = 8 << 20

    /// Gives back the memory of a part of a mapped file, which would count beside that of what was made of it.
    private static func release(_ part: UnsafeRawBufferPointer) {
        let page = 4096
        guard part.count >= pieceSize / 8, let start = part.baseAddress else { return }
        let begin = UInt(bitPattern: start) & ~UInt(page - 1)
        // What shares the last page is read again from the file's cache.
        madvise(
            UnsafeMutableRawPointer(bitPattern: begin), Int(UInt(bitPattern: start) - begin) + part.count, MADV_DONTNEED
        )
    }
}

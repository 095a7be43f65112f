import Articles
import DropFolder
import Ledger
import Shingling
import SystemPackage

/// The articles of an archive, read again in the order in which they were decided.
///
/// Files are read as their first article comes up and forgotten after their last, so files that were read side by side
/// come out as interleaved as they were. Of a long file some thousand articles are kept at a time: it is read again, up to
/// the next ones, when they are used up.
struct ArchiveReplay {
    /// A file, and what was decided of it.
    struct File {
        var path: FilePath
        /// The name it came under.
        var name: FilePath
        /// Seconds since 1970.
        var arrived: Int64
        /// Its articles and their numbers.
        var runs: [SequenceNote.Run]
        /// What the file must hash to (``Mixing/content(_:)``); nil where that is not known.
        var contentHash: UInt64?
        /// The claim its decisions belong to, if any.
        var claim: Int64?
        /// That claim, where it is to be recorded with the first of them.
        var newClaim: ClaimRecord?
    }

    /// An article on its way to be decided again.
    struct Step {
        /// The `ASSIGNMENT_SEQ` it had.
        let sequence: Int64
        let position: Int
        /// The file it came in, with `#position` in a file of many.
        let name: String
        let article: Article
        /// Seconds since 1970.
        let arrivedAt: Int64
        let claim: Int64?
        /// Set at the first article of a file.
        let newClaim: ClaimRecord?
    }

    private struct OpenFile {
        var articles: [Int: Article] = [:]
        /// The position up to which it was read.
        var end = Int.max
        var isMany = false
        var left = 0
    }

    private struct WindowIsFull: Error {}

    /// What is kept of a file: at most so many articles, and bytes of text.
    private let window: (articles: Int, bytes: Int)
    private let limits: ReaderLimits
    private let skipsMissing: Bool
    private var files: [File]
    /// What persons decided in between, in order.
    let corrections: [CorrectionNote.Line]
    /// Ordered by sequence, the last first.
    private var runs: [(file: Int, run: SequenceNote.Run)] = []
    private var open: [Int: OpenFile] = [:]
    private var unreadable: Set<Int> = []
    /// Articles whose files are not there any more, or hold something else now.
    private(set) var missing = 0

    /// Looks for files in archive folders. Where several ledgers left some, the one that took the latest is replayed.
    /// - Throws: `FolderError` when a folder cannot be read.
    init(folders: [FilePath]) throws {
        var all: [ArchivedFile] = []
        for folder in folders { all += try ArchivedFile.all(below: folder) }
        let ledger = Self.latestLedger(all)
        let corrections = try folders.flatMap { folder in
            try ledger.map { try CorrectionNote.read(in: folder, ledger: $0) } ?? []
        }
        self.init(
            files: all.filter { $0.note.ledger == ledger }.map { File($0) }, corrections: corrections,
            limits: ReaderLimits())
    }

    /// - Parameters:
    ///   - corrections: What persons decided in between, in order.
    ///   - after: An `ASSIGNMENT_SEQ`; what was decided up to it is left out.
    ///   - skipsMissing: Whether what is not there any more is passed over and counted.
    ///   - window: How much of a file is kept at a time: articles, and bytes of text.
    init(
        files: [File], corrections: [CorrectionNote.Line] = [], after last: Int64 = 0, limits: ReaderLimits,
        skipsMissing: Bool = false, window: (articles: Int, bytes: Int) = (10_000, 32 << 20)
    ) {
        self.window = window
        self.corrections = corrections
        self.limits = limits
        self.skipsMissing = skipsMissing
        self.files = files
        for index in files.indices {
            let left = files[index].runs.compactMap { $0.after(last) }
            // Recorded before, with what is left out.
            if left != files[index].runs { self.files[index].newClaim = nil }
            self.files[index].runs = left
            runs += left.map { (index, $0) }
        }
        runs.sort { $0.run.sequence > $1.run.sequence }
    }

    /// The identity of the ledger that took the latest of these files.
    static func latestLedger(_ files: [ArchivedFile]) -> String? {
        files.max { ($0.note.arrived, $0.note.ledger) < ($1.note.arrived, $1.note.ledger) }?.note.ledger
    }

    /// Articles that are still to come.
    var left: Int { runs.reduce(0) { $0 + $1.run.count } }

    /// The next article; nil after the last.
    /// - Throws: `UnreadableFile` for one that is not there any more; `Refusal`, when it is not what was archived.
    mutating func next() throws -> Step? {
        while let (index, run) = runs.popLast() {
            if unreadable.contains(index) {
                missing += run.count
                continue
            }
            let file = files[index]
            var content: OpenFile
            do {
                content = try open.removeValue(forKey: index) ?? read(file, from: run.position)
                if run.position > content.end {
                    let left = content.left
                    content = try read(file, from: run.position)
                    content.left = left
                }
            } catch  where skipsMissing && isGone(error) {
                unreadable.insert(index)
                missing += run.count
                continue
            }
            if let rest = run.after(run.sequence) { runs.append((index, rest)) }
            content.left -= 1
            let article = content.articles.removeValue(forKey: run.position)
            let isMany = content.isMany
            if content.left > 0 { open[index] = content }
            guard let article else {
                guard skipsMissing else {
                    throw Refusal(.unsupported, "\(escapedName(file.path)) has no article \(run.position) any more")
                }
                missing += 1
                continue
            }
            files[index].newClaim = nil
            let name = escapedName(file.name)
            return Step(
                sequence: run.sequence, position: run.position, name: isMany ? "\(name)#\(run.position)" : name,
                article: article, arrivedAt: file.arrived, claim: file.claim, newClaim: file.newClaim)
        }
        return nil
    }

    /// Whether a file is not to be had, and will not be by trying again: one broken file keeps nobody from the others.
    private func isGone(_ error: any Error) -> Bool {
        guard let error = error as? UnreadableFile else { return error is Refusal }
        return [.noSuchFileOrDirectory, .notDirectory, .permissionDenied, .notPermitted, .ioError, .isDirectory]
            .contains(error.errno)
    }

    private func read(_ file: File, from start: Int) throws -> OpenFile {
        let bytes: [UInt8]
        do { bytes = try FileDescriptor.contents(of: file.path) } catch let errno as Errno {
            throw UnreadableFile(path: file.path, errno: errno)
        }
        if let hash = file.contentHash, hash != Mixing.content(bytes) {
            throw Refusal(.unsupported, "\(escapedName(file.path)) is another file now")
        }
        var content = OpenFile()
        content.left = file.runs.reduce(0) { $0 + $1.count }
        var room = window
        let reader = ArticleReader(limits: limits, options: ReaderOptions(now: file.arrived))
        do {
            let summary = try reader.read(bytes, fileName: escapedName(file.name)) { position, result in
                guard position >= start, case .success(let article) = result, !article.isRetraction else { return }
                guard room.articles > 0, room.bytes > 0 else {
                    content.end = position - 1
                    throw WindowIsFull()
                }
                room.articles -= 1
                room.bytes -= article.text.utf8.count
                content.articles[position] = article
            }
            content.isMany = summary.isMany
        } catch is WindowIsFull {
            content.isMany = true
        }
        return content
    }
}

extension ArchiveReplay.File {
    init(_ file: ArchivedFile) {
        self.init(path: file.path, name: file.name, arrived: file.note.arrived, runs: file.note.runs)
    }
}

extension SequenceNote.Run {
    /// What of it was decided after `last`; nil when nothing was.
    fileprivate func after(_ last: Int64) -> SequenceNote.Run? {
        let skipped = min(max(0, last - sequence + 1), Int64(count))
        guard skipped < count else { return nil }
        return SequenceNote.Run(
            position: position + Int(skipped), sequence: sequence + skipped, count: count - Int(skipped))
    }
}

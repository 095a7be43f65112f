import Articles
import DropFolder
import SystemPackage

/// The articles of an archive, read again in the order in which they were decided.
///
/// Files are read as their first article comes up and forgotten after their last, so files that were read side by side
/// come out as interleaved as they were.
struct ArchiveReplay {
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
    }

    private struct OpenFile {
        var articles: [Int: Article] = [:]
        var isMany = false
        var left = 0
    }

    /// What persons decided in between, in order.
    let corrections: [CorrectionNote.Line]
    private let files: [ArchivedFile]
    /// Ordered by sequence, the last first.
    private var runs: [(file: Int, run: SequenceNote.Run)] = []
    private var open: [Int: OpenFile] = [:]

    /// Looks for files in archive folders. Where several ledgers left some, the one that took the latest is replayed.
    /// - Throws: `FolderError` when a folder cannot be read.
    init(folders: [FilePath]) throws {
        var all: [ArchivedFile] = []
        for folder in folders { all += try ArchivedFile.all(below: folder) }
        let ledger = all.max { ($0.note.arrived, $0.note.ledger) < ($1.note.arrived, $1.note.ledger) }?.note.ledger
        files = all.filter { $0.note.ledger == ledger }
        corrections = try folders.flatMap { folder in
            try ledger.map { try CorrectionNote.read(in: folder, ledger: $0) } ?? []
        }
        for (index, file) in files.enumerated() { runs += file.note.runs.map { (index, $0) } }
        runs.sort { $0.run.sequence > $1.run.sequence }
    }

    /// The next article; nil after the last.
    /// - Throws: `UnreadableFile` for one that is not there any more; `Refusal`, when it is not what was archived.
    mutating func next() throws -> Step? {
        guard let (index, run) = runs.popLast() else { return nil }
        if run.count > 1 {
            runs.append(
                (index, SequenceNote.Run(position: run.position + 1, sequence: run.sequence + 1, count: run.count - 1)))
        }
        let file = files[index]
        var content = try open.removeValue(forKey: index) ?? read(file)
        guard let article = content.articles.removeValue(forKey: run.position) else {
            throw Refusal(.unsupported, "\(escapedName(file.path)) has no article \(run.position) any more")
        }
        content.left -= 1
        if content.left > 0 { open[index] = content }
        let name = escapedName(file.name)
        return Step(
            sequence: run.sequence, position: run.position, name: content.isMany ? "\(name)#\(run.position)" : name,
            article: article, arrivedAt: file.note.arrived)
    }

    private func read(_ file: ArchivedFile) throws -> OpenFile {
        let bytes: [UInt8]
        do { bytes = try FileDescriptor.contents(of: file.path) } catch let errno as Errno {
            throw UnreadableFile(path: file.path, errno: errno)
        }
        var content = OpenFile()
        content.left = file.note.runs.reduce(0) { $0 + $1.count }
        let reader = ArticleReader(options: ReaderOptions(now: file.note.arrived))
        let summary = try reader.read(bytes, fileName: escapedName(file.name)) { position, result in
            if case .success(let article) = result, !article.isRetraction { content.articles[position] = article }
        }
        content.isMany = summary.isMany
        return content
    }
}

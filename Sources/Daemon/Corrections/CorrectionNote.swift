import DropFolder
import Foundation
import Glibc
import Ledger
import SystemPackage

/// The corrections of a ledger, kept in the archive's folder as `.corrections-<ledger>`, so that a replay of the archive
/// makes them again in their places.
///
/// A line for each row of the ledger that a person decided, its fields separated by tabs:
///
///     <ASSIGNMENT_SEQ> <seconds since 1970> <user> merge <story id> <story id>
///     <ASSIGNMENT_SEQ> <seconds since 1970> <user> move <ASSIGNMENT_SEQ with which the article came> <story id or "new">
///
/// The file is written anew as a whole, so a crash leaves the one before.
struct CorrectionNote {
    /// A line of it.
    struct Line: Equatable {
        enum Change: Equatable {
            case merge(String, String)
            /// `story`: nil for one of its own.
            case move(arrival: Int64, story: String?)
        }

        var sequence: Int64
        var at: Int64
        var user: String
        var change: Change
    }

    /// Where it is.
    static func path(in archive: FilePath, ledger: String) -> FilePath {
        archive.appending(".corrections-\(ledger)")
    }

    /// Writes all corrections of a ledger; nothing where there are none.
    /// - Throws: `LedgerError`, `Errno`.
    static func write(_ ledger: Ledger, in archive: FilePath) throws {
        let rows = try ledger.corrections()
        guard !rows.isEmpty else { return }
        let text = try rows.compactMap { try line(of: $0, ledger) }.joined()
        try replace(path(in: archive, ledger: ledger.identity), with: Array(text.utf8))
    }

    /// The lines of a ledger's note in order; none where there is none.
    /// - Throws: `Errno`.
    static func read(in archive: FilePath, ledger: String) throws -> [Line] {
        let bytes: [UInt8]
        do { bytes = try FileDescriptor.contents(of: path(in: archive, ledger: ledger)) } catch Errno
            .noSuchFileOrDirectory
        { return [] }
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap(parse)
            .sorted { $0.sequence < $1.sequence }
    }

    private static func line(of row: DecisionRecord, _ ledger: Ledger) throws -> String? {
        guard let user = row.correctedBy, let story = try row.story.flatMap({ try ledger.story(number: $0)?.id }) else {
            return nil
        }
        let change: [String]
        if let article = row.article {
            guard let arrival = try ledger.arrival(ofArticle: article)?.sequence else { return nil }
            change = ["move", "\(arrival)", row.reason == DecisionRecord.openedStory ? "new" : story]
        } else {
            guard let other = try row.otherStory.flatMap({ try ledger.story(number: $0)?.id }) else { return nil }
            change = ["merge", story, other]
        }
        let name = user.replacing("\t", with: " ").replacing("\n", with: " ")
        return (["\(row.sequence)", "\(row.decidedAt)", name] + change).joined(separator: "\t") + "\n"
    }

    static func parse(_ line: Substring) -> Line? {
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0) }
        guard fields.count == 6, let sequence = Int64(fields[0]), let at = Int64(fields[1]) else { return nil }
        switch fields[3] {
        case "merge":
            return Line(sequence: sequence, at: at, user: fields[2], change: .merge(fields[4], fields[5]))
        case "move":
            guard let arrival = Int64(fields[4]) else { return nil }
            let story = fields[5] == "new" ? nil : fields[5]
            return Line(sequence: sequence, at: at, user: fields[2], change: .move(arrival: arrival, story: story))
        default: return nil
        }
    }

    private static func replace(_ path: FilePath, with bytes: [UInt8]) throws {
        let unfinished = FilePath(path.string + ".new")
        let file = try FileDescriptor.open(
            unfinished, .writeOnly, options: [.create, .truncate, .closeOnExec, .noFollow],
            permissions: [.ownerReadWrite, .groupRead])
        try file.closeAfter {
            _ = try file.writeAll(bytes)
            var folder = stat()
            // Written by root, it is the service's all the same.
            if geteuid() == 0, stat(path.removingLastComponent().string, &folder) == 0 {
                _ = fchown(file.rawValue, folder.st_uid, folder.st_gid)
            }
            guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
        guard rename(unfinished.string, path.string) == 0 else { throw Errno(rawValue: errno) }
    }
}

extension CorrectionNote.Line {
    /// The correction by the numbers of a ledger in which everything before it is decided again; nil where it does not
    /// hold what is corrected.
    func resolved(_ ledger: Ledger) throws -> Correction? {
        switch change {
        case .merge(let one, let other):
            guard let one = try ledger.story(id: one), let other = try ledger.story(id: other) else { return nil }
            return Correction(change: .merge(one.number, other.number), user: user, at: at)
        case .move(let arrival, let id):
            guard let article = try ledger.decision(sequence: arrival)?.article else { return nil }
            guard let id else { return Correction(change: .move(article: article, story: nil), user: user, at: at) }
            return try ledger.story(id: id).map {
                Correction(change: .move(article: article, story: $0.number), user: user, at: at)
            }
        }
    }
}

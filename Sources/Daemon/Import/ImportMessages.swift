import Articles
import DropFolder
import Ledger
import SystemPackage

/// A file that is imported: read by the command, decided by who owns the ledger.
public struct ImportedFile: Codable, Sendable, Equatable {
    /// Raw bytes of the folder that was named, absolute.
    var folder: [UInt8]
    /// Raw bytes of its name below that.
    var name: [UInt8]
    /// What tells it from every other file, and from itself after a change: as ``FileKey``.
    var device, inode: UInt64
    var size, modified, changed: Int64

    var key: LedgerFileKey {
        LedgerFileKey(device: device, inode: inode, size: size, modified: modified, changed: changed)
    }

    /// The name to show.
    var shown: String { escapedName(FilePath(rawBytes: name)) }
}

/// One article of an imported file, or why it is none.
public struct ImportedArticle: Codable, Sendable, Equatable {
    /// From 1.
    var position: Int
    /// Whether the file holds many, so that the position is shown.
    var isOneOfMany: Bool
    /// Set where it was refused; all else is empty then.
    var refusal: String?
    var title = ""
    var text = ""
    /// Seconds since 1970, and whether the zone was stated.
    var published: Int64?
    var publishedZone = false
    var updated: Int64?
    var language, url, guid, source: String?
    /// ``PublicationStatus``.
    var status = ""

    init(_ position: Int, _ result: Result<Article, Refusal>, isOneOfMany: Bool) {
        self.position = position
        self.isOneOfMany = isOneOfMany
        switch result {
        case .failure(let refusal): self.refusal = refusal.reason
        case .success(let article):
            (title, text, language, url) = (article.title, article.text, article.language, article.url)
            (guid, source, status) = (article.guid, article.source, article.status.rawValue)
            (published, publishedZone) = (article.published?.seconds, article.published?.zoneStated ?? false)
            updated = article.updated?.seconds
        }
    }

    /// The article; nil where it was refused.
    var article: Article? {
        guard refusal == nil else { return nil }
        var article = Article(title: title, text: text)
        (article.language, article.url, article.guid, article.source) = (language, url, guid, source)
        article.status = PublicationStatus(rawValue: status) ?? .usable
        article.published = published.map { Timestamp(seconds: $0, zoneStated: publishedZone) }
        article.updated = updated.map { Timestamp(seconds: $0, zoneStated: publishedZone) }
        return article
    }

    /// Bytes on their way, roughly.
    var cost: Int { text.utf8.count + title.utf8.count + 256 }
}

/// One step of an import, as it goes to who owns the ledger. Steps may be repeated: what is done stays done once.
public enum ImportStep: Codable, Sendable, Equatable {
    /// An import begins, of so many files.
    case start(files: Int)
    /// A file comes.
    case begin(ImportedFile)
    /// Articles of a file in their order, by its claim's number.
    case articles(claim: Int64, [ImportedArticle])
    /// The file is read to its end. `rejection`: why it counts as refused; `isWhole`: it was refused as a whole.
    case end(claim: Int64, rejection: String?, isWhole: Bool)
    /// Reading it was broken off in good order.
    case pause(claim: Int64)
}

/// The answer to a step.
public enum ImportAnswer: Codable, Sendable, Equatable {
    /// The file is to be read, from after so many of its articles.
    case read(claim: Int64, after: Int)
    /// It was decided before.
    case known
    /// It was being read at two crashes; it is refused.
    case suspect(claim: Int64)
    /// The step is done and kept.
    case done
}

/// Who takes the steps of an import.
protocol ImportSink: Sendable {
    func take(_ step: ImportStep) throws -> ImportAnswer
}

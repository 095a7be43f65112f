import Articles
import DropFolder
public import Ledger
import Shingling
import Stories
import SystemPackage

/// An article that is to be explained, wherever it comes from.
public struct ExplainedArticle: Sendable {
    /// What is said of it.
    let subject: ArticleSubject
    let submission: Submission
    /// Its text; empty where the ledger does not keep texts.
    let text: ReadText
    /// What a ledger has recorded of it.
    let recorded: MembershipRecord?

    /// Why an article cannot be explained.
    public struct Problem: Error, CustomStringConvertible {
        /// One line.
        public let description: String
    }

    /// An article of a ledger.
    /// - Throws: `Problem` when there is none of this number, `LedgerError`, `FeatureError`.
    public init(number: Int64, in ledger: Ledger) throws {
        guard let (article, membership) = try ledger.article(number) else {
            throw Problem(description: "there is no article \(number)")
        }
        let shingler = Shingler()
        // Features as they were decided on, where this version of storyd reads them.
        let features =
            (try? ArticleFeatures(decoding: article.features))
            ?? shingler.features(title: article.title, text: article.text ?? "", language: article.language)
        submission = Submission(
            features: features, arrivedAt: article.arrivedAt, publishedAt: article.publishedAt, url: article.url,
            guid: article.guid, source: article.source)
        text = ReadText(title: article.title, text: article.text ?? "", features: features)
        recorded = membership
        subject = ArticleSubject(
            article: number, file: article.file, title: article.title, language: article.language ?? features.language,
            words: features.tokenCount, hasText: article.text != nil)
    }

    /// An article of a file.
    /// - Parameter name: The file's path, with `#` and a position behind it when it holds several articles.
    /// - Throws: `Errno`, `Refusal`, or `Problem` when the position is missing or leads to no article.
    public init(file name: String) throws {
        let (path, position) = try Self.place(name)
        let reader = ArticleReader(options: ReaderOptions(now: Clocks.unixSeconds()))
        var count = 0
        var found: Result<Article, Refusal>?
        try reader.read(try FileDescriptor.contents(of: path), fileName: escapedName(path)) { number, result in
            count = number
            if number == position ?? 1 { found = result }
        }
        guard position != nil || count == 1 else {
            throw Problem(description: "\(name) holds \(count) articles; name one: \(name)#1")
        }
        guard let article = try found?.get() else {
            throw Problem(description: "\(name): the file holds \(count) article\(count == 1 ? "" : "s")")
        }
        let features = Shingler().features(title: article.title, text: article.text, language: article.language)
        submission = Submission(
            features: features, arrivedAt: Clocks.unixSeconds(), publishedAt: article.published?.seconds,
            url: article.url, guid: article.guid, source: article.source)
        text = ReadText(title: article.title, text: article.text, features: features)
        recorded = nil
        subject = ArticleSubject(
            article: nil, file: name, title: article.title, language: article.language ?? features.language,
            words: features.tokenCount, hasText: true)
    }

    /// A path as it is, else the path before a `#` and the position behind it.
    private static func place(_ name: String) throws -> (FilePath, Int?) {
        do {
            try FileDescriptor.open(FilePath(name), .readOnly, options: [.closeOnExec]).close()
        } catch Errno.noSuchFileOrDirectory {
            if let mark = name.lastIndex(of: "#"), let position = Int(name[name.index(after: mark)...]), position > 0 {
                return (FilePath(String(name[..<mark])), position)
            }
            throw Errno.noSuchFileOrDirectory
        }
        return (FilePath(name), nil)
    }
}

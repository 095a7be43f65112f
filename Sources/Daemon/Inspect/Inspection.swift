public import Articles
import DropFolder
public import SystemPackage

/// What storyd understands of a file, and what it leaves out of it.
public struct Inspection: Sendable {
    /// A refusal of the file, or of one article.
    public struct Refused: Sendable {
        /// The article's place in the file, from 1; nil when it is the whole file.
        public var position: Int?
        /// One line.
        public var reason: String
    }

    /// The file's name, escaped where it is not UTF-8; `-` for standard input.
    public let file: String
    /// The format, the character set and the counts; nil when the file is refused.
    public private(set) var summary: ReadSummary?
    /// The articles, each with its place in the file, from 1.
    public private(set) var articles: [(position: Int, article: Article)] = []
    /// What is refused, and why.
    public private(set) var refused: [Refused] = []

    /// Whether the whole file is refused.
    public var isRefused: Bool { summary == nil }
    /// What was left out of all articles' texts.
    public var removed: [RemovedText] { articles.flatMap(\.article.removed) }

    /// Reads a file as a daemon with default limits would; what cannot be read is a refusal as well.
    /// - Parameter path: `-` for standard input.
    public init(_ path: FilePath) {
        file = path == "-" ? "-" : escapedName(path)
        var options = ReaderOptions(now: Clocks.unixSeconds())
        options.keepRemoved = true
        let reader = ArticleReader(options: options)
        do {
            let bytes =
                path == "-" ? try FileDescriptor.standardInput.contents() : try FileDescriptor.contents(of: path)
            guard !bytes.isEmpty else { throw Refusal(.empty, "empty file") }
            summary = try reader.read(bytes, fileName: file) { position, result in
                switch result {
                case .success(let article): articles.append((position, article))
                case .failure(let refusal): refused.append(Refused(position: position, reason: refusal.reason))
                }
            }
        } catch {
            refused = [Refused(position: nil, reason: (error as? Refusal)?.reason ?? "\(error)")]
        }
    }
}

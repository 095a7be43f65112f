import Articles
import DropFolder
import Foundation
import Shingling
import SystemPackage

/// The articles of `storyd assign`, read and shingled on all cores and handed out in the order of the input.
final class AssignInput: Sendable {
    /// An article on its way from thread to thread: one reference, not the many of its properties.
    final class ShingledArticle: Sendable {
        let article: Article
        let features: ArticleFeatures

        init(_ article: Article, _ features: ArticleFeatures) {
            self.article = article
            self.features = features
        }
    }

    /// What one place of the input gave.
    enum Item: Sendable {
        case article(ShingledArticle)
        /// A publisher's notice that takes an article back.
        case retraction(Article)
        case refusal(Refusal)
    }

    /// Consecutive items of one input.
    struct Part: Sendable {
        /// The file's name.
        var name: String
        /// Whether positions begin anew with this part: then they count on after what came before.
        var isLine = false
        /// Positions this part takes up, where they begin anew.
        var count = 0
        var items: [(position: Int, item: Item)] = []
    }

    /// Work of a size that makes handing it over cheap.
    private enum Work: Sendable {
        case lines([ArraySlice<UInt8>])
        case articles(name: String, [(position: Int, result: Result<Article, Refusal>)])
    }

    private static let articlesAtOnce = 64
    private static let bytesAtOnce = 1 << 18

    private let reader: ArticleReader
    private let shingler: Shingler
    private let keepsText: Bool
    private let pool: OrderedPool<Work, [Part]>

    /// Starts to read.
    /// - Parameters:
    ///   - files: Files to read; standard input as JSON Lines when empty.
    ///   - keepsText: Whether title and text are still wanted once there are features of them.
    init(files: [FilePath], reader: ArticleReader, shingler: Shingler, keepsText: Bool) {
        self.keepsText = keepsText
        self.reader = reader
        self.shingler = shingler
        let cores = ProcessInfo.processInfo.activeProcessorCount
        pool = OrderedPool(capacity: 4 * cores)
        for _ in 0..<cores {
            _ = StageThread("assign-read") { self.pool.work(self.read) }
        }
        _ = StageThread("assign-input") {
            do {
                if files.isEmpty { try self.giveLines() } else { for file in files { try self.give(file) } }
                self.pool.close()
            } catch {
                self.pool.close(error)
            }
        }
    }

    /// Whether nothing is on its way at this moment.
    var isWaiting: Bool { pool.isEmpty }

    /// The next parts, waiting for them; nil at the end.
    /// - Throws: What kept the rest from being read.
    func next() throws -> [Part]? { try pool.take() }

    /// Reads no more.
    func stop() { pool.stop() }

    // MARK: - Giving work

    /// JSON Lines from standard input: every line that has come is handed on before the next is waited for.
    private func giveLines() throws {
        var input = LineReader(descriptor: .standardInput)
        while let lines = try input.nextLines() {
            var some: [ArraySlice<UInt8>] = []
            var size = 0
            for line in lines {
                some.append(line)
                size += line.count
                guard some.count >= Self.articlesAtOnce || size >= Self.bytesAtOnce else { continue }
                guard pool.give(.lines(some)) else { return }
                some = []
                size = 0
            }
            guard some.isEmpty || pool.give(.lines(some)) else { return }
        }
    }

    private func give(_ path: FilePath) throws {
        let bytes: [UInt8]
        do { bytes = try FileDescriptor.contents(of: path) } catch let errno as Errno {
            throw UnreadableFile(path: path, errno: errno)
        }
        let name = escapedName(path)
        var some: [(position: Int, result: Result<Article, Refusal>)] = []
        var size = 0
        do {
            try reader.read(bytes, fileName: name) { position, result in
                some.append((position, result))
                if case .success(let article) = result { size += article.text.utf8.count }
                guard some.count >= Self.articlesAtOnce || size >= Self.bytesAtOnce else { return }
                guard pool.give(.articles(name: name, some)) else { throw Stopped() }
                some = []
                size = 0
            }
        } catch let refusal as Refusal {
            some.append((1, .failure(refusal)))
        } catch is Stopped {
            return
        }
        pool.give(.articles(name: name, some))
    }

    private struct Stopped: Error {}

    // MARK: - Doing work

    private func read(_ work: Work) -> [Part] {
        switch work {
        case .lines(let lines): lines.compactMap(read)
        case .articles(let name, let articles):
            [Part(name: name, items: articles.map { ($0.position, item($0.result)) })]
        }
    }

    /// One line, which may hold several values: a small file of its own. Nil for a blank one.
    private func read(line: ArraySlice<UInt8>) -> Part? {
        guard let first = line.first(where: { !Self.isBlank($0) }) else { return nil }
        var part = Part(name: "stdin", isLine: true)
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
            // By itself it could pass for a text.
            part.count = 1
            part.items = [(1, .refusal(Refusal(.unsupported, "not a JSON object or array")))]
            return part
        }
        do {
            try reader.read(Array(line), fileName: part.name) { position, result in
                part.count = position
                part.items.append((position, item(result)))
            }
        } catch {
            part.count = 1
            part.items = [(1, .refusal(error as? Refusal ?? Refusal(.noText, "\(error)")))]
        }
        return part
    }

    /// Blanks, and the bytes of a UTF-8 byte-order mark.
    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0xEF || byte == 0xBB || byte == 0xBF
    }

    private func item(_ result: Result<Article, Refusal>) -> Item {
        switch result {
        case .success(let article) where article.isRetraction: .retraction(article)
        case .success(let article): .article(shingled(article))
        case .failure(let refusal): .refusal(refusal)
        }
    }

    private func shingled(_ article: Article) -> ShingledArticle {
        let features = shingler.features(title: article.title, text: article.text, language: article.language)
        guard !keepsText else { return ShingledArticle(article, features) }
        var article = article
        article.title = ""
        article.text = ""
        return ShingledArticle(article, features)
    }
}

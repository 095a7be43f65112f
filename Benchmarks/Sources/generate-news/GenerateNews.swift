import ArgumentParser
import GeneratedNews
import Glibc

@main
struct GenerateNews: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generate-news",
        abstract: "Write articles that never were as JSON Lines, or as files.",
        discussion: """
            Stories of a few reports, a known share of them edited copies. The same seed gives the same articles.

              generate-news 100000 | storyd assign --copies-only > /dev/null
              generate-news 10000 --files /var/spool/storyd/incoming

            A ledger of a million articles, a tenth of them in stories that are open (14 days):

              generate-news 1000000 --every 12 --end $(date +%s) | storyd assign --ledger L --clock article > /dev/null
            """)

    @Argument(help: "How many articles.")
    var count: Int

    @Option(help: "What they are made from.")
    var seed: UInt64 = 1

    @Option(help: "The share, 0–1, of edited copies.")
    var copies = 0.15

    @Option(help: ArgumentHelp("Words an article has, about.", valueName: "number"))
    var words = 490

    @Option(help: ArgumentHelp("Pass over so many articles first.", valueName: "count"))
    var skip = 0

    @Option(help: ArgumentHelp("Seconds between two articles.", valueName: "seconds"))
    var every = 6

    @Option(help: ArgumentHelp("When the last one is published: seconds since 1970.", valueName: "time"))
    var end: Int?

    @Option(help: ArgumentHelp("Write a file an article here, each renamed into place.", valueName: "folder"))
    var files: String?

    @Option(help: ArgumentHelp("Write here what is known of each: number, story, what it copies.", valueName: "file"))
    var labels: String?

    func validate() throws {
        guard count >= 0, skip >= 0, every >= 0 else { throw ValidationError("Counts are not negative.") }
        guard words > 0 else { throw ValidationError("--words is above 0.") }
        guard (0...1).contains(copies) else { throw ValidationError("--copies is a share from 0 to 1.") }
    }

    func run() throws {
        signal(SIGPIPE, SIG_DFL)
        var news = NewsGenerator(seed: seed, copyShare: copies, words: words)
        for _ in 0..<skip { _ = news.next() }
        let labelled = try labels.map { try Output(path: $0) }
        let output = try files == nil ? Output(path: "/dev/stdout") : nil
        var line: [UInt8] = []
        for _ in 0..<count {
            var article = news.next()
            article.published = date(of: article.number)
            line.removeAll(keepingCapacity: true)
            article.appendJSON(to: &line)
            if let files {
                try write(line, number: article.number, into: files)
            } else {
                try output?.write(line)
            }
            try labelled?.write(Array("\(article.number)\t\(article.story)\t\(article.copyOf ?? 0)\n".utf8))
        }
        try output?.close()
        try labelled?.close()
    }

    private func date(of number: Int) -> Int {
        if let end { return end - (skip + count - number) * every }
        return NewsGenerator.epoch + number * every
    }

    private func write(_ bytes: [UInt8], number: Int, into folder: String) throws {
        let hidden = "\(folder)/.\(number).part"
        let file = try Output(path: hidden)
        try file.write(bytes)
        try file.close()
        guard rename(hidden, "\(folder)/\(number).json") == 0 else { throw Failure(path: folder) }
    }
}

/// A file that cannot be written.
struct Failure: Error, CustomStringConvertible {
    var path: String
    var description: String { "\(path): \(String(cString: strerror(errno)))" }

    init(path: String) { self.path = path }
}

/// A buffered file.
final class Output {
    private let path: String
    private let stream: UnsafeMutablePointer<FILE>

    init(path: String) throws {
        guard let stream = fopen(path, "w") else { throw Failure(path: path) }
        self.path = path
        self.stream = stream
    }

    func write(_ bytes: [UInt8]) throws {
        guard fwrite(bytes, 1, bytes.count, stream) == bytes.count else { throw Failure(path: path) }
    }

    func close() throws {
        guard fclose(stream) == 0 else { throw Failure(path: path) }
    }
}

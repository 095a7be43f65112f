import Articles
import Foundation

/// Measures copy detection against the definition, computed over all phrases: `measure-copies FILE…`.
///
/// The files are collections of articles (JSON Lines); without any, only what is generated is measured. With `-v` what
/// was missed and what was wrong is listed.
@main
enum MeasureCopies {
    private static let seed: UInt64 = 1

    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        let isVerbose = arguments.first == "-v"
        if isVerbose { arguments.removeFirst() }
        print("copies  found   recall   calls  wrong  precision  similarity  containment")
        for path in arguments {
            let articles = try articles(path)
            print("\(path): \(articles.count) articles")
            row("all pairs", Trials.allPairs(articles), isVerbose)
            for (edit, result) in Trials.edited(articles, most: 2000, seed: seed) {
                row(edit.rawValue, result, isVerbose)
            }
            row("books made of them", Trials.books(articles, seed: seed), isVerbose)
        }
        print("reports by template, 1,000 each")
        for (kind, result) in Trials.templates(count: 1000, seed: seed) { row(kind.rawValue, result, isVerbose) }
        print("edited copies among 2,000 reports by template")
        row("copies", Trials.copiesAmongTemplates(count: 2000, seed: seed), isVerbose)
    }

    private static func articles(_ path: String) throws -> [Article] {
        let bytes = try [UInt8](FileHandle(forReadingFrom: URL(fileURLWithPath: path)).readToEnd() ?? Data())
        var limits = ReaderLimits()
        limits.fileBytes = 2 << 30
        var articles: [Article] = []
        let reader = ArticleReader(
            limits: limits, options: ReaderOptions(now: Int64(Date().timeIntervalSince1970)))
        try reader.read(bytes, fileName: path) { _, result in
            if case .success(let article) = result { articles.append(article) }
        }
        return articles
    }

    private static func row(_ name: String, _ result: Trial.Result, _ isVerbose: Bool) {
        let columns: [(String, Int)] = [
            ("\(result.copies)", 6), ("\(result.found)", 7), (decimals(result.recall), 9), ("\(result.calls)", 8),
            ("\(result.wrong)", 7), (decimals(result.precision), 11), (decimals(result.similarityError), 12),
            (decimals(result.containmentError), 13),
        ]
        let line = columns.map { text, width in String(repeating: " ", count: max(0, width - text.count)) + text }
        print(line.joined() + "  " + name)
        if isVerbose { for example in result.examples { print("  \(example)") } }
    }
}

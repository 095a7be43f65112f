import ArgumentParser
import Foundation
import Ledger
import SystemPackage

/// `storyd export`
struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Write out which article is in which story, one line an article, in the order they were decided.",
        discussion: """
            JSON Lines, or CSV (RFC 4180) with a line of headings. Stories are those the articles are in now, after \
            merges and moves.

              storyd export --since 24h --format csv > today.csv
            """)

    /// The form of the lines.
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case jsonl
        case csv
    }

    @OptionGroup var options: LedgerOptions

    @Option(help: ArgumentHelp("Only what arrived in this time: 30m, 2h, 7d.", valueName: "span"))
    var since: Since?

    @Option(help: ArgumentHelp("The form of the lines.", valueName: "jsonl|csv"))
    var format: Format = .jsonl

    func validate() throws {
        guard !options.json else { throw ValidationError("--json: the form of an export is --format jsonl or csv") }
    }

    func run() async throws {
        try await options.answer { ledger in
            var output = LineOutput()
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            if format == .csv { try output.write(ArticleAnswer.csvHeadings) }
            try ledger.forEachListing(since: since?.seconds ?? .min) { listing in
                let answer = ArticleAnswer(listing)
                switch format {
                case .jsonl: try output.write(encoder.encode(answer))
                case .csv: try output.write(Data(answer.csvLine.utf8))
                }
            }
            try output.flush()
        }
    }
}

/// Lines to standard output, many in a write.
private struct LineOutput {
    private var buffer = Data()

    mutating func write(_ line: Data) throws {
        buffer += line
        buffer.append(UInt8(ascii: "\n"))
        if buffer.count > 1 << 16 { try flush() }
    }

    mutating func flush() throws {
        try FileDescriptor.standardOutput.writeAll(buffer)
        buffer.removeAll(keepingCapacity: true)
    }
}

extension ArticleAnswer {
    fileprivate static let csvHeadings = Data(
        """
        article,story,outcome,title,file,source,url,language,date,arrived_at,score,duplicate_of,similarity,containment,\
        sequence
        """.utf8)

    fileprivate var csvLine: String {
        let fields: [String?] = [
            "\(article)", story, outcome, title, file, source, url, language, date, arrivedAt, score.map { "\($0)" },
            duplicateOf.map { "\($0)" }, similarity.map { "\($0)" }, containment.map { "\($0)" }, "\(sequence)",
        ]
        return fields.map { Self.quoted($0 ?? "") }.joined(separator: ",")
    }

    /// RFC 4180: a field with a comma, a quote or a line break in it stands in quotes, its own quotes doubled.
    private static func quoted(_ field: String) -> String {
        guard field.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return field }
        return "\"\(field.replacing("\"", with: "\"\""))\""
    }
}

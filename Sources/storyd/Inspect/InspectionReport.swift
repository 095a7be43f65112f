import Articles
import Daemon
import Journal

/// What `storyd inspect` prints for a person.
struct InspectionReport {
    /// Longer lines are hard to read, however wide the terminal.
    private static let widest = 100

    private let inspection: Inspection
    private let terminal: Terminal
    private let width: Int

    init(_ inspection: Inspection, _ terminal: Terminal) {
        self.inspection = inspection
        self.terminal = terminal
        width = min(terminal.width ?? Self.widest, Self.widest)
    }

    /// Writes it to standard output.
    func print() {
        Swift.print(terminal.styled(inspection.file.shown, .bold))
        if let summary = inspection.summary {
            field("format", summary.format)
            field("charset", summary.charset)
            if summary.isMany || summary.skipped > 0 {
                let skipped = summary.skipped > 0 ? ", \(summary.skipped) other records" : ""
                field("articles", "\(summary.count - summary.refused), \(summary.refused) refused\(skipped)")
            }
        }
        for refusal in inspection.refused {
            let place = refusal.position.map { "#\($0) " } ?? ""
            Swift.print(terminal.styled("refused".padding(to: 10), .red) + place + refusal.reason.shown)
        }
        for (position, article) in inspection.articles {
            Swift.print()
            if inspection.summary?.isMany == true { Swift.print(terminal.styled("#\(position)", .dim)) }
            show(article)
        }
    }

    private func show(_ article: Articles.Article) {
        field("title", article.title)
        field("byline", article.byline)
        field("date", article.published?.description)
        field("updated", article.updated?.description)
        field("language", article.language)
        field("url", article.url)
        field("id", article.guid ?? article.identifier)
        field("version", article.version)
        if article.isRetraction { field("status", "\(article.status.rawValue): takes the article of this id back") }
        field("source", article.source)
        for note in article.notes { field("note", note.description) }
        for paragraph in article.text.split(separator: "\n") {
            Swift.print()
            for line in wrapped(paragraph.cleaned(limit: .max >> 8), width) { Swift.print(line) }
        }
        guard !article.removed.isEmpty else { return }
        Swift.print("\n" + terminal.styled("left out", .bold))
        let indent = "".padding(to: 20)
        for piece in article.removed {
            let lines = wrapped(piece.text.shown, max(20, width - indent.count))
            for (number, line) in lines.enumerated() {
                let lead = number == 0 ? terminal.styled(piece.reason.rawValue.padding(to: indent.count), .dim) : indent
                Swift.print(lead + line)
            }
        }
    }

    private func field(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        Swift.print(terminal.styled(name.padding(to: 10), .dim) + value.shown)
    }

    /// The text in lines of at most so many columns, broken at blanks. A word that is wider has a line of its own.
    private func wrapped(_ text: String, _ width: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        var columns = 0
        for word in text.split(separator: " ") {
            let size = Terminal.columns(String(word))
            if columns > 0, columns + 1 + size > width {
                lines.append(line)
                line = ""
                columns = 0
            }
            line += columns > 0 ? " \(word)" : word
            columns += size + (columns > 0 ? 1 : 0)
        }
        if columns > 0 { lines.append(line) }
        return lines
    }
}

/// Rows under a line of headings, as wide as they need to be and no wider than the terminal.
struct TextTable {
    /// A column: its heading, and on which side it is even.
    struct Column {
        var heading: String
        var isNumber = false
        /// Whether it gives way when the terminal is too narrow. Without one the lines are as long as they are.
        var isFlexible = false
    }

    let columns: [Column]
    private var rows: [[String]] = []

    init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row; one text for each column, cleaned already.
    mutating func add(_ texts: [String]) {
        rows.append(texts)
    }

    /// The lines to print.
    func lines(_ terminal: Terminal) -> [String] {
        var widths = columns.map { Terminal.columns($0.heading) }
        for row in rows {
            for place in widths.indices { widths[place] = max(widths[place], Terminal.columns(row[place])) }
        }
        if let limit = terminal.width {
            let excess = widths.reduce(0, +) + 2 * (widths.count - 1) - limit
            let flexible = columns.indices.filter { columns[$0].isFlexible }
            // The widest gives first.
            var left = excess
            while left > 0, let widest = flexible.max(by: { widths[$0] < widths[$1] }), widths[widest] > 8 {
                widths[widest] -= 1
                left -= 1
            }
        }
        let head = terminal.styled(line(columns.map(\.heading), widths), .dim)
        return [head] + rows.map { line($0, widths) }
    }

    private func line(_ texts: [String], _ widths: [Int]) -> String {
        var parts: [String] = []
        for (place, text) in texts.enumerated() {
            let shown = columns[place].isFlexible ? Terminal.cut(text, to: widths[place]) : text
            let padding = String(repeating: " ", count: max(0, widths[place] - Terminal.columns(shown)))
            let isLast = place == texts.count - 1
            parts.append(columns[place].isNumber ? padding + shown : isLast ? shown : shown + padding)
        }
        return parts.joined(separator: "  ")
    }
}

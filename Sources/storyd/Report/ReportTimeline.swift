/// When articles came, drawn: a bar for each step of time, or a dot for each article.
struct ReportTimeline {
    /// Seconds since 1970.
    let from, to: Int64

    private static let width = 480.0

    private func x(_ time: Int64) -> Double {
        let span = Double(max(1, to - from))
        return 6 + (Self.width - 12) * min(1, max(0, Double(time - from) / span))
    }

    /// How many came in each of 48 steps.
    func bars(_ times: [Int64]) -> String {
        let steps = 48
        var counts = [Int](repeating: 0, count: steps)
        for time in times {
            let share = Double(time - from) / Double(max(1, to - from))
            counts[min(steps - 1, max(0, Int(share * Double(steps))))] += 1
        }
        let most = max(1, counts.max() ?? 1)
        let width = (Self.width - 12) / Double(steps)
        var marks = ""
        for (step, count) in counts.enumerated() where count > 0 {
            let height = max(2, 56 * Double(count) / Double(most))
            let start = from + (to - from) * Int64(step) / Int64(steps)
            marks += """
                <rect class="tick" x="\(fixed(6 + width * Double(step)))" y="\(fixed(60 - height))" \
                width="\(fixed(width - 2))" height="\(fixed(height))"><title>\(Moment.local(start).html): \(count)</title></rect>
                """
        }
        return drawing(
            64, 60.5, marks,
            "\(times.count) articles between \(Moment.local(from)) and \(Moment.local(to)), at most \(most) in a step of \((to - from) / Int64(steps) / 60) minutes"
        )
    }

    /// A dot for each article, a ring for each copy.
    func dots(_ articles: [(time: Int64, isCopy: Bool)]) -> String {
        var marks = ""
        for article in articles.prefix(400) {
            marks += """
                <circle class="\(article.isCopy ? "copytick" : "tick")" cx="\(fixed(x(article.time)))" cy="9" r="4"/>
                """
        }
        let copies = articles.count(where: \.isCopy)
        return drawing(18, 9, marks, "\(articles.count) articles, \(copies) of them copies, on the report’s time line")
    }

    private func drawing(_ height: Int, _ axis: Double, _ marks: String, _ label: String) -> String {
        """
        <svg viewBox="0 0 \(Int(Self.width)) \(height)" role="img" aria-label="\(label.html)">\
        <line class="axis" x1="0" y1="\(fixed(axis))" x2="\(Int(Self.width))" y2="\(fixed(axis))"/>\(marks)</svg>
        """
    }

    private func fixed(_ number: Double) -> String { "\((number * 10).rounded() / 10)" }
}

import Daemon

/// Explanations for a person to read.
struct ExplanationPrinter {
    let terminal: Terminal

    /// Prints why an article is where it is.
    func show(_ explanation: ArticleExplanation) {
        subject(explanation.subject)
        if let recorded = explanation.recorded {
            var line = "\(recorded.outcome), decision \(recorded.sequence)"
            if let score = recorded.score { line += ", score \(Self.number(score))" }
            if let original = recorded.duplicateOf { line += ", copy of article \(original)" }
            field("recorded", line)
            field("now in", "\(recorded.story.shortID) “\(recorded.storyTitle.shown)”")
        }
        let then = explanation.recorded == nil ? "now" : "then"
        field(
            "computed",
            "\(explanation.outcome), by the \(explanation.knownArticles) articles in "
                + "\(explanation.knownStories) stories known \(then)")
        if let finding = explanation.copy {
            print("\n" + heading(finding.isCopy ? "Copy of" : "Nearest by its phrases, no copy"))
            copy(finding)
        }
        for (place, candidate) in explanation.candidates.enumerated() {
            let name = place == 0 ? "Best story" : "Story \(place + 1)"
            print("\n" + heading("\(name): \(candidate.story.shortID) “\(candidate.title.shown)”"))
            breakdown(candidate.breakdown)
            if let nearest = candidate.nearest { field("nearest", label(nearest)) }
            if let words = candidate.shared { shared(words) }
        }
        change(explanation.changes)
    }

    /// Prints how two articles compare.
    func show(_ explanation: PairExplanation) {
        subject(explanation.first)
        subject(explanation.second)
        if let inOneStory = explanation.inOneStory {
            field("recorded", inOneStory ? "in one story" : "in two stories")
        }
        print("\n" + heading(explanation.copy.isCopy ? "A copy" : "No copy"))
        copy(explanation.copy)
        let isOne = explanation.copy.isCopy || explanation.breakdown.score >= explanation.joinAt
        print("\n" + heading(isOne ? "One story, were there nothing else" : "Two stories, were there nothing else"))
        breakdown(explanation.breakdown)
        shared(explanation.shared)
        change(explanation.changes)
    }

    private func subject(_ subject: ArticleSubject) {
        print(terminal.styled("“\(subject.title.shown)”", .bold))
        var line = label(subject, withTitle: false) + ", \(subject.words) words"
        if let language = subject.language { line += ", \(language.shown)" }
        if !subject.hasText { line += ", its text was not kept" }
        field("article", line)
    }

    private func label(_ subject: ArticleSubject, withTitle: Bool = true) -> String {
        let place = subject.article.map { "\($0) (\(subject.file.shown))" } ?? subject.file.shown
        return withTitle ? "\(place) “\(subject.title.shown)”" : place
    }

    private func copy(_ finding: CopyFinding) {
        field("article", label(finding.of))
        field(
            "shared",
            "\(Self.number(finding.similarity)) of all 5-word shingles, \(Self.number(finding.containment)) of "
                + "the shorter text's")
        field("so", finding.reason)
    }

    private func breakdown(_ breakdown: ScoreBreakdown) {
        var table = TextTable([
            .init(heading: "signal"), .init(heading: "value", isNumber: true), .init(heading: "weight", isNumber: true),
            .init(heading: "log-odds", isNumber: true),
        ])
        for part in breakdown.parts {
            table.add([part.signal, Self.number(part.value), Self.number(part.weight), Self.signed(part.logOdds)])
        }
        table.add(["constant", "", "", Self.signed(breakdown.constant)])
        table.add(["sum", "", "", Self.signed(breakdown.logOdds)])
        for line in table.lines(terminal) { print("  " + line) }
        field("score", terminal.styled(Self.number(breakdown.score), .bold))
    }

    private func shared(_ words: SharedWords) {
        func terms(_ terms: [SharedWords.Term], of count: Int) -> String {
            let shown = terms.map { "\($0.text.shown) (\(Self.number($0.rarity)))" }.joined(separator: ", ")
            return shown + (count > terms.count ? " and \(count - terms.count) more" : "")
        }
        if !words.names.isEmpty { field("names", terms(words.names, of: words.nameCount)) }
        if !words.words.isEmpty { field("words", terms(words.words, of: words.wordCount)) }
        for passage in words.passages {
            let text = "“\(passage.text.shown)”"
            field(passage.isQuote ? "quote" : "passage", passage.isQuote ? terminal.styled(text, .yellow) : text)
        }
    }

    private func change(_ changes: [String]) {
        print("\n" + heading("What would change it"))
        for line in changes { print("  " + line.shown) }
    }

    private func heading(_ text: String) -> String { terminal.styled(text, .bold) }

    private func field(_ name: String, _ value: String) {
        print("  " + terminal.styled(name.padding(to: 10), .dim) + value)
    }

    private static func number(_ value: Double) -> String { ScoreTable.decimals(value, 2) }

    private static func signed(_ value: Double) -> String {
        let text = number(value)
        return text.hasPrefix("-") ? text : "+" + text
    }
}

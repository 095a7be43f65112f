import Stories

/// How evidence is written, the same in every command.
enum EvidenceText {
    /// A number with two decimals.
    static func two(_ value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        let scaled = Int((min(abs(value), 1e12) * 100).rounded())
        return (value < 0 && scaled > 0 ? "−" : "") + "\(scaled / 100)." + (scaled % 100 < 10 ? "0" : "")
            + "\(scaled % 100)"
    }

    /// The same with its sign.
    static func signed(_ value: Double) -> String { (value < 0 ? "" : "+") + two(value) }

    /// What speaks for the nearest article of a story and what against it, the most first.
    static func contributions(_ evidence: StoryEvidence, _ model: StoryModel) -> String {
        let parts = evidence.contributions(model)
            .sorted { ($1.logOdds.magnitude, $0.signal.rawValue) < ($0.logOdds.magnitude, $1.signal.rawValue) }
            .map { "\($0.signal.title) \(signed($0.logOdds))" }
        let sum = evidence.contributions(model).reduce(model.constant - evidence.lostByDates) { $0 + $1.logOdds }
        return "nearest article: log-odds \(signed(sum)) = constant \(signed(model.constant)), "
            + parts.joined(separator: ", ")
            + (evidence.lostByDates > 0 ? ", dates \(signed(-evidence.lostByDates))" : "")
    }

    /// What two articles share, on one line.
    static func shared(_ ground: CommonGround) -> String {
        var parts: [String] = []
        if !ground.names.isEmpty { parts.append("names \(ground.names.map(\.spelling).joined(separator: ", "))") }
        if !ground.words.isEmpty { parts.append("words \(ground.words.map(\.spelling).joined(separator: ", "))") }
        if let longest = ground.passages.first {
            parts.append("\(longest.words) words running \(longest.isQuote ? "(a quote) " : "")“\(longest.text)”")
        }
        return parts.isEmpty ? "nothing rare is shared" : parts.joined(separator: "; ")
    }
}

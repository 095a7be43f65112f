import Shingling
import Stories

/// Feeds texts to the engine and, beside it, to the definition.
struct Trial {
    /// What became of the texts.
    struct Result {
        /// Texts that by the definition copy an earlier one, and those among them that were called copies of one that
        /// qualifies.
        var copies = 0
        var found = 0
        /// Calls, and those that name a text which does not qualify.
        var calls = 0
        var wrong = 0
        /// Largest differences between what was reported and what is.
        var similarityError = 0.0
        var containmentError = 0.0
        /// Copies that were missed, and wrong calls, in words; the first few.
        var examples: [String] = []

        var recall: Double { copies == 0 ? 1 : Double(found) / Double(copies) }
        var precision: Double { calls == 0 ? 1 : Double(calls - wrong) / Double(calls) }
    }

    private static let mostExamples = 400
    private let shingler = Shingler()
    private var engine = Engine(settings: EngineSettings(copiesOnly: true))
    private var oracle = ExactPhrases()
    private var names: [String] = []
    /// What became of the texts so far.
    private(set) var result = Result()

    /// Decides one text.
    mutating func add(_ text: TrialText) {
        let features = shingler.features(title: text.title, text: text.body, language: nil)
        let assignment = engine.assign(
            Submission(
                features: features, arrivedAt: 0, publishedAt: text.published, url: text.url, source: text.source))
        let pairs = oracle.add(title: text.title, text: text.body, hash: features.textHash)
        let copied = pairs.filter(\.isCopy)
        names.append(text.name)
        if !copied.isEmpty { result.copies += 1 }
        guard let original = assignment.duplicateOf else {
            if let best = copied.max(by: { $0.similarity < $1.similarity }) { note("missed", text, best) }
            return
        }
        result.calls += 1
        guard let pair = pairs.first(where: { $0.other == Int(original) - 1 }) else {
            result.wrong += 1
            return
        }
        if pair.isCopy {
            result.found += 1
        } else {
            result.wrong += 1
            note("wrong", text, pair)
        }
        result.similarityError = max(result.similarityError, abs((assignment.similarity ?? 0) - pair.similarity))
        result.containmentError = max(result.containmentError, abs((assignment.containment ?? 0) - pair.containment))
    }

    private mutating func note(_ what: String, _ text: TrialText, _ pair: ExactPhrases.Pair) {
        guard result.examples.count < Self.mostExamples else { return }
        result.examples.append(
            "\(what): \(text.name) and \(names[pair.other]), similarity \(decimals(pair.similarity)), "
                + "containment \(decimals(pair.containment)), \(pair.words) words")
    }
}

/// A text of a trial.
struct TrialText {
    var name: String
    var title = ""
    var body: String
    var url: String?
    var source: String?
    var published: Int64?
}

/// A number with four decimals.
func decimals(_ value: Double) -> String {
    let scaled = Int((value * 10_000).rounded())
    let digits = String(scaled % 10_000)
    return "\(scaled / 10_000)." + String(repeating: "0", count: 4 - digits.count) + digits
}

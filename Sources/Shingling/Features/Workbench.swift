import Synchronization

/// What one thread needs to make features of article after article without allocating anything but the features.
struct Workbench: ~Copyable {
    private var tokenizer = Tokenizer()
    private var detector = LanguageDetector()
    private var levels = TokenLevels()
    private var words = DistinctWords()
    private var selection = FeatureSelection()
    private var phrases = Phrases()

    /// See `Shingler`.
    mutating func features(
        title: String, text: String, language: String?, _ purpose: Shingler.Purpose
    ) -> ArticleFeatures {
        tokenizer.read(title: title, text: text)
        let tokens = tokenizer.stream.hashes.elements
        // What takes its time to come from memory is asked for before it is needed, in the language of the text before.
        detector.lookUp(tokenizer.stream)
        levels.lookUp(tokenizer.stream, language: levels.language)
        let textHash = phrases.hash(tokens)
        var known = detector.language(of: tokenizer.stream)
        if known == .unknown, let language { known = WordPrior.Language(code: language) }
        levels.read(tokenizer.stream, language: known)
        if purpose == .stories { words.read(tokenizer.stream, levels.levels.elements) }
        selection.removeAll()
        for family in Family.allCases {
            if purpose == .stories { add(family) }
            selection.end(limit: ArticleFeatures.Limit.features[family.rawValue])
        }
        readPhrases(tokens, isKnown: known != .unknown)
        return ArticleFeatures(
            textHash: textHash, tokenCount: tokens.count,
            language: known.code ?? Self.primary(language), features: Array(selection.features.elements),
            ends: selection.ends, phrases: phrases.hashes, phraseShift: phrases.shift, specific: phrases.specific,
            opening: Opening(tokenizer.stream, levels.levels.elements))
    }

    /// Adds the shingles of a family.
    private mutating func add(_ family: Family) {
        let all = words.words.elements
        switch family {
        case .words:
            for word in all {
                selection.add(family.hash(word.stem), count: word.count, prior: Levels.words[Int(word.level)])
            }
        case .names:
            for number in words.names.elements {
                let word = all[Int(number)]
                selection.add(family.hash(word.stem), count: word.nameCount, prior: Levels.names[Int(word.level)])
            }
        case .lead:
            for (number, count) in words.leadCounts.elements.enumerated() {
                selection.add(family.hash(all[number].stem), count: count, prior: Levels.lead[Int(all[number].level)])
            }
        }
    }

    /// Reads the phrases. Specific is what is a figure, a name, or a word whose stem is below one in a million where the language is known.
    private mutating func readPhrases(_ tokens: UnsafeBufferPointer<UInt64>, isKnown: Bool) {
        let flags = tokenizer.stream.flags.elements
        let levels = levels.levels.elements
        let rareLevel = isKnown ? Self.rareLevel : 0
        phrases.read(tokens) { token in
            let flags = flags[token]
            return flags.contains(.number) || flags.isName || levels[token] < rareLevel
        }
    }

    /// Frequency level below which a stem is rare: 2^((72 − 1) / 10 − 27), one in a million.
    private static let rareLevel: UInt8 = 72

    /// The first part of a language tag, if it can be one.
    private static func primary(_ tag: String?) -> String? {
        guard let first = tag?.split(whereSeparator: { $0 == "-" || $0 == "_" }).first, (2...8).contains(first.count),
            first.utf8.allSatisfy({ ASCII.folded.indices.contains(Int($0)) && ASCII.folded[Int($0)] > 57 })
        else { return nil }
        return first.lowercased()
    }

    /// The recipe's prior rates for each family.
    private enum Levels {
        static let words = PriorLevel.table(rate: 350)
        static let lead = PriorLevel.table(rate: 60)
        static let names = PriorLevel.table(rate: 105)
    }
}

/// Workbenches that nobody uses at the moment.
final class WorkbenchPool: Sendable {
    /// A workbench that changes hands. Unchecked: it is out of the pool while someone uses it, so it has one user at a time.
    private final class Idle: @unchecked Sendable {
        var bench = Workbench()
    }

    private let idle = Mutex<[Idle]>([])

    /// Calls the body with a workbench that is its own for that time.
    func use<Result>(_ body: (inout Workbench) -> Result) -> Result {
        let own = idle.withLock { $0.popLast() } ?? Idle()
        defer { idle.withLock { $0.append(own) } }
        return body(&own.bench)
    }
}

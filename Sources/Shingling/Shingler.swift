/// Turns articles into features. A value without state: one may be used by any number of threads at once.
public struct Shingler: Sendable {
    // The recipe's prior rates for each family.
    private let wordLevels = PriorLevel.table(rate: 350)
    private let leadLevels = PriorLevel.table(rate: 60)
    private let nameLevels = PriorLevel.table(rate: 105)
    private let pairLevels = PriorLevel.pairTable(rate: 2800)

    /// Makes a shingler.
    public init() {}

    /// The features of an article.
    /// - Parameters:
    ///   - title: Its title; empty when it has none.
    ///   - text: Its text without boilerplate.
    ///   - language: The language it declares (`en`, `pt-BR`), used where the text itself leaves it open.
    public func features(title: String, text: String, language: String?) -> ArticleFeatures {
        let stream = Tokenizer.tokens(title: title, text: text)
        var known = LanguageDetector.language(of: stream.hashes)
        if known == .unknown, let language { known = WordPrior.Language(code: language) }
        var features: [Feature] = []
        features.reserveCapacity(min(stream.hashes.count * 2, 2048))
        var ends: [Int] = []
        let words = priors(stream, known)
        for family in Family.allCases {
            var keys = FeatureKeys(salt: family.salt, limit: ArticleFeatures.Limit.features[family.rawValue])
            switch family {
            case .words:
                keys.add(stream.hashes.indices, hash: { stream.hashes[$0] })
                keys.collect(into: &features) { wordLevels[Int(words[$0])] }
            case .pairs:
                keys.add(stream.hashes.indices.dropLast()) { Mixing.pair(stream.hashes[$0], stream.hashes[$0 + 1]) }
                keys.collect(into: &features) { index in
                    let (first, second) = (words[index], words[index + 1])
                    return first == 0 || second == 0 ? 0 : pairLevels[Int(first) + Int(second)]
                }
            case .names:
                let names = stream.flags.indices.filter {
                    stream.flags[$0].contains(.capital) && !stream.flags[$0].contains(.opening)
                }
                keys.add(names, hash: { stream.hashes[$0] })
                keys.collect(into: &features) { nameLevels[Int(words[$0])] }
            case .lead:
                let end = min(stream.hashes.count, stream.titleCount + ArticleFeatures.Limit.lead)
                keys.add(0..<end, hash: { stream.hashes[$0] })
                keys.collect(into: &features) { leadLevels[Int(words[$0])] }
            }
            ends.append(features.count)
        }
        let phrases = Phrases(stream.hashes) { isSpecific($0, stream, known == .unknown ? nil : words) }
        return ArticleFeatures(
            textHash: stream.textHash, tokenCount: stream.hashes.count, language: known.code ?? Self.primary(language),
            features: features, ends: ends, phrases: phrases.hashes, phraseShift: phrases.shift,
            specific: phrases.specific, opening: Opening(stream, levels: words))
    }

    /// The first part of a language tag, if it can be one.
    private static func primary(_ tag: String?) -> String? {
        guard let first = tag?.split(whereSeparator: { $0 == "-" || $0 == "_" }).first, (2...8).contains(first.count),
            first.utf8.allSatisfy({ ASCII.folded.indices.contains(Int($0)) && ASCII.folded[Int($0)] > 57 })
        else { return nil }
        return first.lowercased()
    }

    /// Whether a token is a figure, a name, or a word below one in a million where the language is known.
    private func isSpecific(_ place: Int, _ stream: TokenStream, _ levels: [UInt8]?) -> Bool {
        let flags = stream.flags[place]
        if flags.contains(.number) || flags.contains(.capital) && !flags.contains(.opening) { return true }
        return levels.map { $0[place] < Self.rareLevel } ?? false
    }

    /// Frequency level below which a word is rare: 2^((72 − 1) / 10 − 27), one in a million.
    private static let rareLevel: UInt8 = 72

    /// Frequency levels of all tokens.
    private func priors(_ stream: TokenStream, _ language: WordPrior.Language) -> [UInt8] {
        stream.hashes.indices.map {
            WordPrior.level(stream.hashes[$0], isNumber: stream.flags[$0].contains(.number), language: language)
        }
    }
}

import Shingling

extension Engine {
    /// When what two texts share stops counting, because it is a page's furniture and no report.
    private enum Boilerplate {
        /// Known articles that begin unrelated to each other: what all of them hold belongs to none of them.
        static let holders = 3
        /// The least share of what two texts have in common that such an article holds.
        static let leastShare = 0.3
        /// Shared phrases looked at.
        static let sample = 64
        /// Two texts that begin unrelated but share more than this of the shorter one are the same in another order.
        static let mostContainment = 0.9
    }

    /// Whether an article and a known one share enough to be copies, but only text that unrelated articles share: a
    /// footer, a disclaimer.
    ///
    /// Texts that begin alike are never taken for such. Of two that begin unrelated, those of one site share
    /// its footer from the first pair on; elsewhere text stops counting once three known articles hold it that all
    /// begin unrelated to each other and to the new one.
    func sharesOnlyBoilerplate(_ submission: Submission, _ known: Int, _ overlap: PhraseOverlap) -> Bool {
        let features = submission.features
        let article = articles[known]
        guard features.opening.isUnrelated(to: article.opening), overlap.containment <= Boilerplate.mostContainment
        else { return false }
        let site = Self.siteHash(submission)
        if site != 0, site == article.site { return true }
        let boilerplate = Double(overlap.shared) * boilerplateShare(features, known)
        return !Self.isCopy(
            shared: Double(overlap.shared) - boilerplate, left: Double(overlap.left.all) - boilerplate,
            right: Double(overlap.right.all) - boilerplate, words: min(features.tokenCount, article.tokenCount))
    }

    /// Of the phrases that an article and a known one share, the share, 0–1, that unrelated articles hold too; by the
    /// phrases that are looked up.
    private func boilerplateShare(_ features: ArticleFeatures, _ known: Int) -> Double {
        var holders: [[Int]] = []
        for phrase in samplePhrases(features) where holders.count < Boilerplate.sample {
            guard phrases(of: known, contain: phrase) else { continue }
            var holding: [Int] = []
            phraseIndex.forEachHolder(of: phrase, openArticles) {
                if !articles[$0].isClosed { holding.append($0) }
            }
            sketches.forEachHolder(of: phrase, articles) { holding.append($0) }
            if !holding.isEmpty { holders.append(holding) }
        }
        let group = unrelatedHolders(of: holders, features.opening, known)
        guard group.count == Boilerplate.holders else { return 0 }
        let common = holders.count { articles in group.allSatisfy { $0 == known || articles.contains($0) } }
        return Double(common) / Double(holders.count)
    }

    /// A known article and others that hold much of what it shares with a new one, all of them beginning unrelated to
    /// each other and to that, and none holding all of another: printed in many places under new headings, one report
    /// is in all of them. As many as count, the oldest first.
    private func unrelatedHolders(of phrases: [[Int]], _ opening: Opening, _ known: Int) -> [Int] {
        let all = phrases.joined().sorted()
        var group = [known]
        var start = 0
        while start < all.count, group.count < Boilerplate.holders {
            var end = start
            while end < all.count, all[end] == all[start] { end += 1 }
            let article = articles[all[start]]
            if Double(end - start) >= Boilerplate.leastShare * Double(phrases.count),
                article.opening.isUnrelated(to: opening),
                group.allSatisfy({
                    articles[$0].opening.isUnrelated(to: article.opening)
                        && overlap($0, all[start]).containment <= Boilerplate.mostContainment
                })
            {
                group.append(all[start])
            }
            start = end
        }
        return group
    }

    private func overlap(_ one: Int, _ other: Int) -> PhraseOverlap {
        withPhrases(of: one) { left in withPhrases(of: other) { PhraseOverlap(left, $0) } }
    }

    private func phrases(of known: Int, contain phrase: UInt32) -> Bool {
        phrases(of: known)?.contains(phrase) ?? withPhrases(of: known) { $0.contains(phrase) }
    }

    /// The hash of the site an article is from: its outlet, else the host of its address; 0 when neither is stated.
    static func siteHash(_ submission: Submission) -> UInt32 {
        if let source = submission.source, !source.isEmpty { return nameHash(source) }
        guard let url = submission.url?.utf8, let scheme = url.firstIndex(of: UInt8(ascii: ":")) else { return 0 }
        let rest = url[scheme...].dropFirst()
        guard rest.starts(with: "//".utf8) else { return 0 }
        return nameHash(String(Substring(rest.dropFirst(2).prefix { $0 != UInt8(ascii: "/") })))
    }
}

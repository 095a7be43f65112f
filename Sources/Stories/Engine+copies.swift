import Shingling

/// A known article that another one copies.
struct Copy {
    /// Place of the known article.
    var original: Int
    /// Jaccard similarity of the phrases, 0–1.
    var similarity: Double
    /// Share of the shorter one's phrases found in the longer, 0–1.
    var containment: Double
    /// The copy replaces it.
    var isRevision = false
}

extension Engine {
    /// What makes a copy: half of all phrases shared, or four fifths of the shorter text's when it has 50 words.
    package enum Threshold {
        package static let similarity = 0.5
        package static let containment = 0.8
        package static let words = 50
    }

    /// The first article with the same text. A text without any token is like no other.
    func exactOriginal(of features: ArticleFeatures) -> Int? {
        features.tokenCount == 0 ? nil : texts.first(features.textHash, articles)
    }

    /// The phrases of a text by which it is looked up: a sample by hash, so that two texts sample what they share, and
    /// the smallest hashes of a text too short for that.
    func lookupPhrases(_ features: ArticleFeatures) -> [UInt32] {
        let mask = (UInt32(1) << limit.phraseSampleShift) - 1
        let sample = features.phrases.filter { $0 & mask == 0 }
        if sample.count >= limit.leastPhrases { return sample }
        return (sample + features.phrases.filter { $0 & mask != 0 }.prefix(limit.leastPhrases - sample.count)).sorted()
    }

    /// Sums what the article's sample of phrases shares with every known article.
    /// - Returns: The idf of the whole sample.
    mutating func sumPhrases(_ features: ArticleFeatures) -> UInt64 {
        let logArticles = weighting.logArticles(originals + 1)
        let unknown = phraseWeight(logArticles, frequency: 1)
        var sum: UInt64 = 0
        for phrase in lookupPhrases(features) {
            guard let slot = phraseIndex.find(phrase) else {
                sum += UInt64(unknown)
                continue
            }
            let weight = phraseWeight(logArticles, frequency: phraseIndex.frequency(slot) + 1)
            sum += UInt64(weight)
            phraseIndex.forEach(slot) { posting in
                accumulators.add(min(weight, posting.weight), .phrases, posting.article)
                accumulators.add(1, .hits, posting.article)
            }
        }
        return sum
    }

    private func phraseWeight(_ logArticles: Double, frequency: UInt32) -> UInt32 {
        let rarity = weighting.rarity(logArticles: logArticles, frequency: frequency, prior: 0)
        return UInt32(rarity * Weighting.phraseScale)
    }

    /// Makes an article findable by its phrases, with their weights as they are now.
    mutating func indexPhrases(of article: Int, _ features: ArticleFeatures) {
        let start = phraseArena.count
        phraseArena.append(contentsOf: features.phrases)
        articles[article].phrases = start..<phraseArena.count
        let sample = lookupPhrases(features)
        phraseIndex.reserve(sample.count)
        let logArticles = weighting.logArticles(originals)
        var sum: UInt64 = 0
        for phrase in sample {
            let slot = phraseIndex.count(phrase)
            let weight = phraseWeight(logArticles, frequency: phraseIndex.frequency(slot))
            sum += UInt64(weight)
            phraseIndex.append(slot, article: article, weight: weight)
        }
        articles[article].phraseWeight = sum
    }

    /// The known article that this one copies: of those that qualify one it replaces, then the most similar, then the
    /// oldest.
    func nearOriginal(of submission: Submission) -> Copy? {
        var best: Copy?
        for candidate in copyCandidates() {
            guard var copy = compare(submission.features, candidate) else { continue }
            copy.isRevision = replaces(submission, articles[candidate])
            guard let known = best else {
                best = copy
                continue
            }
            if copy.isRevision != known.isRevision {
                if copy.isRevision { best = copy }
            } else if copy.similarity > known.similarity {
                best = copy
            }
        }
        return best
    }

    /// The articles with the most shared phrases in the sample, oldest first.
    private func copyCandidates() -> [Int] {
        var most = Ranking(limit: limit.copyCandidates)
        for article in accumulators.touched {
            let hits = accumulators.value(.hits, article)
            if hits > 0 { most.add(article, rank: UInt64(hits)) }
        }
        return most.places.sorted()
    }

    /// Compares the real phrases. Nil when neither is a copy of the other.
    private func compare(_ features: ArticleFeatures, _ candidate: Int) -> Copy? {
        let known = articles[candidate]
        let shift = max(features.phraseShift, known.phraseShift)
        let (shared, left, right) = features.phrases.withUnsafeBufferPointer { new in
            phraseArena.withUnsafeBufferPointer { arena in
                Self.overlap(new, UnsafeBufferPointer(rebasing: arena[known.phrases]), shift: shift)
            }
        }
        guard shared > 0 else { return nil }
        let similarity = Double(shared) / Double(left + right - shared)
        let containment = Double(shared) / Double(min(left, right))
        let words = min(features.tokenCount, known.tokenCount)
        guard
            similarity >= Threshold.similarity || words >= Threshold.words && containment >= Threshold.containment
        else { return nil }
        return Copy(original: candidate, similarity: similarity, containment: containment)
    }

    /// Counts the phrases in both, in the first and in the second of two sorted lists, within the range both were kept
    /// from: the hashes whose top `shift` bits are zero.
    private static func overlap(
        _ left: UnsafeBufferPointer<UInt32>, _ right: UnsafeBufferPointer<UInt32>, shift: UInt8
    ) -> (shared: Int, left: Int, right: Int) {
        let last = shift == 0 ? UInt32.max : (UInt32(1) << (32 - UInt32(shift))) - 1
        var (i, j, shared) = (0, 0, 0)
        while i < left.count, j < right.count, left[i] <= last, right[j] <= last {
            let (a, b) = (left[i], right[j])
            shared &+= a == b ? 1 : 0
            i &+= a <= b ? 1 : 0
            j &+= b <= a ? 1 : 0
        }
        while i < left.count, left[i] <= last { i &+= 1 }
        while j < right.count, right[j] <= last { j &+= 1 }
        return (shared, i, j)
    }

    /// A near copy replaces an article of the same address or identifier, or of the same outlet and an earlier date.
    private func replaces(_ submission: Submission, _ known: KnownArticle) -> Bool {
        func same(_ name: String?, _ hash: UInt64) -> Bool {
            guard hash != 0, let name, !name.isEmpty else { return false }
            return Mixing.bytes(name) | 1 == hash
        }
        if same(submission.url, known.url) || same(submission.guid, known.guid) { return true }
        guard same(submission.source, known.source), let new = submission.publishedAt, let old = known.publishedAt
        else { return false }
        return new > old
    }
}

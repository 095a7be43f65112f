import Shingling

/// A known article that another one copies.
struct Copy {
    /// Place of the known article.
    var original: Int
    /// Jaccard similarity of the phrases, 0–1.
    var similarity: Double
    /// Share of the shorter one's phrases found in the longer, 0–1.
    var containment: Double
    /// Set when both are versions of one article.
    var order: VersionOrder?

    var isRevision: Bool { order == .newer }
}

extension Engine {
    /// What makes a copy: half of all phrases shared, or four fifths of the shorter text's when it has 50 words.
    package enum Threshold {
        package static let similarity = 0.5
        package static let containment = 0.8
        package static let words = 50
        /// Phrases of either text in the range that a sketch covers.
        static let leastSampled = 3
    }

    /// The first article with the same text. A text without any token is like no other.
    func exactOriginal(of features: ArticleFeatures) -> Int? {
        guard features.tokenCount > 0, let first = texts.first(features.textHash, articles) else { return nil }
        return articles[first].isForgotten ? nil : first
    }

    /// The bits that are 0 in the phrases by which a long text is looked up.
    var sampleMask: UInt32 { (1 << limit.phraseSampleShift) - 1 }

    /// The phrases of a text by which it is looked up: a sample by hash, so that two texts sample what they share, and
    /// the smallest hashes of a text too short for that.
    func samplePhrases(_ features: ArticleFeatures) -> [UInt32] {
        let mask = sampleMask
        let sample = [UInt32](unsafeUninitializedCapacity: features.phrases.count) { sample, count in
            for phrase in features.phrases {
                sample[count] = phrase
                count += phrase & mask == 0 ? 1 : 0
            }
        }
        if sample.count >= limit.leastPhrases { return sample }
        return (sample + features.phrases.filter { $0 & mask != 0 }.prefix(limit.leastPhrases - sample.count)).sorted()
    }

    /// Looks a text up by its sample of phrases.
    func lookUp(_ features: ArticleFeatures) -> PhraseSample {
        phraseIndex.lookUp(samplePhrases(features), openArticles)
    }

    /// Sums what the article's sample of phrases shares with every known article.
    /// - Returns: The idf of the whole sample.
    mutating func sumPhrases(_ sample: PhraseSample) -> UInt64 {
        let logArticles = weighting.logArticles(originals + 1)
        let unknown = weighting.phraseWeight(logArticles, frequency: 1)
        let known = weighting.phraseWeight(logArticles, frequency: 2)
        var sum: UInt64 = 0
        accumulators.withPhraseSums { sums in
            for place in sample.places {
                switch phraseIndex.holders(at: place) {
                case nil: sum += UInt64(unknown)
                case .one(let holder):
                    sum += UInt64(known)
                    sums.add(min(known, openArticles[holder].firstWeight), openArticles[holder].article)
                case .list(let start):
                    let weight = weighting.phraseWeight(logArticles, frequency: phraseIndex.lists.frequency(start) + 1)
                    sum += UInt64(weight)
                    phraseIndex.lists.forEachPosting(start) { sums.add(min(weight, $0.weight), $0.article) }
                }
            }
        }
        return sum
    }

    /// Makes an article findable by its phrases, with their weights as they are now.
    mutating func indexPhrases(of article: Int, _ features: ArticleFeatures, _ sample: PhraseSample) {
        let place = articles[article].openPlace
        let logArticles = weighting.logArticles(originals)
        phraseIndex.reserve(sample.phrases.count, openArticles)
        openArticles[place].phrases = KnownPhrases.pack(
            features.phrases, sample: sample.phrases, specific: features.specific)
        openArticles[place].firstWeight = weighting.phraseWeight(logArticles, frequency: 1)
        phraseIndex.add(sample, place, openArticles, weighting, logArticles)
    }

    /// The phrases of an article whose story is open; nil for an exact copy.
    func phrases(of article: Int) -> KnownPhrases? {
        articles[article].isClosed ? nil : openArticles[articles[article].openPlace].phrases
    }

    /// The known article that this one copies: of those that qualify one it replaces, then the most similar, then the
    /// oldest.
    mutating func nearOriginal(of submission: Submission, _ sample: PhraseSample) -> Copy? {
        var best: Copy?
        let candidates = copyCandidates() + closedCandidates(sample.phrases)
        guard !candidates.isEmpty else { return nil }
        phraseFilter.set(to: submission.features.phrases)
        for candidate in candidates {
            guard mayBeCopy(submission.features, sample, candidate), let copy = compare(submission, candidate) else {
                continue
            }
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

    /// The articles that share most of the sample by the phrases' idf, oldest first. By idf, so that a thousand articles
    /// with the same stock phrases do not hide the one that shares the rest.
    private func copyCandidates() -> [Int] {
        var most = Ranking(limit: limit.copyCandidates)
        for article in accumulators.sharingPhrases {
            let weight = accumulators.phrases(article)
            // What is left of closed stories is found by sketches, whether this index still has it or not.
            guard most.admits(article, rank: UInt64(weight)) else { continue }
            if !articles[article].isClosed, !articles[article].isForgotten {
                most.add(article, rank: UInt64(weight))
            }
        }
        return most.places.sorted()
    }

    /// Whether a candidate can be a copy at all, by phrases that the filter takes for shared: never fewer than are. Most
    /// candidates share a quotation and no more, and are told apart by this for a fraction of a comparison.
    private func mayBeCopy(_ features: ArticleFeatures, _ sample: PhraseSample, _ candidate: Int) -> Bool {
        let known = articles[candidate]
        let words = min(features.tokenCount, known.tokenCount)
        guard features.phraseShift == 0 else { return true }
        if known.isClosed {
            return sketches.withList(of: known) { list in
                // Where the sketch is of the phrases by which long texts are looked up, those of this one are known.
                guard list.isSketch, list.mask == sampleMask, sample.phrases.allSatisfy({ $0 & sampleMask == 0 })
                else { return true }
                let left = sample.phrases.prefix { $0 <= list.last }.count
                let right = list.hashes.prefix { $0 <= list.last }.count
                return Self.isCopy(
                    shared: Double(phraseFilter.count(of: list.hashes)), left: Double(left), right: Double(right),
                    words: words)
            }
        }
        guard known.phraseShift == 0, let phrases = phrases(of: candidate) else { return true }
        return phrases.passes(Self.leastShared(features.phrases.count, phrases.count, words: words), of: phraseFilter)
    }

    /// Compares the real phrases. Nil when neither is a copy of the other.
    private func compare(_ submission: Submission, _ candidate: Int) -> Copy? {
        let features = submission.features
        let known = articles[candidate]
        let overlap = features.phrases.withUnsafeBufferPointer { new in
            let new = PhraseList(hashes: new, specific: features.specific, shift: features.phraseShift)
            return withPhrases(of: candidate) { PhraseOverlap(new, $0) }
        }
        // A phrase or two of a sketch may be all that is shared.
        if overlap.isSketch, min(overlap.left.all, overlap.right.all) < Threshold.leastSampled { return nil }
        guard
            Self.isCopy(
                shared: Double(overlap.shared), left: Double(overlap.left.all), right: Double(overlap.right.all),
                words: min(features.tokenCount, known.tokenCount))
        else { return nil }
        if !hasSameAddress(submission, known) {
            guard !overlap.isTemplate, !sharesOnlyBoilerplate(submission, candidate, overlap) else { return nil }
        }
        return Copy(
            original: candidate, similarity: overlap.similarity, containment: overlap.containment,
            order: versionOrder(submission, candidate))
    }

    /// Calls the body with a known article's phrases, or with the sketch that is left of them.
    func withPhrases<Result>(of place: Int, _ body: (PhraseList) -> Result) -> Result {
        if articles[place].isClosed { return sketches.withList(of: articles[place], body) }
        let (place, shift) = (articles[place].openPlace, articles[place].phraseShift)
        if let phrases = openArticles[place].phrases { return phrases.withList(shift: shift, body) }
        return body(.none)
    }

    /// The fewest phrases that copies share, by the definition and the numbers of their phrases.
    static func leastShared(_ left: Int, _ right: Int, words: Int) -> Int {
        // By the same arithmetic as the definition's, so that rounding cannot make them differ.
        var least = 1
        var more = min(left, right) + 1
        while least < more {
            let middle = (least + more) / 2
            if isCopy(shared: Double(middle), left: Double(left), right: Double(right), words: words) {
                more = middle
            } else {
                least = middle + 1
            }
        }
        return least
    }

    /// The definition, by numbers of phrases.
    /// - Parameter words: Words of the shorter text.
    static func isCopy(shared: Double, left: Double, right: Double, words: Int) -> Bool {
        guard shared > 0 else { return false }
        return shared >= Threshold.similarity * (left + right - shared)
            || words >= Threshold.words && shared >= Threshold.containment * min(left, right)
    }
}

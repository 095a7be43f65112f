import Shingling

/// An article's weighed shingles.
struct WeighedArticle {
    /// The shingles' slots in the index and their weights, family after family; those without weight left out.
    var terms: [(slot: Int, weight: UInt32)] = []
    /// Where each family ends in `terms`.
    var ends: [Int] = []
    /// The words by hash, to compare with other articles' words.
    var words: WordVector = []

    /// The terms of one family.
    func terms(of family: Family) -> ArraySlice<(slot: Int, weight: UInt32)> {
        terms[(family.rawValue == 0 ? 0 : ends[family.rawValue - 1])..<ends[family.rawValue]]
    }
}

extension Engine {
    /// Counts an article's shingles and weighs them by what is known now; each family's vector has length 1.
    mutating func weigh(_ features: ArticleFeatures) -> WeighedArticle {
        storyIndex.reserve(features.features.count)
        let logArticles = weighting.logArticles(originals)
        var result = WeighedArticle()
        result.terms.reserveCapacity(features.features.count)
        var weights: [Double] = []
        for family in Family.allCases {
            let members = features.features(of: family)
            weights.removeAll(keepingCapacity: true)
            let start = result.terms.count
            var squares = 0.0
            for feature in members {
                let slot = storyIndex.count(feature.hash)
                let rarity = weighting.rarity(
                    logArticles: logArticles, frequency: storyIndex.frequency(slot), prior: feature.prior)
                let weight = weighting.weight(rarity: rarity, count: feature.count)
                squares += weight * weight
                weights.append(weight)
                result.terms.append((slot, 0))
            }
            let scale = squares > 0 ? Double(1 << Weighting.bits) / squares.squareRoot() : 0
            for (offset, feature) in members.enumerated() {
                let weight = UInt32((weights[offset] * scale).rounded())
                result.terms[start + offset].weight = weight
                if family == .words, weight > 0 { result.words.append(UInt64(feature.hash) << 32 | UInt64(weight)) }
            }
            result.ends.append(result.terms.count)
        }
        return result
    }

    /// Makes an article comparable with those to come.
    mutating func index(_ vectors: WeighedArticle, of article: Int) {
        for term in vectors.terms where term.weight > 0 {
            storyIndex.append(term.slot, article: article, weight: term.weight)
        }
        articles[article].words = vectors.words
    }

    /// Compares an article with every story that shares anything with it.
    ///
    /// - Parameters:
    ///   - vectors: The article's shingles, weighed.
    ///   - phraseWeight: What `sumPhrases` gave, which has summed the phrases already.
    /// - Returns: The stories, the likeliest first, the older first among equals.
    mutating func storyEvidence(_ vectors: WeighedArticle, phraseWeight: UInt64) -> [StoryEvidence] {
        sum(vectors.terms(of: .words), .words)
        sum(vectors.terms(of: .pairs), .pairs)
        sum(vectors.terms(of: .names), .names)
        sum(vectors.terms(of: .lead), .lead)
        let length = VectorProduct.dot(vectors.words, vectors.words)
        let sharing = accumulators.touched.filter { articles[$0].isRepresentative }
            .map { (story: articles[$0].story, article: $0) }
            .sorted { $0.story != $1.story ? $0.story < $1.story : $0.article < $1.article }
        var result: [StoryEvidence] = []
        var start = 0
        while start < sharing.count {
            let story = sharing[start].story
            var end = start
            var nearest = NearestMembers()
            while end < sharing.count, sharing[end].story == story {
                nearest.add(accumulators, sharing[end].article)
                end += 1
            }
            start = end
            result.append(evidence(story, nearest, phraseWeight: phraseWeight, length: length))
        }
        // The stories are in ascending order already, and a stable order among equals keeps the older first.
        return result.sorted { $0.score != $1.score ? $0.score > $1.score : $0.story < $1.story }
    }

    private mutating func sum(
        _ terms: ArraySlice<(slot: Int, weight: UInt32)>, _ lane: Accumulators.Lane
    ) {
        for term in terms where term.weight > 0 {
            storyIndex.forEach(term.slot) { accumulators.add(term.weight &* $0.weight, lane, $0.article) }
        }
    }

    private func evidence(
        _ story: Int, _ nearest: NearestMembers, phraseWeight: UInt64, length: UInt64
    ) -> StoryEvidence {
        let known = stories[story]
        let members = known.representatives.count
        var evidence = StoryEvidence(story: Int64(story + 1))
        evidence[.words] = nearest.mean(.words, of: members)
        evidence[.pairs] = nearest.mean(.pairs, of: members)
        evidence[.names] = nearest.mean(.names, of: members)
        evidence[.lead] = nearest.mean(.lead, of: members)
        let norm = Double(known.squaredLength).squareRoot() * Double(length).squareRoot()
        evidence[.centroid] = norm > 0 ? Double(nearest.wordSum) / norm : 0
        evidence[.logSize] = ExactMath.ln(Double(known.originals))
        for (article, shared) in nearest.phrases {
            let least = min(articles[article].phraseWeight, phraseWeight)
            if least > 0 { evidence[.phrases] = max(evidence[.phrases], min(1, Double(shared) / Double(least))) }
        }
        evidence.score = model.score(evidence)
        return evidence
    }
}

/// The most similar representatives of one story, family by family.
private struct NearestMembers {
    private static let nearest = 3

    /// Three greatest dot products of each family, the greatest first.
    private var top: [UInt32] = Array(repeating: 0, count: 4 * NearestMembers.nearest)
    /// The dot product with the sum of all representatives.
    private(set) var wordSum: UInt64 = 0
    /// Phrases shared with each representative.
    private(set) var phrases: [(article: Int, shared: UInt32)] = []

    mutating func add(_ accumulators: borrowing Accumulators, _ article: Int) {
        for lane in [Accumulators.Lane.words, .pairs, .names, .lead] {
            insert(accumulators.value(lane, article), lane)
        }
        wordSum += UInt64(accumulators.value(.words, article))
        let shared = accumulators.value(.phrases, article)
        if shared > 0 { phrases.append((article, shared)) }
    }

    private mutating func insert(_ value: UInt32, _ lane: Accumulators.Lane) {
        var value = value
        let start = lane.rawValue * Self.nearest
        for place in start..<start + Self.nearest where value > top[place] { swap(&value, &top[place]) }
    }

    /// The mean of the greatest products, over as many as the story has members, three at most.
    func mean(_ lane: Accumulators.Lane, of members: Int) -> Double {
        let start = lane.rawValue * Self.nearest
        let sum = top[start..<start + min(max(members, 1), Self.nearest)].reduce(0) { $0 + UInt64($1) }
        return Double(sum) / Double(max(1, min(members, Self.nearest))) / Double(Weighting.one)
    }
}

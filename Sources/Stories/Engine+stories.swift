import Shingling

/// An article weighed by what is known now.
struct WeighedArticle {
    /// Its vectors.
    var vectors = ArticleVectors()
    /// Its words' slots in the index, and their weights.
    var words: [(slot: Int, weight: UInt32)] = []
}

extension Engine {
    /// Counts an article's shingles and weighs them; each family's vector has length 1.
    mutating func weigh(_ features: ArticleFeatures) -> WeighedArticle {
        let logArticles = weighting.logArticles(originals)
        var result = WeighedArticle()
        result.words.reserveCapacity(features.features(of: .words).count)
        wordIndex.reserve(features.features(of: .words).count)
        var weights: [Double] = []
        for family in Family.allCases {
            let members = features.features(of: family)
            weights.removeAll(keepingCapacity: true)
            var squares = 0.0
            for feature in members {
                let frequency: UInt32
                if family == .words {
                    let slot = wordIndex.count(feature.hash)
                    result.words.append((slot, 0))
                    frequency = wordIndex.frequency(slot)
                } else {
                    frequency = frequencies.count(feature.hash)
                }
                let rarity = weighting.rarity(logArticles: logArticles, frequency: frequency, prior: feature.prior)
                let weight = weighting.weight(rarity: rarity, count: feature.count)
                squares += weight * weight
                weights.append(weight)
            }
            let scale = squares > 0 ? Double(1 << Weighting.bits) / squares.squareRoot() : 0
            let fixed = weights.map { UInt32(($0 * scale).rounded()) }
            result.vectors.append(family, zip(members.lazy.map(\.hash), fixed).lazy.map { ($0, $1) })
            if family == .words {
                for place in fixed.indices { result.words[place].weight = fixed[place] }
            }
        }
        return result
    }

    /// Makes an article comparable with those to come.
    mutating func index(_ weighed: WeighedArticle, of article: Int) {
        for word in weighed.words where word.weight > 0 {
            wordIndex.append(word.slot, article: article, weight: word.weight)
        }
        articles[article].vectors = weighed.vectors
    }

    /// Compares an article with the stories that share most with it.
    ///
    /// - Parameters:
    ///   - weighed: The article.
    ///   - phraseWeight: What `sumPhrases` gave, which has summed the phrases already.
    ///   - always: A story to compare with even if others share more.
    /// - Returns: The stories, the likeliest first, the older first among equals.
    mutating func storyEvidence(
        _ weighed: WeighedArticle, phraseWeight: UInt64, always: Int? = nil
    ) -> [StoryEvidence] {
        for word in weighed.words where word.weight > 0 {
            wordIndex.forEach(word.slot) { accumulators.add(word.weight &* $0.weight, .words, $0.article) }
        }
        let probe = VectorProbe(weighed.vectors)
        let length = weighed.vectors.wordProduct(weighed.vectors)
        var candidates = storyCandidates(phraseWeight: phraseWeight)
        if let always, !candidates.contains(always) { candidates.append(always) }
        return
            candidates
            .map { evidence($0, probe, phraseWeight: phraseWeight, length: length) }
            .sorted { $0.score != $1.score ? $0.score > $1.score : $0.story < $1.story }
    }

    /// The stories with a representative that seems nearest by what the index still has.
    private mutating func storyCandidates(phraseWeight: UInt64) -> [Int] {
        var sharing: [Int] = []
        for article in accumulators.touched where articles[article].isRepresentative {
            let phrases = UInt64(accumulators.value(.phrases, article)) << UInt64(2 * Weighting.bits - 1)
            let nearness = UInt64(accumulators.value(.words, article)) + phrases / max(1, phraseWeight)
            let story = articles[article].story
            if storyNearness[story] == 0, nearness > 0 { sharing.append(story) }
            storyNearness[story] = max(storyNearness[story], nearness)
        }
        var nearest = Ranking(limit: limit.storyCandidates)
        for story in sharing {
            nearest.add(story, rank: storyNearness[story])
            storyNearness[story] = 0
        }
        return nearest.places
    }

    /// Compares an article with a story's representatives.
    private func evidence(
        _ story: Int, _ probe: VectorProbe, phraseWeight: UInt64, length: UInt64
    ) -> StoryEvidence {
        var evidence = StoryEvidence(story: Int64(story + 1))
        var nearest = NearestMembers()
        for member in stories[story].representatives {
            nearest.add(probe.products(articles[member].vectors))
            let shared = accumulators.value(.phrases, member)
            let least = min(articles[member].phraseWeight, phraseWeight)
            if shared > 0, least > 0 {
                evidence[.phrases] = max(evidence[.phrases], min(1, Double(shared) / Double(least)))
            }
        }
        evidence[.words] = nearest.mean(.words)
        evidence[.pairs] = nearest.mean(.pairs)
        evidence[.names] = nearest.mean(.names)
        evidence[.lead] = nearest.mean(.lead)
        let norm = Double(stories[story].squaredLength).squareRoot() * Double(length).squareRoot()
        evidence[.centroid] = norm > 0 ? Double(nearest.wordSum) / norm : 0
        evidence[.logSize] = ExactMath.ln(Double(stories[story].originals))
        evidence.score = model.score(evidence)
        return evidence
    }
}

/// The most similar representatives of one story, family by family.
private struct NearestMembers {
    private static let nearest = 3

    /// Three greatest products of each family, the greatest first.
    private var top: InlineArray<12, UInt64> = .init(repeating: 0)
    private var members = 0
    /// The product with the sum of all representatives' words.
    private(set) var wordSum: UInt64 = 0

    mutating func add(_ products: InlineArray<4, UInt64>) {
        members += 1
        wordSum &+= products[0]
        for family in products.indices {
            var value = products[family]
            for place in family * Self.nearest..<(family + 1) * Self.nearest where value > top[place] {
                let smaller = top[place]
                top[place] = value
                value = smaller
            }
        }
    }

    /// The mean of the greatest products, over three members or as many as there are.
    func mean(_ family: Family) -> Double {
        let start = family.rawValue * Self.nearest
        var sum: UInt64 = 0
        for place in start..<start + Self.nearest { sum &+= top[place] }
        return Double(sum) / Double(max(1, min(members, Self.nearest))) / Double(Weighting.one)
    }
}

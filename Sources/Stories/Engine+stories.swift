import Shingling

/// An article weighed by what is known now.
struct WeighedArticle {
    /// Its vectors.
    var vectors: ArticleVectors
    /// Its words' slots in the index, and their weights.
    var words: [(slot: Int, weight: UInt32)] = []
    /// The phrases by which it is looked up, and their rarities.
    var phrases: [UInt32]
    var phraseRarities: [UInt16] = []
}

extension Engine {
    /// Counts an article's shingles, but for its phrases, and weighs them all; each family's vector has length 1.
    /// - Parameter sample: The phrases by which it is looked up.
    mutating func weigh(_ features: ArticleFeatures, _ sample: [UInt32]) -> WeighedArticle {
        let logArticles = weighting.logArticles(originals)
        var result = WeighedArticle(
            vectors: ArticleVectors(terms: features.features.count + sample.count), phrases: sample)
        result.words.reserveCapacity(features.features(of: .words).count)
        wordIndex.reserve(features.features(of: .words).count)
        var weights: [(rarity: Double, weight: Double)] = []
        for family in Signal.families {
            let members = features.features(of: family)
            weights.removeAll(keepingCapacity: true)
            if family == .words { wordIndex.prefetch(members.lazy.map(\.hash)) } else { frequencies.prefetch(members) }
            var squares = 0.0
            for feature in members {
                let frequency: UInt32
                if family == .words {
                    let slot = wordIndex.count(feature.hash)
                    if let forgottenWords, wordIndex.frequency(slot) == 1 {
                        wordIndex.add(forgottenWords.frequency(feature.hash), to: slot)
                    }
                    result.words.append((slot, 0))
                    frequency = wordIndex.frequency(slot)
                } else {
                    frequency = frequencies.count(feature.hash)
                }
                let rarity = weighting.rarity(logArticles: logArticles, frequency: frequency, prior: feature.prior)
                let weight = weighting.weight(rarity: rarity, count: feature.count)
                squares += weight * weight
                weights.append((rarity, weight))
            }
            let scale = squares > 0 ? Double(1 << Weighting.bits) / squares.squareRoot() : 0
            for (place, feature) in members.enumerated() {
                let weight = Weighting.nearest(weights[place].weight * scale)
                if family == .words { result.words[place].weight = weight }
                result.vectors.append(
                    family.rawValue, hash: feature.hash, rarity: Weighting.fixed(weights[place].rarity), weight: weight)
            }
            result.vectors.end(family.rawValue)
        }
        let unknown = Weighting.fixed(weighting.rarity(logArticles: logArticles, frequency: 1, prior: 0))
        result.phraseRarities.reserveCapacity(sample.count)
        for phrase in sample {
            let frequency = phraseIndex.frequency(of: phrase, openArticles)
            let rarity =
                frequency == 0
                ? unknown
                : Weighting.fixed(weighting.rarity(logArticles: logArticles, frequency: frequency + 1, prior: 0))
            result.phraseRarities.append(UInt16(rarity))
            result.vectors.append(ArticleVectors.phrases, hash: phrase, rarity: rarity, weight: 0)
        }
        result.vectors.end(ArticleVectors.phrases)
        result.vectors.logLength = ExactMath.ln(Double(max(1, features.tokenCount)))
        return result
    }

    /// Makes an article comparable with those to come.
    mutating func index(_ weighed: WeighedArticle, of article: Int) {
        for word in weighed.words where word.weight > 0 {
            wordIndex.append(word.slot, article: article, weight: word.weight)
        }
        articles[article].vectors = KnownVectors.pack(weighed.vectors, phraseRarities: weighed.phraseRarities)
    }

    /// Compares an article with the stories that share most with it.
    ///
    /// - Parameters:
    ///   - article: The article's place.
    ///   - weighed: The article, weighed.
    ///   - phraseWeight: What `sumPhrases` gave, which has summed the phrases already.
    ///   - always: A story to compare with even if others share more.
    /// - Returns: The stories, the likeliest first, the older first among equals.
    mutating func storyEvidence(
        of article: Int, _ weighed: WeighedArticle, phraseWeight: UInt64, always: Int? = nil
    ) -> [StoryEvidence] {
        accumulators.add(weighed.words, of: wordIndex)
        let probe = VectorProbe(weighed)
        var candidates = storyCandidates(phraseWeight: phraseWeight)
        if let always, !candidates.contains(always) { candidates.append(always) }
        return
            candidates
            .map { evidence($0, article, probe) }
            .sorted { $0.kinship != $1.kinship ? $0.kinship > $1.kinship : $0.story < $1.story }
    }

    /// The stories with a representative that seems nearest by what the index still has.
    private func storyCandidates(phraseWeight: UInt64) -> [Int] {
        var nearest = Ranking(limit: limit.storyCandidates)
        storyStoodFor.withUnsafeBufferPointer { storyStoodFor in
            var least: UInt64 = 1
            accumulators.forEach { article, words, shared in
                var nearness = UInt64(words)
                if shared > 0 { nearness += (UInt64(shared) << UInt64(2 * Weighting.bits - 1)) / max(1, phraseWeight) }
                guard nearness >= least else { return }
                let story = storyStoodFor[article]
                guard story > 0, story != Self.standsForClosed else { return }
                nearest.raise(Int(story) - 1, rank: nearness)
                if nearest.isFull, let last = nearest.entries.last { least = last.rank }
            }
        }
        return nearest.places
    }

    /// Compares an article with a story's representatives.
    private mutating func evidence(_ story: Int, _ article: Int, _ probe: VectorProbe) -> StoryEvidence {
        var evidence = StoryEvidence(story: Int64(story + 1))
        var sum = 0
        var greatest = -1
        let representatives = stories[story].representatives
        for (place, member) in representatives.enumerated() {
            if place + 1 < representatives.count { prefetch(representatives[place + 1]) }
            let signals = PairSignals(overlap(probe, member))
            let chance = model.chance(signals, articles[article].publishedAt, articles[member].publishedAt)
            chances[article, member] = chance
            sum += chance
            if chance > greatest {
                greatest = chance
                evidence.nearest = Int64(member + 1)
                evidence.signals = signals
                evidence.lostByDates = model.lost(articles[article].publishedAt, articles[member].publishedAt)
            }
        }
        evidence.kinship = sum / max(1, representatives.count)
        evidence.score = Chance.score(evidence.kinship)
        return evidence
    }

    /// Brings what is compared of an article into the processor's cache.
    private func prefetch(_ member: Int) {
        articles[member].vectors?.prefetch()
        phrases(of: member)?.prefetchSample()
    }

    /// What a representative shares with an article that is laid out.
    private func overlap(_ probe: VectorProbe, _ member: Int) -> VectorOverlap {
        guard let vectors = articles[member].vectors else { return VectorOverlap() }
        return probe.overlap(vectors, phrases(of: member))
    }

    /// What two representatives share.
    func overlap(_ left: Int, _ right: Int) -> VectorOverlap {
        guard let mine = articles[left].vectors, let its = articles[right].vectors else { return VectorOverlap() }
        return mine.overlap(phrases(of: left), its, phrases(of: right))
    }
}

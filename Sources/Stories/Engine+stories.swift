import Shingling

/// An article weighed by what is known now.
struct WeighedArticle {
    /// Its vectors.
    var vectors: ArticleVectors
    /// Its words' slots in the index, and their weights.
    var words: [(slot: Int, weight: UInt32)]
    /// The phrases by which it is looked up, and their rarities.
    var phrases: [UInt32]
    var phraseRarities: [UInt16]
}

extension Engine {
    /// Counts an article's shingles, but for its phrases, and weighs them all; each family's vector has length 1.
    /// - Parameter sample: The phrases by which it is looked up.
    mutating func weigh(_ features: ArticleFeatures, _ sample: PhraseSample) -> WeighedArticle {
        let logArticles = weighting.logArticles(originals)
        let words = features.features(of: .words)
        var slots = [(slot: Int, weight: UInt32)](repeating: (0, 0), count: words.count)
        wordIndex.reserve(words.count)
        let phraseRarities = rarities(ofPhrases: sample, logArticles)
        let vectors = ArticleVectors(
            terms: features.features.count + sample.phrases.count,
            logLength: ExactMath.ln(Double(max(1, features.tokenCount)))
        ) { filling in
            withUnsafeTemporaryAllocation(of: WeighedFeature.self, capacity: features.features.count) { weighed in
                for family in Signal.families {
                    let members = features.features(of: family)
                    if family == .words {
                        wordIndex.prefetch(members.lazy.map(\.hash))
                        wordIndex.count(members, including: forgottenWords) { place, slot, frequency in
                            slots[place].slot = slot
                            weighed[place].frequency = frequency
                        }
                    } else {
                        frequencies.prefetch(members)
                        frequencies.count(members) { weighed[$0].frequency = $1 }
                    }
                    let scale = weighting.weigh(members, logArticles: logArticles, weighed)
                    for (place, feature) in members.enumerated() {
                        let weight = Weighting.nearest(weighed[place].weight * scale)
                        if family == .words { slots[place].weight = weight }
                        filling.append(
                            family.rawValue, hash: feature.hash, rarity: Weighting.fixed(weighed[place].rarity),
                            weight: weight)
                    }
                    filling.end(family.rawValue)
                }
            }
            for (place, phrase) in sample.phrases.enumerated() {
                filling.append(
                    ArticleVectors.phrases, hash: phrase, rarity: UInt32(phraseRarities[place]), weight: 0)
            }
            filling.end(ArticleVectors.phrases)
        }
        return WeighedArticle(vectors: vectors, words: slots, phrases: sample.phrases, phraseRarities: phraseRarities)
    }

    /// The rarities of the phrases by which an article is looked up, as a vector keeps them.
    private func rarities(ofPhrases sample: PhraseSample, _ logArticles: Double) -> [UInt16] {
        let unknown = Weighting.fixed(weighting.rarity(logArticles: logArticles, frequency: 1, prior: 0))
        return [UInt16](unsafeUninitializedCapacity: sample.places.count) { rarities, count in
            for place in sample.places {
                let frequency = phraseIndex.frequency(at: place)
                let rarity =
                    frequency == 0
                    ? unknown
                    : Weighting.fixed(weighting.rarity(logArticles: logArticles, frequency: frequency + 1, prior: 0))
                rarities[count] = UInt16(rarity)
                count &+= 1
            }
        }
    }

    /// Makes an article comparable with those to come. Its phrases are indexed already.
    mutating func index(_ weighed: WeighedArticle, of article: Int) {
        for word in weighed.words where word.weight > 0 {
            wordIndex.append(word.slot, article: article, weight: word.weight)
        }
        vectors[article] = KnownVectors.pack(
            weighed.vectors, phraseRarities: weighed.phraseRarities, phrases(of: article))
    }

    /// Compares an article with the stories that share most with it.
    ///
    /// - Parameters:
    ///   - article: The article's place.
    ///   - probe: The article, weighed.
    ///   - phraseWeight: What `sumPhrases` gave, which has summed the phrases already.
    ///   - always: A story to compare with even if others share more.
    /// - Returns: The stories, the likeliest first, the older first among equals.
    mutating func storyEvidence(
        of article: Int, _ probe: VectorProbe, phraseWeight: UInt64, always: Int? = nil
    ) -> [StoryEvidence] {
        var candidates = storyCandidates(probe, phraseWeight: phraseWeight)
        if let always, !candidates.contains(always) { candidates.append(always) }
        return evidence(candidates, article, probe)
    }

    /// The stories that share most with an article whose phrases have been summed.
    mutating func storyCandidates(_ probe: VectorProbe, phraseWeight: UInt64) -> [Int] {
        accumulators.add(probe.weighed.words, of: wordIndex)
        return storyCandidates(phraseWeight: phraseWeight)
    }

    /// Compares an article with stories.
    mutating func evidence(_ candidates: [Int], _ article: Int, _ probe: VectorProbe) -> [StoryEvidence] {
        prefetch(candidates)
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
            if place + 2 < representatives.count {
                withVectors(of: representatives[place + 2]) { $0.prefetchPhrases() }
            }
            let signals = PairSignals(withVectors(of: member) { probe.overlap($0) } ?? VectorOverlap())
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

    /// Calls the body with an article's vectors where it has any.
    @inline(__always)
    private func withVectors<Result>(of article: Int, _ body: (KnownVectors) -> Result) -> Result? {
        vectors.withUnsafeBufferPointer { vectors in
            vectors.baseAddress.flatMap { Borrowed.with(at: $0 + article, body) }
        }
    }

    /// Brings what is compared with an article into the processor's cache, each time for all candidates what leads to the
    /// next: the stories, their lists, the articles in these, and the articles' vectors.
    private func prefetch(_ candidates: [Int]) {
        stories.withUnsafeBufferPointer { stories in
            guard let base = stories.baseAddress,
                let list = MemoryLayout<KnownStory>.offset(of: \.representatives)
            else { return }
            for story in candidates { Prefetch.lines(of: base + story, bytes: MemoryLayout<KnownStory>.stride) }
            // A list's count and capacity, and room for all of it.
            for story in candidates { Prefetch.object(at: UnsafeRawPointer(base + story) + list, bytes: 192) }
        }
        vectors.withUnsafeBufferPointer { vectors in
            articles.withUnsafeBufferPointer { articles in
                guard let vectors = vectors.baseAddress, let articles = articles.baseAddress else { return }
                for story in candidates {
                    for member in stories[story].representatives {
                        Prefetch.lines(of: vectors + member, bytes: 8)
                        Prefetch.lines(of: articles + member, bytes: MemoryLayout<KnownArticle>.stride)
                    }
                }
                for story in candidates {
                    for member in stories[story].representatives {
                        Prefetch.object(at: vectors + member, bytes: KnownVectors.compared)
                    }
                }
            }
        }
    }

    /// What two representatives share.
    func overlap(_ left: Int, _ right: Int) -> VectorOverlap {
        guard let mine = vectors[left], let its = vectors[right] else { return VectorOverlap() }
        return mine.overlap(its)
    }
}

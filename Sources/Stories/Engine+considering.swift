package import Shingling

extension Engine {
    /// What a decision about an article would rest on if it came now. Nothing is remembered; everything known is copied,
    /// which takes a while.
    /// - Parameter story: A story to compare with in any case.
    package func consider(_ submission: Submission, with story: Int64? = nil) -> Consideration {
        var engine = self
        _ = engine.age(to: submission.arrivedAt)
        let features = submission.features
        let sameText = engine.exactOriginal(of: features)
        let sample = engine.lookUp(features)
        let phraseWeight = engine.sumPhrases(sample)
        var nearest = Ranking(limit: limit.copyCandidates)
        for place in engine.accumulators.sharingPhrases {
            nearest.add(place, rank: UInt64(engine.accumulators.phrases(place)))
        }
        let article = engine.learn(submission)
        let weighed = engine.weigh(features, sample)
        let always = story.flatMap { stories.indices.contains(Int($0) - 1) ? survivor(Int($0) - 1) : nil }
        let probe = VectorProbe(weighed, in: &engine.termTable)
        return Consideration(
            sameText: sameText.map { Int64($0 + 1) }, relatives: nearest.places.map { Int64($0 + 1) },
            evidence: engine.storyEvidence(of: article, probe, phraseWeight: phraseWeight, always: always))
    }

    /// Puts an article where it is known to belong, to learn from what it has in common with the stories so far.
    /// - Parameter story: Its story's number; nil opens one, whatever it may be a copy of.
    /// - Returns: The story's number, and what a decision would have rested on; nothing for a copy.
    package mutating func place(
        _ submission: Submission, in story: Int64?
    ) -> (story: Int64, evidence: [StoryEvidence]) {
        let isExact = exactOriginal(of: submission.features) != nil
        let sample = lookUp(submission.features)
        let phraseWeight = isExact ? 0 : sumPhrases(sample)
        defer { accumulators.reset() }
        let exact = story == nil ? nil : exactOriginal(of: submission.features)
        let copied = story == nil || isExact ? exact : nearOriginal(of: submission, sample)?.original
        let article = learn(submission, copyOf: copied)
        var evidence: [StoryEvidence] = []
        let weighed = copied == nil ? weigh(submission.features, sample) : nil
        if let weighed {
            let probe = VectorProbe(weighed, in: &termTable)
            evidence = storyEvidence(of: article, probe, phraseWeight: phraseWeight)
        }
        if !isExact { indexPhrases(of: article, submission.features, sample) }
        if let weighed { index(weighed, of: article) }
        guard let story, story >= 1, story <= Int64(stories.count) else {
            return (founded(article, submission, score: nil).story, evidence)
        }
        addMember(article, to: survivor(Int(story) - 1))
        return (Int64(survivor(Int(story) - 1) + 1), evidence)
    }

    /// The numbers of the articles that stand for a story when others are compared with it.
    package func representatives(of story: Int64) -> [Int64] {
        guard story >= 1, story <= Int64(stories.count) else { return [] }
        return stories[Int(story) - 1].representatives.map { Int64($0 + 1) }
    }

    /// How rare a shingle is to the engine now.
    /// - Returns: Articles known to have it, about, and its idf were it in one more.
    package func rarity(of feature: Feature, _ family: Family) -> (articles: Int, idf: Double) {
        let frequency: UInt32
        if family == .words {
            frequency =
                wordIndex.find(feature.hash).map(wordIndex.frequency) ?? forgottenWords?.frequency(feature.hash) ?? 0
        } else {
            frequency = frequencies.frequency(feature.hash)
        }
        let idf = weighting.rarity(
            logArticles: weighting.logArticles(originals + 1), frequency: frequency + 1, prior: feature.prior)
        return (Int(frequency), idf)
    }
}

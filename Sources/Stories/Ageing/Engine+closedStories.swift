import Shingling

// What is asked of closed stories: whether an article copies one of theirs, and whether a new story continues one.

extension Engine {
    /// The articles of closed stories that share most of the phrases by which an article is looked up, oldest first.
    func closedCandidates(_ sample: [UInt32]) -> [Int] {
        var hits: [Int] = []
        for phrase in sample { sketches.prefetch(phrase) }
        for phrase in sample { sketches.forEachHolder(of: phrase, articles) { hits.append($0) } }
        hits.sort()
        var most = Ranking(limit: limit.closedCandidates)
        var start = 0
        while start < hits.count {
            var end = start
            while end < hits.count, hits[end] == hits[start] { end += 1 }
            most.add(hits[start], rank: UInt64(end - start))
            start = end
        }
        return most.places.sorted()
    }

    /// The closed story that an article continues, which has just been compared with the open ones: of those it would
    /// join were they open, the likeliest, then the latest.
    func storyContinued(by article: Int, _ probe: VectorProbe) -> Int? {
        let closed = closedStories()
        prefetchSummaries(closed)
        let joinAt = Chance.of(score: joinScore)
        var best: (story: Int, kinship: Int)?
        for story in closed {
            var sum = 0
            for member in stories[story].representatives {
                let overlap = summaries.withSummary(of: member) { probe.overlap($0) } ?? VectorOverlap()
                let signals = PairSignals(overlap)
                sum += model.chance(signals, articles[article].publishedAt, articles[member].publishedAt)
            }
            let kinship = sum / max(1, stories[story].representatives.count)
            guard kinship >= joinAt else { continue }
            if let known = best, (known.kinship, known.story) > (kinship, story) { continue }
            best = (story, kinship)
        }
        return best?.story
    }

    /// The closed stories that share most words with the article, as summed.
    private func closedStories() -> [Int] {
        var nearest = Ranking(limit: limit.storyCandidates)
        storyStoodFor.withUnsafeBufferPointer { storyStoodFor in
            var least: UInt64 = 0
            accumulators.forEach { article, words, _ in
                guard words >= least, storyStoodFor[article] == Self.standsForClosed else { return }
                nearest.add(article, rank: UInt64(words))
                if nearest.isFull, let last = nearest.entries.last { least = last.rank }
            }
        }
        var found: [Int] = []
        for place in nearest.places {
            let story = survivor(articles[place].story)
            if stories[story].isClosed, !found.contains(story) { found.append(story) }
        }
        return found
    }

    /// Brings the summaries by which stories are compared into the processor's cache.
    private func prefetchSummaries(_ closed: [Int]) {
        for story in closed { for member in stories[story].representatives { summaries.prefetchPlace(of: member) } }
        for story in closed { for member in stories[story].representatives { summaries.prefetch(member) } }
    }
}

import Shingling

extension Engine {
    /// Remembers a story, retired ones included. Call it for every story in the order of their numbers, then `restore`
    /// every article.
    /// - Returns: False, and nothing is remembered, when the number is not the next one or the records lead in a circle.
    @discardableResult
    public mutating func restore(_ restored: RestoredStory) -> Bool {
        let story = stories.count
        guard restored.number == Int64(story + 1), restored.founder >= 1, articles.isEmpty else { return false }
        var record = KnownStory(id: restored.id, generation: restored.generation, founder: Int(restored.founder) - 1)
        if let survivor = restored.mergedInto {
            guard survivor >= 1, survivor <= Int64(UInt32.max), !leads(Int(survivor) - 1, to: story) else {
                return false
            }
            record.mergedInto = Int(survivor) - 1
            mergedStories += 1
        }
        record.lastArrival = restored.lastArrival == 0 ? nil : restored.lastArrival
        if let article = restored.closedBy { closingPlan.add(story: story, at: article) }
        stories.append(record)
        names.insertLast(stories)
        return true
    }

    /// Remembers an article that was decided before, in the story it is in now. Call it for every article in the order of
    /// their numbers, after the stories: from there on decisions are those of an engine that never stopped.
    /// - Returns: False, and nothing is remembered, when the number is not the next one or there is no such story.
    @discardableResult
    public mutating func restore(_ restored: RestoredArticle) -> Bool {
        guard restored.article == Int64(articles.count + 1), restored.story >= 1,
            restored.story <= Int64(stories.count)
        else { return false }
        let story = Int(restored.story) - 1
        guard stories[story].mergedInto == nil else { return false }
        if let original = restored.duplicateOf, original < 1 || original >= restored.article { return false }
        let features = restored.submission.features
        let original = restored.duplicateOf.map { Int($0) - 1 }
        ageAgain(to: restored.submission.arrivedAt, before: restored.article)
        let article = learn(restored.submission, copyOf: original)
        if let original, let order = versionOrder(restored.submission, original) {
            recordVersion(article, order, of: original)
        }
        let sample = lookUp(features)
        let weighed = original == nil && !settings.copiesOnly ? weigh(features, sample) : nil
        let isLate = restored.closedBy == restored.article
        if isLate {
            settleLate(article, features, isExact: restored.outcome == .exactDuplicate)
        } else if restored.outcome != .exactDuplicate {
            indexPhrases(of: article, features, sample)
        }
        if let step = restored.closedBy, !isLate {
            closingPlan.add(article, isStanding: restored.isStanding, at: step)
        }
        if let weighed { index(weighed, of: article) }
        // Stories were founded in the order of their numbers, so those of this article come next.
        while restoredFounders < stories.count, stories[restoredFounders].founder <= article {
            // A person may have opened one later with an article that came before.
            texts.founded(articles[stories[restoredFounders].founder].textHash, articles)
            restoredFounders += 1
        }
        addMember(article, to: story)
        return true
    }

    /// The article that an article is a copy of, as the first of its kind. Nil for one that is no copy.
    public func original(ofArticle article: Int64) -> Int64? {
        guard article >= 1, article <= Int64(articles.count) else { return nil }
        return articles[Int(article) - 1].original.map { Int64($0) + 1 }
    }

    /// Whether merges lead from one story to another, as far as they are known.
    private func leads(_ story: Int, to target: Int) -> Bool {
        var story = story
        while story != target {
            guard story < stories.count, let next = stories[story].mergedInto else { return false }
            story = next
        }
        return true
    }
}

import Shingling

extension Engine {
    /// Remembers an article, without a story yet.
    /// - Returns: Its place.
    mutating func learn(_ submission: Submission, copyOf original: Int? = nil) -> Int {
        let place = articles.count
        // An exact copy needs no phrases: whatever is like it is like its original.
        articles.append(KnownArticle(submission, original: original.map { articles[$0].original ?? $0 }))
        texts.insert(place, articles)
        accumulators.grow()
        articles[place].openPlace = openArticles.count
        openArticles.append(OpenArticle(place))
        vectors.append(nil)
        summaries.grow()
        storyStoodFor.append(0)
        leastPostings.append(0)
        if original == nil { originals += 1 }
        return place
    }

    /// Opens a story for an article.
    mutating func founded(_ article: Int, _ submission: Submission, score: Int?) -> Assignment {
        let text = submission.features.textHash
        let generation = texts.foundings(of: text, articles)
        let story = stories.count
        stories.append(
            KnownStory(id: unusedName(text, generation: generation), generation: generation, founder: article))
        names.insertLast(stories)
        texts.founded(text, articles)
        addMember(article, to: story)
        return assignment(article, .newStory, score: score, copy: nil)
    }

    /// A story's name; should two texts ever agree in 65 bits, the later takes the next name that is free.
    func unusedName(_ text: TextHash, generation: Int) -> StoryID {
        var attempt = generation
        while true {
            let id = StoryID(founding: text, generation: attempt)
            if !names.contains(id, stories) { return id }
            attempt &+= 1 << 32
        }
    }

    /// Puts a copy into its original's story.
    mutating func joined(_ article: Int, _ story: Int, _ outcome: Outcome, copy: Copy) -> Assignment {
        addMember(article, to: survivor(story))
        var result = assignment(article, outcome, score: nil, copy: copy)
        if let order = copy.order {
            let version = Int64(recordVersion(article, order, of: copy.original) + 1)
            if order == .newer { result.replaces = version } else { result.replacedBy = version }
        }
        return result
    }

    /// Puts an article into the best story, and merges the others with it that it belongs to as well.
    mutating func joinedMerging(_ article: Int, _ best: StoryEvidence, _ others: [Int]) -> Assignment {
        let all = ([Int(best.story) - 1] + others).sorted()
        // The story with more articles survives, then the older: the first of the largest.
        var target = all[0]
        for story in all where stories[story].members.count > stories[target].members.count { target = story }
        addMember(article, to: target)
        var result = assignment(article, .sameStory, score: best.score, copy: nil)
        for story in all where story != target { result.merges.append(merge(story, into: target)) }
        return result
    }

    private func assignment(_ article: Int, _ outcome: Outcome, score: Int?, copy: Copy?) -> Assignment {
        let place = articles[article].story
        let story = stories[place]
        return Assignment(
            article: Int64(article + 1), story: Int64(place + 1), storyID: story.id, generation: story.generation,
            storySize: story.size, storyFounder: Int64(story.founder + 1), outcome: outcome,
            score: score.map(model.probability), duplicateOf: copy.map { Int64($0.original + 1) },
            similarity: copy?.similarity, containment: copy?.containment, follows: nil, isLate: story.isClosed,
            merges: [], moves: [], closings: [])
    }

    // MARK: - Members

    /// Adds the latest article to a story.
    mutating func addMember(_ article: Int, to story: Int) {
        articles[article].story = story
        guard !stories[story].isClosed else {
            stories[story].settled += 1
            return
        }
        stories[story].members.append(article)
        touch(story)
        guard articles[article].original == nil else { return }
        stories[story].originals += 1
        represent(story, by: article)
    }

    /// Makes an article stand for its story; the earliest of the later representatives makes room.
    mutating func represent(_ story: Int, by article: Int) {
        articles[article].isRepresentative = true
        storyStoodFor[article] = UInt32(story + 1)
        let place = stories[story].representatives.lastIndex { $0 < article }.map { $0 + 1 } ?? 0
        stories[story].representatives.insert(article, at: place)
        if stories[story].representatives.count > limit.representatives {
            let retired = stories[story].representatives.remove(at: limit.firstRepresentatives)
            articles[retired].isRepresentative = false
            storyStoodFor[retired] = 0
            vectors[retired] = nil
        }
    }

    /// Moves a story's articles into another.
    mutating func merge(_ story: Int, into target: Int) -> Merge {
        let moved = stories[story].members
        for article in moved { articles[article].story = target }
        stories[target].members = Self.merged(stories[target].members, moved)
        stories[target].originals += stories[story].originals
        // One by one into the union, which keeps its first and its latest: those are the same in any order of merging,
        // because a representative that had to go can never be among the first or the latest of a larger set.
        for article in stories[story].representatives { represent(target, by: article) }
        stories[story].members = []
        stories[story].representatives = []
        stories[story].originals = 0
        stories[story].mergedInto = target
        mergedStories += 1
        return Merge(
            survivor: Int64(target + 1), absorbed: Int64(story + 1), survivorID: stories[target].id,
            absorbedID: stories[story].id, survivorSize: stories[target].members.count,
            moved: moved.map { Int64($0 + 1) })
    }

    static func merged(_ left: [Int], _ right: [Int]) -> [Int] {
        var result: [Int] = []
        result.reserveCapacity(left.count + right.count)
        var (i, j) = (0, 0)
        while i < left.count || j < right.count {
            if j == right.count || i < left.count && left[i] < right[j] {
                result.append(left[i])
                i += 1
            } else {
                result.append(right[j])
                j += 1
            }
        }
        return result
    }
}

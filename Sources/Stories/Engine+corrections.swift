/// Why a correction cannot be made.
public enum CorrectionError: Error, Sendable, Equatable, CustomStringConvertible {
    /// No story has this number.
    case unknownStory(Int64)
    /// No article has this number.
    case unknownArticle(Int64)
    /// Both are one story already.
    case sameStory
    /// The article is in that story already.
    case alreadyThere
    /// The article is alone in its story, or with its copies: that is a story of its own already.
    case alreadyAlone
    /// A story is closed: what the engine has forgotten of it cannot be put elsewhere.
    case closedStory

    /// One clause for the operator.
    public var description: String {
        switch self {
        case .unknownStory(let number): "there is no story with the number \(number)"
        case .unknownArticle(let number): "there is no article \(number)"
        case .sameStory: "both are one story already"
        case .alreadyThere: "the article is in that story already"
        case .alreadyAlone: "the article is in a story of its own already"
        case .closedStory: "nothing came to the story for so long that it is closed (stories.window)"
        }
    }
}

/// What a person's correction changed.
public struct Corrected: Sendable, Equatable {
    /// Two stories that are one now: by a merge, or because an article was moved that was all of its story.
    public var merge: Merge?
    /// An article that changed its story.
    public var move: Move?
    /// How many earlier stories its text founded, where the article opened the story it went to.
    public var generation: Int?
    /// Whether the engine has forgotten too much to go on as one that is restored would: it is to be restored.
    public var needsRestoring = false
}

// What a person says holds: the article stays where it was put, stories told apart are not merged again by a decision,
// and a merge is final as every merge is.
extension Engine {
    /// Merges two stories: the one with more articles survives, then the older.
    /// - Throws: ``CorrectionError``; then nothing has changed.
    public mutating func merge(byHand one: Int64, _ other: Int64) throws(CorrectionError) -> Corrected {
        let (one, other) = (try openPlace(ofStory: one), try openPlace(ofStory: other))
        guard one != other else { throw .sameStory }
        return Corrected(merge: mergeByHand(one, other))
    }

    /// Puts an article into another story, an original together with the copies of it that are in its story.
    ///
    /// Where nothing else is in the story it leaves, the two stories are merged.
    /// - Parameter story: The story's number; nil opens one.
    /// - Throws: ``CorrectionError``; then nothing has changed.
    public mutating func move(byHand article: Int64, to story: Int64?) throws(CorrectionError) -> Corrected {
        guard article >= 1, article <= Int64(articles.count) else { throw .unknownArticle(article) }
        let article = Int(article) - 1
        let origin = survivor(articles[article].story)
        guard !stories[origin].isClosed else { throw .closedStory }
        let known: Int? = if let story { try openPlace(ofStory: story) } else { nil }
        guard known != origin else { throw .alreadyThere }
        let moved = stories[origin].members.filter { $0 == article || articles[$0].original == article }
        if moved.count == stories[origin].members.count {
            guard let known else { throw .alreadyAlone }
            return Corrected(merge: mergeByHand(origin, known))
        }
        var result = Corrected()
        if articles[article].original == nil {
            // Of a large story, what would stand for it in this one's place is not known any more, nor is what this one
            // needs to be compared, where it stood for nothing.
            result.needsRestoring = stories[origin].originals > limit.representatives
        }
        let target: Int
        if let known { target = known } else { (target, result.generation) = opened(by: article) }
        result.move = shift(article, moved, from: origin, to: target)
        touch(origin)
        touch(target)
        for member in moved { corrections.settle(member) }
        corrections.tellApart(origin, target)
        return result
    }

    /// Remembers a correction made before. Call it for every article that a person's correction moved, in the order of
    /// the corrections, once every article is restored.
    /// - Parameters:
    ///   - article: The article's number.
    ///   - from: The story it was taken from.
    ///   - to: The story it was put into.
    public mutating func restoreCorrection(article: Int64, from: Int64, to: Int64) {
        guard article >= 1, article <= Int64(articles.count) else { return }
        corrections.settle(Int(article) - 1)
        guard let from = try? place(ofStory: from), let to = try? place(ofStory: to), from != to else { return }
        corrections.tellApart(from, to)
    }

    /// Whether a person told a story apart from one of others.
    func isKeptApart(_ story: Int, from others: [Int]) -> Bool {
        corrections.apart.contains { pair in
            let (one, other) = (survivor(pair.from), survivor(pair.to))
            return one == story && others.contains(other) || other == story && others.contains(one)
        }
    }

    /// Whether a person put an original, or a copy of it in the same story, where it is.
    func isSettled(_ article: Int) -> Bool {
        guard !corrections.isEmpty else { return false }
        return corrections.isSettled(article)
            || stories[articles[article].story].members.contains {
                articles[$0].original == article && corrections.isSettled($0)
            }
    }

    /// An open story's place.
    private func openPlace(ofStory number: Int64) throws(CorrectionError) -> Int {
        let place = try place(ofStory: number)
        guard !stories[place].isClosed else { throw .closedStory }
        return place
    }

    private func place(ofStory number: Int64) throws(CorrectionError) -> Int {
        guard number >= 1, number <= Int64(stories.count) else { throw .unknownStory(number) }
        return survivor(Int(number) - 1)
    }

    private mutating func mergeByHand(_ one: Int, _ other: Int) -> Merge {
        var (target, absorbed) = (min(one, other), max(one, other))
        if stories[absorbed].members.count > stories[target].members.count { swap(&target, &absorbed) }
        let result = merge(absorbed, into: target)
        touch(target)
        for article in result.moved { corrections.settle(Int(article) - 1) }
        return result
    }

    /// A story without articles yet, named after one that is known.
    private mutating func opened(by article: Int) -> (story: Int, generation: Int) {
        let text = articles[article].textHash
        let generation = texts.foundings(of: text, articles)
        stories.append(
            KnownStory(id: unusedName(text, generation: generation), generation: generation, founder: article))
        names.insertLast(stories)
        texts.founded(text, articles)
        return (stories.count - 1, generation)
    }
}

// A second look at the stories around an article that has just been decided: what it brings together, and what it shows to
// be in the wrong place. Without it the order of arrival would decide too much.

extension Engine {
    /// The further stories that belong with the best one now that the article is there: average linkage between what
    /// stands for them.
    /// - Parameter evidence: The article's, the best story first.
    mutating func relatedStories(_ article: Int, _ evidence: [StoryEvidence]) -> [Int] {
        guard let best = evidence.first else { return [] }
        // A story that shares little with the article itself is no matter of this decision.
        let least = Chance.one / 5
        var rest = evidence.dropFirst().filter { $0.kinship >= least }.map { Int($0.story) - 1 }
        var together = [Int(best.story) - 1]
        while let next = mostRelated(article, together, rest) {
            together.append(next)
            rest.removeAll { $0 == next }
        }
        return Array(together.dropFirst())
    }

    /// The story that has most in common with an article and its stories, the older among equals; nil when none has
    /// enough. An article that is alone in its story joins as it would if it came now.
    private mutating func mostRelated(_ article: Int, _ together: [Int], _ rest: [Int]) -> Int? {
        let joinAt = Chance.of(score: joinScore)
        let mergeAt = Chance.of(score: mergeScore)
        var best: (story: Int, kinship: Int)?
        for story in rest where !isKeptApart(story, from: together) {
            var sum = 0
            var pairs = 0
            for member in stories[story].representatives {
                sum += chance(article, member)
                pairs += 1
                for other in together {
                    for kin in stories[other].representatives {
                        sum += chance(kin, member)
                        pairs += 1
                    }
                }
            }
            let kinship = sum / max(1, pairs)
            guard kinship >= (stories[story].originals == 1 ? joinAt : mergeAt) else { continue }
            if let known = best, (known.kinship, story) > (kinship, known.story) { continue }
            best = (story, kinship)
        }
        return best?.story
    }

    /// Moves articles of the other stories that were compared to the article's own, where they fit better now.
    ///
    /// Only out of stories in which every original is a representative: others are settled, and what stands for them is
    /// not known well enough any more.
    mutating func gather(around article: Int, _ evidence: [StoryEvidence], into result: inout Assignment) {
        let target = articles[article].story
        let joinAt = Chance.of(score: joinScore)
        for item in evidence {
            let story = survivor(Int(item.story) - 1)
            guard story != target, stories[story].originals <= limit.representatives,
                stories[story].members.count <= limit.movableStory
            else { continue }
            for member in stories[story].representatives where stories[story].originals > 1 {
                guard chance(member, article) >= Chance.one / 10, !isSettled(member) else { continue }
                let there = kinship(member, target)
                guard there >= joinAt, there > kinship(member, story) else { continue }
                result.moves.append(move(member, from: story, to: target))
            }
        }
    }

    /// The mean chance of an article and the others that stand for a story.
    private mutating func kinship(_ article: Int, _ story: Int) -> Int {
        var sum = 0
        var others = 0
        for member in stories[story].representatives where member != article {
            sum += chance(article, member)
            others += 1
        }
        return sum / max(1, others)
    }

    /// The chance that two representatives belong together.
    private mutating func chance(_ left: Int, _ right: Int) -> Int {
        if let known = chances[left, right] { return known }
        let signals = PairSignals(overlap(left, right))
        let chance = model.chance(signals, articles[left].publishedAt, articles[right].publishedAt)
        chances[left, right] = chance
        return chance
    }

    /// Moves an original and its copies. The story it leaves has another original.
    private mutating func move(_ article: Int, from story: Int, to target: Int) -> Move {
        let moved = stories[story].members.filter { $0 == article || articles[$0].original == article }
        return shift(article, moved, from: story, to: target)
    }

    /// Moves articles: one, and copies of it where it is an original.
    mutating func shift(_ article: Int, _ moved: [Int], from story: Int, to target: Int) -> Move {
        for member in moved { articles[member].story = target }
        stories[story].members.removeAll { articles[$0].story == target }
        stories[target].members = Self.merged(stories[target].members, moved)
        if articles[article].original == nil {
            stories[story].representatives.removeAll { $0 == article }
            stories[story].originals -= 1
            stories[target].originals += 1
            represent(target, by: article)
        }
        return Move(
            from: Int64(story + 1), to: Int64(target + 1), fromID: stories[story].id, toID: stories[target].id,
            fromSize: stories[story].members.count, toSize: stories[target].members.count,
            articles: moved.map { Int64($0 + 1) })
    }
}

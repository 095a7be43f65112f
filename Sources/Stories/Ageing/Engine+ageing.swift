import Shingling

// Stories close when nothing has come for a while, by the time at which articles arrive. What the engine knows of the past
// shrinks to what it takes to recognise a copy, and to see that a new story continues an old one.

extension Engine {
    /// Lets time pass until an article arrives: closes the stories to which nothing came for too long, and forgets texts
    /// that came before copies are looked for. Nothing is known of time before the first article that states one.
    /// - Parameter arrival: Seconds since 1970; 0 stands for a time not known.
    /// - Returns: The stories closed, in order of their numbers.
    mutating func age(to arrival: Int64) -> [Closing] {
        if agendaIsStale { renewAgenda() }
        passTime(to: arrival)
        var step = ClosingPlan.Step(stories: dueStories())
        let closings = step.stories.map { story in
            let standing = standing(for: story)
            for article in stories[story].members { step.articles.append((article, standing.contains(article))) }
            return Closing(
                story: Int64(story + 1), articles: stories[story].members.map { Int64($0 + 1) },
                standing: standing.map { Int64($0 + 1) })
        }
        step.articles.sort { $0.place < $1.place }
        close(step)
        giveUp()
        return closings
    }

    /// Ages as the engine did that made the decisions which are being restored: what it closed is remembered, and was not
    /// by today's memberships and settings alone.
    /// - Parameter article: The number of the article that comes next.
    mutating func ageAgain(to arrival: Int64, before article: Int64) {
        agendaIsStale = true
        passTime(to: arrival)
        if let step = closingPlan.take(article) { close(step) }
        giveUp()
    }

    private mutating func close(_ step: ClosingPlan.Step) {
        for (article, isStanding) in step.articles { settle(article, isStanding: isStanding) }
        for story in step.stories {
            stories[story].representatives = []
            stories[story].settled += stories[story].members.count
            stories[story].members = []
            stories[story].isClosed = true
        }
        for (article, isStanding) in step.articles {
            let story = articles[article].story
            if !stories[story].isClosed {
                // It was moved by hand, out of the closed story: little is known of it to stand for an open one.
                stories[story].representatives.removeAll { $0 == article }
            } else if isStanding {
                stories[story].representatives.append(article)
            }
        }
    }

    private mutating func giveUp() {
        forgetTexts()
        purgeIfWorthIt()
    }

    /// Moves the clock, which never goes back.
    mutating func passTime(to arrival: Int64) {
        guard arrival != 0, clock.map({ arrival > $0 }) ?? true else { return }
        let isFirst = clock == nil
        clock = arrival
        if settings.duplicatesWindow != nil {
            // What came before any time was known came now.
            arrivals.add(isFirst ? 0 : articles.count, at: arrival)
        }
        guard isFirst else { return }
        for story in stories.indices where stories[story].lastArrival == nil && stories[story].mergedInto == nil {
            touch(story)
        }
    }

    /// Notes that something came to a story, or left it.
    mutating func touch(_ story: Int) {
        guard let clock, !stories[story].isClosed, stories[story].lastArrival.map({ $0 < clock }) ?? true else {
            return
        }
        stories[story].lastArrival = clock
        agenda.add(story, at: clock)
    }

    /// The open stories to which nothing came for longer than the window, in order.
    private mutating func dueStories() -> [Int] {
        guard let clock, let window = settings.storyWindow else { return [] }
        var due: [Int] = []
        while let entry = agenda.next(before: clock.subtractingReportingOverflow(window).partialValue) {
            let story = stories[entry.item]
            guard !story.isClosed, story.mergedInto == nil, story.lastArrival == entry.time else { continue }
            due.append(entry.item)
        }
        return due.sorted()
    }

    /// The articles by which a story is remembered: the first and the latest of those that stand for it.
    private func standing(for story: Int) -> [Int] {
        let representatives = stories[story].representatives
        guard let first = representatives.first, let last = representatives.last, !settings.copiesOnly else {
            return []
        }
        return first == last ? [first] : [first, last]
    }

    /// Keeps of an article in an open story what is kept in a closed one.
    private mutating func settle(_ article: Int, isStanding: Bool) {
        let known = articles[article]
        guard !known.isClosed else { return }
        closedSincePurge += 1
        articles[article].isRepresentative = false
        storyStoodFor[article] = isStanding ? Self.standsForClosed : 0
        articles[article].isStanding = isStanding
        leastPostings[article] = isStanding ? vectors[article]?.leastPosting ?? .max : .max
        if isStanding { summaries.set(article, vectors[article]) }
        vectors[article] = nil
        if let phrases = openArticles[known.openPlace].phrases {
            // Until memory is given back the index finds by these what it alone has.
            openArticles[known.openPlace].phrases = phrases.sample()
            phrases.withSmallest(SketchIndex.most, shift: known.phraseShift) {
                keepSketch($0, count: phrases.count, of: article)
            }
        } else {
            keepSketch(.none, count: 0, of: article)
        }
    }

    /// Keeps what is to be kept of a copy that came to a closed story.
    mutating func settleLate(_ article: Int, _ features: ArticleFeatures, isExact: Bool) {
        guard !isExact else { return keepSketch(.none, count: 0, of: article) }
        features.phrases.withUnsafeBufferPointer { hashes in
            keepSketch(
                PhraseList(hashes: hashes, specific: features.specific, shift: features.phraseShift),
                count: hashes.count, of: article)
        }
    }

    private mutating func keepSketch(_ list: PhraseList, count: Int, of article: Int) {
        articles[article].isClosed = true
        articles[article].phrases = 0..<0
        guard !list.hashes.isEmpty, !articles[article].isForgotten else { return }
        sketches.add(list, of: count, article, &articles, limit.phraseSampleShift)
    }

    /// Stops looking for copies of what came too long ago.
    private mutating func forgetTexts() {
        guard let clock, let window = settings.duplicatesWindow else { return }
        while arrivals.next(before: clock.subtractingReportingOverflow(window).partialValue) != nil {
            // All that came at that time go.
            let end = arrivals.first ?? articles.count
            while forgotten < end {
                articles[forgotten].isForgotten = true
                if articles[forgotten].isClosed { sketches.remove(&articles[forgotten]) }
                forgotten += 1
            }
        }
    }

    // MARK: - Memory

    /// Gives the memory of what was settled back, once it is about half of all.
    private mutating func purgeIfWorthIt() {
        if sketches.isWorthCompacting { sketches.compact(&articles, from: forgotten, limit.phraseSampleShift) }
        guard closedSincePurge >= limit.leastPurge, closedSincePurge * 2 >= openArticles.count else { return }
        closedSincePurge = 0
        openArticles.removeAll { articles[$0.article].isClosed }
        openArticles = Array(openArticles)
        for place in openArticles.indices {
            let article = openArticles[place].article
            articles[article].openPlace = place
            if articles[article].isForgotten { openArticles[place].firstWeight = 0 }
        }
        purgeWords()
        purgePhrases()
    }

    private mutating func purgePhrases() {
        // One bit for each article: that is asked of every posting.
        var kept = [UInt64](repeating: 0, count: articles.count / 64 + 1)
        for open in openArticles where !articles[open.article].isForgotten {
            kept[open.article / 64] |= 1 << UInt64(open.article % 64)
        }
        phraseIndex.purge(openArticles) { kept[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    }

    /// Words stay while an article is found by them; how many articles had the others is kept in a sketch.
    private mutating func purgeWords() {
        if forgottenWords == nil { forgottenWords = CountingSketch(bits: limit.forgottenWordBits) }
        var counts = forgottenWords
        forgottenWords = nil
        wordIndex.purge(leastPostings) { counts?.raise($0, to: $1) }
        forgottenWords = counts
    }

    /// The agenda of an engine whose stories were restored.
    private mutating func renewAgenda() {
        agendaIsStale = false
        var entries: [(time: Int64, item: UInt32)] = []
        for (place, story) in stories.enumerated() where !story.isClosed && story.mergedInto == nil {
            if let last = story.lastArrival { entries.append((last, UInt32(place))) }
        }
        agenda = Timeline(entries.sorted { $0.time < $1.time })
    }
}

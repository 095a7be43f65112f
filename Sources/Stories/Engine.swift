import Shingling

/// Decides, one article after the other, what is a copy and which story an article belongs to.
///
/// A pure function of the articles in their order: the same submissions give the same numbers, names and outcomes, bit
/// for bit, on every machine. It does no I/O and keeps no clock. One owner calls it; copying it copies everything known.
///
/// ## Usage
/// ```swift
/// var engine = Engine(settings: EngineSettings())
/// let features = Shingler().features(title: title, text: text, language: nil)
/// let assignment = engine.assign(Submission(features: features, arrivedAt: now))
/// ```
/// Unchecked, because managed buffers cannot say so themselves: nothing changes one once it is made.
///
/// After a restart, `restore` every story in the order of its number, then every article in the order of its own.
public struct Engine: @unchecked Sendable {
    /// Bounds of the model, chosen by measuring; part of the model's version.
    struct Limit {
        /// Postings of one word, and of one phrase.
        var wordPostings = 63
        var phrasePostings = 63
        /// The first postings of a phrase, kept for ever: of a text that went round the world, the original.
        var firstPhrasePostings = 15
        /// Counters of document frequencies, as a power of two.
        var counterBits = 22
        /// Stories compared with an article.
        var storyCandidates = 8
        /// Representatives of a story, of which the first ones are kept for ever.
        var representatives = 16
        var firstRepresentatives = 4
        /// Articles, copies included, that a story may hold for one of them to leave it.
        var movableStory = 64
        /// One in 2^n phrases is looked up, but at least `leastPhrases` of a text.
        var phraseSampleShift: UInt32 = 2
        var leastPhrases = 16
        /// Articles whose phrases are compared one by one with a new article's.
        var copyCandidates = 24
        /// Articles of closed stories whose sketches are.
        var closedCandidates = 12
        /// Closed articles that are worth giving memory back for; their number has to be half of all, too.
        var leastPurge = 1024
        /// Counters of words that no article is found by any more, as a power of two.
        var forgottenWordBits = 21
    }

    package let settings: EngineSettings
    let limit: Limit
    package let model: StoryModel
    let weighting = Weighting()
    let joinScore: Int
    let mergeScore: Int

    var articles: [KnownArticle] = []
    /// For each article its shingles, kept while it stands for its story.
    var vectors: [KnownVectors?] = []
    /// What is left of them while it stands for a closed story.
    var summaries = SummaryTable()
    var stories: [KnownStory] = []
    /// The first article with each text.
    var texts = TextIndex()
    var wordIndex: PostingTable
    /// Document frequencies of names and leads.
    var frequencies: CountingSketch
    var phraseIndex: PhraseIndex
    /// Phrases of articles in closed stories.
    var sketches = SketchIndex()
    /// Document frequencies of words that no known article is found by any more; nil until there are such.
    var forgottenWords: CountingSketch?
    /// The phrases of the article being decided.
    var phraseFilter = PhraseFilter()
    /// Memory for the article being decided.
    var termTable = TermTable()
    var versions = VersionChains()
    var corrections = Corrections()
    var accumulators = Accumulators()
    var chances = ChanceCache()
    /// For each article, the place of the open story that it stands for, from 1; `standsForClosed`, or 0 for all others. What
    /// is asked of every article that shares a word is kept apart from what is asked of few.
    var storyStoodFor: [UInt32] = []
    static let standsForClosed: UInt32 = .max
    /// For each article the least weight of a word by which it is still found.
    var leastPostings: [UInt16] = []
    /// Names in use.
    var names = StoryNames()
    /// Articles that count for document frequencies: those that are no copies.
    var originals = 0
    var mergedStories = 0
    /// The latest arrival so far, in seconds since 1970; nil while no time is known.
    var clock: Int64?
    /// When open stories are due to close.
    var agenda = Timeline()
    /// Stories were restored that the agenda does not have yet.
    var agendaIsStale = false
    /// The first article of each time of arrival, where copies are not looked for for ever.
    var arrivals = Timeline()
    /// Articles before this one came too long ago for copies of them to be looked for.
    var forgotten = 0
    /// The articles that were not closed when memory was given back, and those that came since.
    var openArticles: [OpenArticle] = []
    /// Articles that were closed since then.
    var closedSincePurge = 0
    /// While restoring: what was closed at the arrival of which article.
    var closingPlan = ClosingPlan()
    /// While restoring: stories whose founding article has been seen.
    var restoredFounders = 0

    /// An engine that knows nothing yet.
    public init(settings: EngineSettings) {
        self.init(settings: settings, model: StoryModel())
    }

    /// An engine with a model of its own, to fit and to measure one.
    package init(settings: EngineSettings, model: StoryModel) {
        self.init(settings: settings, limit: Limit(), model: model)
    }

    init(settings: EngineSettings, limit: Limit, model: StoryModel) {
        self.settings = settings
        self.limit = limit
        self.model = model
        joinScore = model.score(probability: settings.joinAt)
        mergeScore = model.score(probability: settings.mergeAt)
        wordIndex = PostingTable(capacity: limit.wordPostings)
        frequencies = CountingSketch(bits: limit.counterBits)
        phraseIndex = PhraseIndex(capacity: limit.phrasePostings, lasting: limit.firstPhrasePostings)
    }

    /// The latest time at which an article arrived, in seconds since 1970; nil while none has stated one.
    public var lastArrival: Int64? { clock }

    /// Articles known.
    public var articleCount: Int { articles.count }

    /// Articles in open stories, counted one by one.
    public var openArticleCount: Int { openArticles.count { !articles[$0.article].isClosed } }

    /// Stories known, merged ones not counted.
    public var storyCount: Int { stories.count - mergedStories }

    /// The name of a story; of its survivor when it was merged. Nil for a number never given.
    public func storyID(of story: Int64) -> StoryID? {
        resolved(story).map { stories[$0].id }
    }

    /// The number of the story that an article is in today. Nil for an article never decided.
    public func story(ofArticle article: Int64) -> Int64? {
        guard article >= 1, article <= Int64(articles.count) else { return nil }
        return Int64(survivor(articles[Int(article) - 1].story) + 1)
    }

    /// The number of the story that a number stands for today: its survivor's when it was merged.
    public func survivor(of story: Int64) -> Int64? { resolved(story).map { Int64($0 + 1) } }

    private func resolved(_ story: Int64) -> Int? {
        guard story >= 1, story <= Int64(stories.count) else { return nil }
        return survivor(Int(story) - 1)
    }

    /// Follows merges to the end. Survivors are never absorbed by what they absorbed, so it ends.
    func survivor(_ story: Int) -> Int {
        var story = story
        while let next = stories[story].mergedInto, next < stories.count { story = next }
        return story
    }

    /// Decides about the next article.
    public mutating func assign(_ submission: Submission) -> Assignment { decide(submission).assignment }

    /// Decides about the next article, and tells what the decision rests on.
    package mutating func decide(_ submission: Submission) -> Decision {
        let closings = age(to: submission.arrivedAt)
        var decision = decideNow(submission)
        decision.assignment.closings = closings
        return decision
    }

    private mutating func decideNow(_ submission: Submission) -> Decision {
        if let original = exactOriginal(of: submission.features) {
            let article = learn(submission, copyOf: original)
            let result = joined(
                article, articles[original].story, .exactDuplicate,
                copy: Copy(
                    original: original, similarity: 1, containment: 1, order: versionOrder(submission, original)))
            if result.isLate { settleLate(article, submission.features, isExact: true) }
            return Decision(result)
        }
        let sample = lookUp(submission.features)
        let phraseWeight = sumPhrases(sample)
        defer { accumulators.reset() }
        if let copy = nearOriginal(of: submission, sample) {
            let article = learn(submission, copyOf: copy.original)
            let outcome: Outcome = copy.isRevision ? .revision : .nearDuplicate
            let result = joined(article, articles[copy.original].story, outcome, copy: copy)
            if result.isLate {
                settleLate(article, submission.features, isExact: false)
            } else {
                indexPhrases(of: article, submission.features, sample)
            }
            return Decision(result)
        }
        let article = learn(submission)
        if settings.copiesOnly {
            indexPhrases(of: article, submission.features, sample)
            return Decision(founded(article, submission, score: nil))
        }
        let weighed = weigh(submission.features, sample)
        let probe = VectorProbe(weighed, in: &termTable)
        let evidence = storyEvidence(of: article, probe, phraseWeight: phraseWeight)
        indexPhrases(of: article, submission.features, sample)
        index(weighed, of: article)
        var result: Assignment
        if let best = evidence.first, best.score >= joinScore {
            result = joinedMerging(article, best, relatedStories(article, evidence))
        } else {
            let continued = storyContinued(by: article, probe)
            result = founded(article, submission, score: evidence.first?.score)
            result.follows = continued.map { Int64($0 + 1) }
        }
        gather(around: article, evidence, into: &result)
        for move in result.moves {
            touch(Int(move.from) - 1)
            touch(Int(move.to) - 1)
        }
        return Decision(result, evidence)
    }
}

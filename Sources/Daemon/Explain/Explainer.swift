import Journal
public import Ledger
import Shingling
import Stories

/// Finds out why articles are where they are.
public struct Explainer: Sendable {
    /// Candidate stories and shared words that are worth reading.
    private static let mostCandidates = 3
    private static let mostTerms = 8
    private static let copiesStay = "a copy goes where its original is, whatever the score"

    private let settings: EngineSettings
    private let model = StoryModel()

    /// - Parameter settings: Those the decisions are made with.
    public init(settings: Settings) {
        self.settings = settings.engine
    }

    // MARK: - Two articles

    /// Compares two articles as if storyd knew nothing else.
    public func explain(_ first: ExplainedArticle, _ second: ExplainedArticle) -> PairExplanation {
        var engine = Engine(settings: settings)
        let story = engine.place(first.submission, in: nil).story
        let evidence =
            engine.consider(second.submission, with: story).evidence.first { $0.story == story }
            ?? StoryEvidence(story: story)
        let ground = CommonGround(second.text, first.text, engine: engine, most: Self.mostTerms)
        let copy = finding(second, of: first, isCopy: engine.decide(second.submission).assignment.duplicateOf != nil)
        return PairExplanation(
            first: first.subject, second: second.subject,
            inOneStory: first.recorded.flatMap { one in second.recorded.map { $0.story == one.story } },
            copy: copy, breakdown: breakdown(evidence),
            joinAt: settings.joinAt, shared: SharedWords(ground),
            changes: [
                copy.isCopy
                    ? Self.copiesStay
                    : change(evidence, second, first, opens: model.probability(evidence.score) < settings.joinAt)
            ])
    }

    // MARK: - One article

    /// Explains an article of a ledger by what was known when it came, or a file's by what is known now.
    /// - Parameter progress: Called now and then with the number of articles read.
    /// - Throws: `LedgerError`, or `FeatureError` when stored shingles cannot be read.
    public func explain(
        _ article: ExplainedArticle, in ledger: Ledger, progress: (Int) -> Void = { _ in }
    ) throws -> ArticleExplanation {
        var engine: Engine
        var recorded: RecordedDecision?
        if let membership = article.recorded, let number = article.subject.article {
            // The membership's own number is that of the last move.
            let sequence = try ledger.decisions(ofArticle: number).first?.sequence ?? membership.sequence
            engine = try Engine.restored(
                from: ledger, settings: settings, before: number, sequence: sequence, progress: progress)
            let story = try ledger.story(number: membership.story)
            recorded = RecordedDecision(
                outcome: membership.outcome, story: story?.id ?? "", storyTitle: story?.title ?? "",
                sequence: sequence, score: membership.score, duplicateOf: membership.duplicateOf)
        } else {
            engine = try Engine.restored(from: ledger, settings: settings, progress: progress)
        }
        let (articles, stories) = (engine.articleCount, engine.storyCount)
        let known = engine.consider(article.submission)
        let candidates = try known.evidence.prefix(Self.mostCandidates).map {
            try candidate($0, article, engine, ledger)
        }
        let assignment = engine.decide(article.submission).assignment
        let copy = try (assignment.duplicateOf ?? known.relatives.first).map { original in
            finding(
                article, of: try ExplainedArticle(number: original, in: ledger), isCopy: assignment.duplicateOf != nil)
        }
        return ArticleExplanation(
            subject: article.subject, recorded: recorded, knownArticles: articles, knownStories: stories,
            outcome: assignment.outcome.rawValue, copy: copy, candidates: candidates, joinAt: settings.joinAt,
            mergeAt: settings.mergeAt, changes: try changes(assignment.outcome, known.evidence, article, engine, ledger)
        )
    }

    private func candidate(
        _ evidence: StoryEvidence, _ article: ExplainedArticle, _ engine: Engine, _ ledger: Ledger
    ) throws -> CandidateStory {
        let nearest = try nearest(article, engine.representatives(of: evidence.story), engine, ledger)
        let ground = nearest.map { CommonGround(article.text, $0.text, engine: engine, most: Self.mostTerms) }
        return CandidateStory(
            story: engine.storyID(of: evidence.story)?.description ?? "",
            title: try ledger.story(number: evidence.story)?.title ?? "", breakdown: breakdown(evidence),
            nearest: nearest?.subject, shared: ground.map(SharedWords.init))
    }

    private func nearest(
        _ article: ExplainedArticle, _ others: [Int64], _ engine: Engine, _ ledger: Ledger
    ) throws -> ExplainedArticle? {
        var best: (article: ExplainedArticle, rarity: Double)?
        for number in others {
            let other = try ExplainedArticle(number: number, in: ledger)
            let rarity = engine.sharedRarity(article.submission.features, other.submission.features)
            if rarity > best?.rarity ?? -1 { best = (other, rarity) }
        }
        return best?.article
    }

    // MARK: - Findings

    private func breakdown(_ evidence: StoryEvidence) -> ScoreBreakdown {
        ScoreBreakdown(
            score: model.probability(evidence.score), logOdds: StoryModel.logOdds(evidence.score),
            constant: model.constant,
            parts: evidence.contributions(model).map {
                ScoreBreakdown.Part(
                    signal: $0.signal.title, value: $0.value, weight: model.weights[$0.signal.rawValue],
                    logOdds: $0.logOdds)
            })
    }

    private func finding(_ article: ExplainedArticle, of original: ExplainedArticle, isCopy: Bool) -> CopyFinding {
        let (features, other) = (article.submission.features, original.submission.features)
        guard features.textHash != other.textHash else {
            return CopyFinding(
                of: original.subject, similarity: 1, containment: 1, isCopy: true,
                reason: "the same text but for case, wrapping and punctuation")
        }
        let overlap = PhraseComparison(features, other)
        let words = min(features.tokenCount, other.tokenCount)
        let reason =
            switch (overlap.qualifies(words: words), isCopy) {
            case (true, true), (false, true): "enough for a copy"
            case (true, false): "enough for a copy, but what differs is what tells the two apart"
            case (false, false): "a copy needs \(Self.definition)"
            }
        return CopyFinding(
            of: original.subject, similarity: overlap.similarity, containment: overlap.containment, isCopy: isCopy,
            reason: reason)
    }

    private static let definition =
        "\(EvidenceText.two(Engine.Threshold.similarity)) of all, or \(EvidenceText.two(Engine.Threshold.containment)) of "
        + "the shorter text's when it has \(Engine.Threshold.words) words"

    private func changes(
        _ outcome: Outcome, _ evidence: [StoryEvidence], _ article: ExplainedArticle, _ engine: Engine,
        _ ledger: Ledger
    ) throws -> [String] {
        guard outcome == .newStory || outcome == .sameStory else {
            return [Self.copiesStay]
        }
        guard let best = evidence.first else { return ["nothing known shared anything with it"] }
        let member = try nearest(article, engine.representatives(of: best.story), engine, ledger)
        var lines = [change(best, article, member, opens: outcome == .newStory)]
        if outcome == .sameStory, let second = evidence.dropFirst().first {
            lines.append(
                "the second story scored \(EvidenceText.two(model.probability(second.score))); two stories are merged "
                    + "when the articles of both, this one included, score \(EvidenceText.two(settings.mergeAt)) on average"
            )
        }
        return lines
    }

    /// What would turn a decision about the best candidate.
    private func change(
        _ best: StoryEvidence, _ article: ExplainedArticle, _ member: ExplainedArticle?, opens: Bool
    ) -> String {
        let score = EvidenceText.two(model.probability(best.score))
        let join = EvidenceText.two(settings.joinAt)
        let short = StoryModel.logOdds(model.score(probability: settings.joinAt) - best.score)
        guard opens else {
            return "it joins from \(join) on and scored \(score): \(EvidenceText.two(-short)) log-odds to spare"
        }
        let more = Signal.allCases
            .filter { model.weights[$0.rawValue] > 0 }
            .map { (signal: $0, needed: best[$0] + short / model.weights[$0.rawValue]) }
            .filter { $0.needed <= 1 }
            .sorted { $0.needed - best[$0.signal] < $1.needed - best[$1.signal] }
            .prefix(2)
            .map {
                "\($0.signal.title) at \(EvidenceText.two($0.needed)) instead of \(EvidenceText.two(best[$0.signal]))"
            }
        var line = "it joins from \(join) on and scored \(score): \(EvidenceText.two(short)) log-odds too few"
        if !more.isEmpty { line += ", as much as \(more.joined(separator: " or "))" }
        if let member, let names = namesNeeded(short, article, member) {
            line += "; about \(names) more shared name\(names == 1 ? "" : "s") would do"
        }
        return line
    }

    /// How many more names two articles would have to share, taking all their names for equally rare: one shared name
    /// adds 1 / (the fewer names of the two) to the containment.
    private func namesNeeded(_ logOdds: Double, _ left: ExplainedArticle, _ right: ExplainedArticle) -> Int? {
        let fewer = [left, right].map { $0.submission.features.features(of: .names).count }.min() ?? 0
        let weight = model.weights[Signal.names.rawValue]
        guard fewer > 0, weight > 0 else { return nil }
        let needed = (logOdds / weight * Double(fewer)).rounded(.up)
        return needed <= Double(fewer) ? max(1, Int(needed)) : nil
    }
}

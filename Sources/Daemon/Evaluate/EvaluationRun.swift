import Stories

/// What one order gave.
public struct EvaluationRun: Sendable {
    /// One decision, as it was made.
    struct Step: Sendable {
        /// Place of the article in the collection.
        let article: Int
        /// What was decided.
        let decision: Decision
    }

    /// Articles of one label that came, one by one or by a merge, into a story that another label has the most of.
    struct Glue: Sendable {
        /// The step it happened at.
        let step: Int
        /// The story they came into.
        let story: Int64
        /// The label that came, and how many articles with it.
        let label: Int
        let articles: Int
        /// The label the story had the most of.
        let into: Int
        /// The story they came from, when a merge brought them.
        let absorbed: Int64?
        /// The comparison it rests on; nil for a copy.
        let evidence: StoryEvidence?
    }

    /// The seed of the order.
    public let seed: UInt64
    /// How well it agrees with the labels.
    public let metrics: ClusterMetrics
    /// How well its probabilities agree with the labels.
    public let reliability: Reliability
    /// The story of each article, by the articles' order in the input.
    let stories: [Int]
    let steps: [Step]
    /// The best candidate of each decision that had one: its score, and whether the article belongs to it.
    package let bestScores: [(score: Int, belongs: Bool)]
    let glue: [Glue]
    /// The mean of each signal where an article met the story it belongs to, compared with the nearest of its
    /// representatives, in the order of `Signal`.
    let usual: [Double]
    /// What the engine knew at the end.
    let engine: Engine

    /// Feeds a collection once.
    init(
        _ collection: LabelledCollection, seed: UInt64, settings: EngineSettings, model: StoryModel,
        progress: (Int) -> Void
    ) {
        var engine = Engine(settings: settings, model: model)
        var labels = StoryLabels()
        var reliability = Reliability()
        var steps: [Step] = []
        var glue: [Glue] = []
        var usual = [Double](repeating: 0, count: Signal.allCases.count)
        var bestScores: [(score: Int, belongs: Bool)] = []
        for index in collection.order(seed: seed) {
            let entry = collection.entries[index]
            let decision = engine.decide(entry.submission)
            let assignment = decision.assignment
            if let best = decision.evidence.first {
                let belongs = labels.belongs(entry.label, to: best.story)
                reliability.add(model.probability(best.score), hit: belongs)
                bestScores.append((best.score, belongs))
                if belongs {
                    for signal in Signal.allCases { usual[signal.rawValue] += best[signal] }
                }
            }
            if let most = labels.most(in: assignment.story), most != entry.label {
                glue.append(
                    Glue(
                        step: steps.count, story: assignment.story, label: entry.label, articles: 1, into: most,
                        absorbed: nil, evidence: decision.evidence.first { $0.story == assignment.story }))
            }
            labels.add(entry.label, to: assignment.story)
            for merge in assignment.merges {
                if let left = labels.most(in: merge.survivor), let right = labels.most(in: merge.absorbed),
                    left != right
                {
                    glue.append(
                        Glue(
                            step: steps.count, story: merge.survivor, label: right,
                            articles: labels.size(of: merge.absorbed), into: left, absorbed: merge.absorbed,
                            evidence: decision.evidence.first { $0.story == merge.absorbed }))
                }
                labels.merge(merge.absorbed, into: merge.survivor)
            }
            steps.append(Step(article: index, decision: decision))
            for move in assignment.moves {
                for article in move.articles {
                    let label = collection.entries[steps[Int(article) - 1].article].label
                    labels.move(label, from: move.from, to: move.to)
                }
            }
            progress(steps.count)
        }
        var stories = [Int](repeating: 0, count: collection.entries.count)
        for step in steps {
            stories[step.article] = Int(engine.story(ofArticle: step.decision.assignment.article) ?? 0)
        }
        self.seed = seed
        self.steps = steps
        self.glue = glue
        let met = Double(max(1, bestScores.count(where: \.belongs)))
        self.usual = usual.map { $0 / met }
        self.bestScores = bestScores
        self.stories = stories
        self.reliability = reliability
        self.engine = engine
        metrics = ClusterMetrics(predicted: stories, labels: collection.entries.map(\.label))
    }
}

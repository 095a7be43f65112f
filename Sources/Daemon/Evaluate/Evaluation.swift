public import Stories

/// Measures decisions against labels: feeds labelled articles to the engine in several random orders.
public struct Evaluation: Sendable {
    /// The articles.
    public let collection: LabelledCollection
    private let settings: EngineSettings
    private let model: StoryModel

    /// An evaluation with the fitted model.
    public init(_ collection: LabelledCollection, settings: EngineSettings = EngineSettings()) {
        self.init(collection, settings: settings, model: StoryModel())
    }

    /// An evaluation of a model.
    package init(_ collection: LabelledCollection, settings: EngineSettings, model: StoryModel) {
        self.collection = collection
        self.settings = settings
        self.model = model
    }

    /// Feeds all articles once, in the order that a seed gives.
    /// - Parameter progress: Called after each article with the number of those decided.
    public func run(seed: UInt64, progress: (Int) -> Void = { _ in }) -> EvaluationRun {
        EvaluationRun(collection, seed: seed, settings: settings, model: model, progress: progress)
    }

    /// The largest wrong merges of a run, by the articles that are in the wrong story, with what glued them.
    public func wrongMerges(of run: EvaluationRun, most: Int) -> [Mistake] {
        MistakeFinder(collection, run, settings, model).wrongMerges(most: most)
    }

    /// The largest splits of a run, by the articles that their label's largest story lacks, with what was lacking.
    public func splits(of run: EvaluationRun, most: Int) -> [Mistake] {
        MistakeFinder(collection, run, settings, model).splits(most: most)
    }
}

import Daemon
import Stories

/// A model fitted to collections, each counting the same: weights, then what its log-odds are worth, then the
/// probabilities from which to join and to merge that group the collections best.
struct ModelFit {
    /// The orders that pairs are taken from, that calibration and thresholds are fitted to, and that a fit is scored by:
    /// none is used twice.
    static let pairSeeds: ClosedRange<UInt64> = 101...102
    static let choosingSeeds: ClosedRange<UInt64> = 201...203
    static let scoringSeeds: ClosedRange<UInt64> = 1...3

    /// Log-odds that the model takes off what pairs of both kinds alike would give: in a stream, most pairs do not belong.
    /// Averages of chances tell stories apart best about there; any value from 0.5 to 1.5 does as well.
    private static let caution = 1.0

    private(set) var model = StoryModel()
    var joinAt = 0.35
    private(set) var mergeAt = 0.5

    /// How well a model groups a collection.
    struct Score {
        /// B³ F1, precision and recall, 0–1, the means over the orders.
        var bCubed = 0.0
        var precision = 0.0
        var recall = 0.0
        var reliability = Reliability()
    }

    init(_ collections: [NamedCollection]) {
        let pairs = collections.flatMap { TrainingPair.collect($0.collection, seeds: Self.pairSeeds) }
        // Rounded as the source has them, here and below, so that what is measured is what will run.
        let weights = LogisticRegression(pairs).weights.map { ($0 * 1000).rounded() / 1000 }
        for signal in Signal.allCases { model.weights[signal.rawValue] = weights[signal.rawValue] }
        model.constant = weights[Signal.allCases.count] - Self.caution
        // What is in the stories depends on the thresholds, and so does what a score is worth: they are chosen on the
        // model's own scale, then calibrated with it.
        model.calibration = .identity
        chooseThresholds(collections)
        calibrate(collections)
        joinAt = (joinAt * 100).rounded() / 100
        mergeAt = (mergeAt * 100).rounded() / 100
    }

    /// Groups a collection in several orders.
    func score(on collection: LabelledCollection, seeds: ClosedRange<UInt64>) -> Score {
        let settings = EngineSettings(joinAt: joinAt, mergeAt: mergeAt)
        let evaluation = Evaluation(collection, settings: settings, model: model)
        var score = Score()
        for seed in seeds {
            let run = evaluation.run(seed: seed)
            score.bCubed += run.metrics.bCubedF1 / Double(seeds.count)
            score.precision += run.metrics.bCubedPrecision / Double(seeds.count)
            score.recall += run.metrics.bCubedRecall / Double(seeds.count)
            score.reliability.add(run.reliability)
        }
        return score
    }

    // MARK: - Calibration

    /// Fits the calibration to the model's own decisions. The thresholds stay where they are in raw log-odds.
    private mutating func calibrate(_ collections: [NamedCollection]) {
        let thresholds = (model.score(probability: joinAt), model.score(probability: mergeAt))
        var points: [CalibrationFit.Point] = []
        for collection in collections {
            let settings = EngineSettings(joinAt: joinAt, mergeAt: mergeAt)
            let runs = Self.choosingSeeds.map {
                Evaluation(collection.collection, settings: settings, model: model).run(seed: $0)
            }
            let scored = runs.flatMap(\.bestScores)
            points += scored.map {
                CalibrationFit.Point(
                    logOdds: StoryModel.logOdds($0.score), hit: $0.belongs, weight: 1 / Double(scored.count))
            }
        }
        model.calibration = CalibrationFit(points).calibration
        joinAt = model.probability(thresholds.0)
        mergeAt = model.probability(thresholds.1)
    }

    // MARK: - Thresholds

    /// Moves each threshold in turn along a grid to where the mean B³ over the collections is greatest, the first one
    /// then along a finer one.
    private mutating func chooseThresholds(_ collections: [NamedCollection]) {
        joinAt = best(of: stride(from: 0.35, through: 0.60, by: 0.05), \.joinAt, collections)
        mergeAt = best(of: stride(from: 0.45, through: 0.75, by: 0.05), \.mergeAt, collections)
        joinAt = best(of: [joinAt - 0.02, joinAt, joinAt + 0.02], \.joinAt, collections)
    }

    private func best(
        of values: some Sequence<Double>, _ threshold: WritableKeyPath<ModelFit, Double>,
        _ collections: [NamedCollection]
    ) -> Double {
        var best = (value: self[keyPath: threshold], score: -1.0)
        for value in values {
            var tried = self
            tried[keyPath: threshold] = value
            let score = collections.reduce(0) {
                $0 + tried.score(on: $1.collection, seeds: Self.choosingSeeds).bCubed
            }
            if score > best.score { best = (value, score) }
        }
        return best.value
    }
}

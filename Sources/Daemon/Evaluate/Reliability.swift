/// How far probabilities can be taken at their word.
///
/// A point is one decision: the probability that the article belongs to the best of the stories it was compared with,
/// and whether it does: whether no label has more articles in that story, at that moment, than the article's own.
/// Copies are not compared, so they are no points; an article that shares nothing with any story is none either.
public struct Reliability: Sendable {
    /// Points whose probability is in one tenth of the range.
    public struct Bin: Sendable, Equatable {
        /// Points in it.
        public fileprivate(set) var count = 0
        /// Their articles that belong.
        public fileprivate(set) var hits = 0
        fileprivate var sum = 0.0

        /// The mean of the probabilities; 0 for an empty bin.
        public var meanProbability: Double { count > 0 ? sum / Double(count) : 0 }
        /// The share of articles that belong; 0 for an empty bin.
        public var observed: Double { count > 0 ? Double(hits) / Double(count) : 0 }
    }

    /// Ten bins of equal width, from 0 to 1.
    public private(set) var bins = [Bin](repeating: Bin(), count: 10)

    /// No points yet.
    public init() {}

    /// Adds a point.
    public mutating func add(_ probability: Double, hit: Bool) {
        let bin = min(max(Int(probability * 10), 0), 9)
        bins[bin].count += 1
        bins[bin].hits += hit ? 1 : 0
        bins[bin].sum += probability
    }

    /// Adds the points of another.
    public mutating func add(_ other: Reliability) {
        for bin in bins.indices {
            bins[bin].count += other.bins[bin].count
            bins[bin].hits += other.bins[bin].hits
            bins[bin].sum += other.bins[bin].sum
        }
    }

    /// All points.
    public var count: Int { bins.reduce(0) { $0 + $1.count } }

    /// Expected calibration error, 0–1 (Naeini, Cooper and Hauskrecht 2015): the bins' distances between mean probability
    /// and observed share, weighted by their points.
    public var expectedCalibrationError: Double {
        guard count > 0 else { return 0 }
        return bins.reduce(0) { $0 + Double($1.count) * abs($1.meanProbability - $1.observed) } / Double(count)
    }
}

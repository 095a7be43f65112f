/// How well a grouping agrees with labels.
public struct ClusterMetrics: Sendable, Equatable {
    /// B³ precision, recall and F1, 0–1 (Bagga and Baldwin 1998): means over articles.
    public let bCubedPrecision, bCubedRecall, bCubedF1: Double
    /// Precision, recall and F1, 0–1, over all pairs of articles.
    public let pairPrecision, pairRecall, pairF1: Double
    /// Adjusted Rand index, 1 for equal groupings, about 0 for chance (Hubert and Arabie 1985).
    public let adjustedRandIndex: Double
    /// Groups found.
    public let groups: Int

    /// Compares two groupings of the same articles.
    /// - Parameters:
    ///   - predicted: The group each article was put in.
    ///   - labels: The group each article belongs in; as many, in the same order.
    public init(predicted: [Int], labels: [Int]) {
        var shared: [Pair: Int] = [:]
        var predictedSizes: [Int: Int] = [:]
        var labelSizes: [Int: Int] = [:]
        for (group, label) in zip(predicted, labels) {
            shared[Pair(group: group, label: label), default: 0] += 1
            predictedSizes[group, default: 0] += 1
            labelSizes[label, default: 0] += 1
        }
        let count = Double(max(1, min(predicted.count, labels.count)))
        var precision = 0.0
        var recall = 0.0
        // Sorted, so that sums of floating-point numbers come out the same every time.
        for (pair, size) in shared.sorted(by: { $0.key < $1.key }) {
            let square = Double(size) * Double(size)
            precision += square / Double(predictedSizes[pair.group, default: 1])
            recall += square / Double(labelSizes[pair.label, default: 1])
        }
        bCubedPrecision = precision / count
        bCubedRecall = recall / count
        bCubedF1 = Self.harmonicMean(bCubedPrecision, bCubedRecall)
        let together = shared.values.reduce(0.0) { $0 + Self.pairs($1) }
        let predictedPairs = predictedSizes.values.reduce(0.0) { $0 + Self.pairs($1) }
        let labelPairs = labelSizes.values.reduce(0.0) { $0 + Self.pairs($1) }
        pairPrecision = predictedPairs > 0 ? together / predictedPairs : 1
        pairRecall = labelPairs > 0 ? together / labelPairs : 1
        pairF1 = Self.harmonicMean(pairPrecision, pairRecall)
        let all = count * (count - 1) / 2
        let expected = all > 0 ? predictedPairs * labelPairs / all : 0
        let most = (predictedPairs + labelPairs) / 2
        adjustedRandIndex = most == expected ? 1 : (together - expected) / (most - expected)
        groups = predictedSizes.count
    }

    private struct Pair: Hashable, Comparable {
        let group: Int
        let label: Int

        static func < (left: Pair, right: Pair) -> Bool { (left.group, left.label) < (right.group, right.label) }
    }

    private static func pairs(_ size: Int) -> Double { Double(size) * Double(size - 1) / 2 }

    private static func harmonicMean(_ left: Double, _ right: Double) -> Double {
        left + right > 0 ? 2 * left * right / (left + right) : 0
    }
}

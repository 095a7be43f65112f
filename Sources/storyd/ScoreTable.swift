import Daemon
import Foundation

/// Scores of a grouping as the rows of a table.
struct ScoreTable {
    /// The names of the columns.
    let heading = "   seed     B³   (P     R)     pair F1 (P     R)      ARI  stories"

    /// The scores of one order.
    func row(_ name: String, _ metrics: ClusterMetrics) -> String {
        row(
            name,
            [
                metrics.bCubedF1, metrics.bCubedPrecision, metrics.bCubedRecall, metrics.pairF1,
                metrics.pairPrecision, metrics.pairRecall, metrics.adjustedRandIndex,
            ], "\(metrics.groups)")
    }

    /// The means over several orders.
    func mean(_ scores: [ClusterMetrics]) -> String {
        func mean(_ value: (ClusterMetrics) -> Double) -> Double {
            scores.reduce(0) { $0 + value($1) } / Double(max(1, scores.count))
        }
        return row(
            "mean",
            [
                mean(\.bCubedF1), mean(\.bCubedPrecision), mean(\.bCubedRecall), mean(\.pairF1), mean(\.pairPrecision),
                mean(\.pairRecall), mean(\.adjustedRandIndex),
            ], "\(Int(mean { Double($0.groups) }.rounded()))")
    }

    private func row(_ name: String, _ values: [Double], _ stories: String) -> String {
        let numbers = values.map(Self.threeDecimals)
        return "\(Self.right(name, 7))  \(numbers[0])  (\(numbers[1]) \(numbers[2]))  \(numbers[3])  "
            + "(\(numbers[4]) \(numbers[5]))  \(numbers[6])  \(Self.right(stories, 7))"
    }

    /// A text moved to the right end of a column.
    static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// A number with three decimals.
    static func threeDecimals(_ value: Double) -> String { decimals(value, 3) }

    /// A number with so many decimals.
    static func decimals(_ value: Double, _ count: Int) -> String {
        let text = String(format: "%.\(count)f", value)
        // Nothing is no less than nothing.
        return text.contains { ("1"..."9").contains($0) } ? text : text.replacing("-", with: "")
    }
}

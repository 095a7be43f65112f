import Daemon
import Glibc
import Stories

/// Fits the map from the model's log-odds to observed frequencies: isotonic regression (pool adjacent violators; Ayer and
/// others 1955) over equally filled groups of decisions, its steps joined by straight lines in log-odds.
struct CalibrationFit {
    /// A decision's best candidate: its raw log-odds, whether the article belongs, and how much it counts.
    struct Point {
        let logOdds: Double
        let hit: Bool
        let weight: Double
    }

    /// Groups of decisions; each takes one more knot at most.
    private static let groups = 16
    /// Log-odds beyond which nothing was seen often enough to be told.
    private static let furthest = 6.0

    let calibration: Calibration

    init(_ points: [Point]) {
        let sorted = points.sorted { ($0.logOdds, $0.hit ? 1 : 0) < ($1.logOdds, $1.hit ? 1 : 0) }
        let total = sorted.reduce(0) { $0 + $1.weight }
        guard total > 0 else {
            calibration = .identity
            return
        }
        var blocks: [Block] = []
        var open = Block()
        var last = -Double.infinity
        for point in sorted {
            // Equal log-odds stay together.
            if open.weight >= total / Double(Self.groups), point.logOdds > last {
                blocks.append(open)
                open = Block()
            }
            open.add(point)
            last = point.logOdds
        }
        if open.weight > 0 { blocks.append(open) }
        calibration = Calibration(
            knots: Self.monotone(blocks).map { block in
                Calibration.Knot(
                    raw: Int((block.logOdds / block.weight * 1000).rounded()),
                    calibrated: Int((block.observed * 1000).rounded()))
            })
    }

    private struct Block {
        var weight = 0.0
        var hits = 0.0
        var count = 0.0
        var logOdds = 0.0

        mutating func add(_ point: Point) {
            weight += point.weight
            hits += point.hit ? point.weight : 0
            count += 1
            logOdds += point.weight * point.logOdds
        }

        mutating func add(_ other: Block) {
            weight += other.weight
            hits += other.hits
            count += other.count
            logOdds += other.logOdds
        }

        /// Share of hits; half a hit and half a miss are added, so that it is never 0 or 1.
        var share: Double { (hits / weight * count + 0.5) / (count + 1) }

        var observed: Double {
            min(max(log(share / (1 - share)), -CalibrationFit.furthest), CalibrationFit.furthest)
        }
    }

    private static func monotone(_ blocks: [Block]) -> [Block] {
        var result: [Block] = []
        for block in blocks {
            result.append(block)
            while result.count > 1, result[result.count - 2].share >= result[result.count - 1].share {
                let last = result.removeLast()
                result[result.count - 1].add(last)
            }
        }
        return result
    }
}

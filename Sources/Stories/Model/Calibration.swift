/// A monotone map from the model's own log-odds to those that its answers turned out to have.
///
/// Linear between knots and of slope 1 beyond the outermost, so it ascends everywhere and has an inverse. Integers
/// throughout: the same on every machine.
package struct Calibration: Sendable, Equatable {
    /// A point the map goes through, in thousandths of log-odds.
    package struct Knot: Sendable, Equatable {
        /// Log-odds of the model.
        package var raw: Int
        /// Log-odds of what was observed there.
        package var calibrated: Int

        package init(raw: Int, calibrated: Int) {
            self.raw = raw
            self.calibrated = calibrated
        }
    }

    /// The map that changes nothing.
    package static let identity = Calibration(knots: [])

    /// Sorted, strictly increasing in both coordinates.
    package let knots: [Knot]
    private let points: [(raw: Int, calibrated: Int)]

    /// - Parameter knots: In ascending order; one that does not exceed the one before in both coordinates is left out.
    package init(knots: [Knot]) {
        var kept: [Knot] = []
        for knot in knots {
            if let last = kept.last, knot.raw <= last.raw || knot.calibrated <= last.calibrated { continue }
            kept.append(knot)
        }
        self.knots = kept
        points = kept.map { ($0.raw << StoryModel.bits / 1000, $0.calibrated << StoryModel.bits / 1000) }
    }

    package static func == (left: Calibration, right: Calibration) -> Bool { left.knots == right.knots }

    /// The calibrated score of a raw one; both with `StoryModel.bits` fractional bits.
    func calibrated(_ score: Int) -> Int { Self.map(score, points) }

    /// The raw score of a calibrated one.
    func raw(_ score: Int) -> Int { Self.map(score, points.map { ($0.calibrated, $0.raw) }) }

    private static func map(_ x: Int, _ points: [(Int, Int)]) -> Int {
        guard let first = points.first, let last = points.last else { return x }
        if x <= first.0 { return first.1 + (x - first.0) }
        if x >= last.0 { return last.1 + (x - last.0) }
        var right = 1
        while points[right].0 < x { right += 1 }
        let (low, high) = (points[right - 1], points[right])
        return low.1 + (x - low.0) * (high.1 - low.1) / (high.0 - low.0)
    }
}

import Foundation
import Stories
import Testing

@testable import fit_model

@Suite("Fitting a calibration")
struct CalibrationFitTests {
    @Test("log-odds twice as sure as they should be are halved")
    func overconfident() {
        // At log-odds x the share that belongs is that of x / 2.
        let points = stride(from: -4.0, through: 4.0, by: 0.5).flatMap { x in
            let hits = Int((1000 / (1 + exp(-x / 2))).rounded())
            return (0..<1000).map { CalibrationFit.Point(logOdds: x, hit: $0 < hits, weight: 1) }
        }
        let knots = CalibrationFit(points).calibration.knots
        #expect(knots.count >= 8)
        for knot in knots { #expect(abs(knot.calibrated - knot.raw / 2) < 120, "\(knot)") }
    }

    @Test("where more odds meant fewer hits, neighbours are pooled")
    func monotone() {
        let points = (0..<4000).map { place in
            // The third quarter is worse than the second.
            let share = [0.1, 0.6, 0.4, 0.9][place / 1000]
            return CalibrationFit.Point(
                logOdds: Double(place) / 1000 - 2, hit: Double(place % 100) < share * 100, weight: 1)
        }
        let knots = CalibrationFit(points).calibration.knots
        #expect(zip(knots, knots.dropFirst()).allSatisfy { $0.raw < $1.raw && $0.calibrated < $1.calibrated })
    }

    @Test("without a point nothing is changed")
    func empty() { #expect(CalibrationFit([]).calibration == .identity) }
}

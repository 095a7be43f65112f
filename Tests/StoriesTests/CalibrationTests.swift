import Testing

@testable import Stories

@Suite("Calibration")
struct CalibrationTests {
    private let bent = Calibration(knots: [
        Calibration.Knot(raw: -4000, calibrated: -2000), Calibration.Knot(raw: 0, calibrated: 500),
        Calibration.Knot(raw: 3000, calibrated: 4000),
    ])
    private let one = 1 << StoryModel.bits

    @Test("scores map along the knots, and in steps of one beyond them")
    func mapped() {
        #expect(bent.calibrated(0) == one / 2)
        #expect(bent.calibrated(-4 * one) == -2 * one)
        #expect(bent.calibrated(-2 * one) == -3 * one / 4)
        #expect(bent.calibrated(-6 * one) == -4 * one)
        #expect(bent.calibrated(5 * one) == 6 * one)
        #expect(Calibration.identity.calibrated(12_345) == 12_345)
    }

    @Test("a greater score is never worth less, and the way back leads to where it began")
    func monotone() {
        for calibration in [bent, Calibration(knots: Weights.calibration)] {
            var last = Int.min
            for score in stride(from: -20 * one, through: 20 * one, by: one / 16) {
                let calibrated = calibration.calibrated(score)
                #expect(calibrated >= last)
                last = calibrated
                // Where the map is nearly flat a step of the calibrated score is a long way on the other side.
                #expect(abs(calibration.raw(calibrated) - score) < one / 32)
            }
        }
    }

    @Test("knots that do not ascend are left out")
    func disorder() {
        let knots = [(0, 0), (0, 10), (10, -5), (20, 20)].map { Calibration.Knot(raw: $0.0, calibrated: $0.1) }
        #expect(Calibration(knots: knots).knots == [knots[0], knots[3]])
    }

    @Test("the fitted knots ascend, every one of them")
    func fitted() {
        #expect(Calibration(knots: Weights.calibration).knots == Weights.calibration)
    }

    @Test("a probability stands for the score that stands for it")
    func probabilities() {
        let model = StoryModel()
        for probability in [0.01, 0.1, 0.5, 0.9, 0.99] {
            #expect(abs(model.probability(model.score(probability: probability)) - probability) < 1e-3)
        }
    }
}

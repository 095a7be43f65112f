import Foundation
import Testing

@testable import fit_model

@Suite("Logistic regression")
struct LogisticRegressionTests {
    @Test("one signal with two values has the odds that were counted")
    func counted() {
        // Without the signal 1 of 4 belongs, with it 3 of 4: ln(1/3), and ln(3) − ln(1/3) more.
        let pairs = [(0.0, [true, false, false, false]), (1.0, [true, true, true, false])].flatMap { value, answers in
            answers.map { TrainingPair(values: [value, 1], belongs: $0, weight: 1.0 / 8) }
        }
        let weights = LogisticRegression(pairs, penalty: 0).weights
        #expect(abs(weights[1] - log(1.0 / 3)) < 1e-6)
        #expect(abs(weights[0] - 2 * log(3.0)) < 1e-6)
    }

    @Test("separable pairs end in finite weights")
    func separable() {
        let pairs = (0..<20).map { TrainingPair(values: [Double($0), 1], belongs: $0 >= 10, weight: 0.05) }
        let weights = LogisticRegression(pairs).weights
        #expect(weights.allSatisfy { $0.isFinite })
        #expect(LogisticRegression.logOdds([9, 1], weights) < 0 && LogisticRegression.logOdds([10, 1], weights) > 0)
    }

    @Test("a linear system is solved")
    func solved() {
        let solution = LogisticRegression.solve([[4, 0], [2, 3]], [10, 8])
        #expect(abs(solution[0] - 1.75) < 1e-12 && abs(solution[1] - 1.5) < 1e-12)
    }
}

import Glibc

/// Logistic regression with an L2 penalty, by Newton's method (iteratively reweighted least squares; Hastie, Tibshirani
/// and Friedman, The Elements of Statistical Learning, section 4.4).
///
/// One thread, a fixed order of summation and a fixed number of steps at most: the same pairs give the same weights.
struct LogisticRegression {
    /// What keeps weights small, against pairs that weigh 1 in all; the last weight, the constant, is free.
    static let penalty = 1e-5
    private static let mostSteps = 60

    /// One weight for each value.
    private(set) var weights: [Double]

    /// Fits weights to pairs that all have as many values.
    init(_ pairs: [TrainingPair], penalty: Double = Self.penalty) {
        let size = pairs.first?.values.count ?? 0
        weights = Array(repeating: 0, count: size)
        var loss = Self.loss(pairs, weights, penalty)
        for _ in 0..<Self.mostSteps {
            let step = Self.step(pairs, weights, penalty)
            // A full step can overshoot where classes are nearly separable.
            var scale = 1.0
            var next = weights
            var nextLoss = Double.infinity
            while scale > 1e-6 {
                next = zip(weights, step).map { $0 - scale * $1 }
                nextLoss = Self.loss(pairs, next, penalty)
                if nextLoss <= loss { break }
                scale /= 2
            }
            guard nextLoss < loss else { return }
            let gain = loss - nextLoss
            weights = next
            loss = nextLoss
            if gain < 1e-13 { return }
        }
    }

    /// The log-odds of some values.
    static func logOdds(_ values: [Double], _ weights: [Double]) -> Double {
        var sum = 0.0
        for index in values.indices { sum += values[index] * weights[index] }
        return sum
    }

    private static func loss(_ pairs: [TrainingPair], _ weights: [Double], _ penalty: Double) -> Double {
        var loss = weights.dropLast().reduce(0) { $0 + penalty / 2 * $1 * $1 }
        for pair in pairs {
            let logOdds = logOdds(pair.values, weights) * (pair.belongs ? -1 : 1)
            // ln(1 + e^x) without overflow.
            loss += pair.weight * (max(logOdds, 0) + log1p(exp(-abs(logOdds))))
        }
        return loss
    }

    /// The inverse Hessian times the gradient.
    private static func step(_ pairs: [TrainingPair], _ weights: [Double], _ penalty: Double) -> [Double] {
        let size = weights.count
        var gradient = weights.map { $0 * penalty }
        gradient[size - 1] = 0
        var hessian = Array(repeating: Array(repeating: 0.0, count: size), count: size)
        for index in 0..<size { hessian[index][index] = index < size - 1 ? penalty : 1e-12 }
        for pair in pairs {
            let probability = 1 / (1 + exp(-logOdds(pair.values, weights)))
            let error = pair.weight * (probability - (pair.belongs ? 1 : 0))
            let curvature = pair.weight * probability * (1 - probability)
            for row in 0..<size {
                gradient[row] += error * pair.values[row]
                let scaled = curvature * pair.values[row]
                for column in 0...row { hessian[row][column] += scaled * pair.values[column] }
            }
        }
        return solve(hessian, gradient)
    }

    /// Solves a symmetric positive definite system, given by its lower triangle, by Cholesky's decomposition.
    static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        let size = right.count
        var lower = matrix
        for row in 0..<size {
            for column in 0...row {
                var sum = matrix[row][column]
                for inner in 0..<column { sum -= lower[row][inner] * lower[column][inner] }
                lower[row][column] = row == column ? max(sum, 1e-300).squareRoot() : sum / lower[column][column]
            }
        }
        var solution = right
        for row in 0..<size {
            for column in 0..<row { solution[row] -= lower[row][column] * solution[column] }
            solution[row] /= lower[row][row]
        }
        for row in (0..<size).reversed() {
            for column in row + 1..<size { solution[row] -= lower[column][row] * solution[column] }
            solution[row] /= lower[row][row]
        }
        return solution
    }
}

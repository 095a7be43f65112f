import Foundation
import Stories

/// A fitted model as the Swift source that the engine is built with.
struct WeightsSource {
    let text: String

    init(_ fit: ModelFit, collections: [NamedCollection]) {
        let model = fit.model
        let weights = Signal.allCases.map { Self.number(model.weights[$0.rawValue]) }.joined(separator: ", ")
        let knots = model.calibration.knots.map {
            "        Calibration.Knot(raw: \($0.raw), calibrated: \($0.calibrated)),"
        }
        let names = collections.map(\.name).joined(separator: ", ")
        text = """
            // Made by `make fit-model` from \(names): change nothing here by hand.

            /// The story model's numbers, as fitted.
            enum Weights {
                /// One for each `Signal`, in order.
                static let signals: InlineArray<\(Signal.allCases.count), Double> = [\(weights)]
                /// The log-odds of an article that has nothing in common with a story.
                static let constant = \(Self.number(model.constant))
                /// Raw log-odds and what they turned out to be worth, in thousandths.
                static let calibration: [Calibration.Knot] = [
            \(knots.joined(separator: "\n"))
                ]
                /// Calibrated probabilities from which an article joins a story, and from which further stories are merged.
                static let joinAt = \(String(format: "%.2f", fit.joinAt))
                static let mergeAt = \(String(format: "%.2f", fit.mergeAt))
            }

            """
    }

    private static func number(_ value: Double) -> String { String(format: "%.3f", value) }
}

// Made by `make fit-model` from fnc-dev.jsonl.gz, ecb-dev.jsonl.gz: change nothing here by hand.

/// The story model's numbers, as fitted.
enum Weights {
    /// One for each `Signal`, in order.
    static let signals: InlineArray<5, Double> = [16.585, 12.683, 6.739, 1.362, -0.342]
    /// The log-odds of an article that has nothing in common with a story.
    static let constant = -8.075
    /// Raw log-odds and what they turned out to be worth, in thousandths.
    static let calibration: [Calibration.Knot] = [
        Calibration.Knot(raw: -5221, calibrated: -4167),
        Calibration.Knot(raw: -1239, calibrated: -259),
        Calibration.Knot(raw: 393, calibrated: 985),
        Calibration.Knot(raw: 1021, calibrated: 1357),
        Calibration.Knot(raw: 1427, calibrated: 1749),
        Calibration.Knot(raw: 1784, calibrated: 1987),
        Calibration.Knot(raw: 2199, calibrated: 2161),
        Calibration.Knot(raw: 2589, calibrated: 2377),
        Calibration.Knot(raw: 2860, calibrated: 2501),
        Calibration.Knot(raw: 3321, calibrated: 3003),
        Calibration.Knot(raw: 3853, calibrated: 3053),
        Calibration.Knot(raw: 4442, calibrated: 3794),
        Calibration.Knot(raw: 5383, calibrated: 4435),
        Calibration.Knot(raw: 7714, calibrated: 6000),
    ]
    /// Calibrated probabilities from which an article joins a story, and from which further stories are merged.
    static let joinAt = 0.69
    static let mergeAt = 0.75
}

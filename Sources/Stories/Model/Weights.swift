// Made by `make fit-model` from fnc-dev.jsonl.gz, ecb-dev.jsonl.gz: change nothing here by hand.

/// The story model's numbers, as fitted.
enum Weights {
    /// One for each `Signal`, in order.
    static let signals: InlineArray<5, Double> = [17.307, 12.614, 6.598, 1.290, -0.462]
    /// The log-odds of an article that has nothing in common with a story.
    static let constant = -7.883
    /// Raw log-odds and what they turned out to be worth, in thousandths.
    static let calibration: [Calibration.Knot] = [
        Calibration.Knot(raw: -5227, calibrated: -4169),
        Calibration.Knot(raw: -1257, calibrated: -293),
        Calibration.Knot(raw: 394, calibrated: 1039),
        Calibration.Knot(raw: 1024, calibrated: 1306),
        Calibration.Knot(raw: 1606, calibrated: 1987),
        Calibration.Knot(raw: 2072, calibrated: 2055),
        Calibration.Knot(raw: 2328, calibrated: 2106),
        Calibration.Knot(raw: 2585, calibrated: 2312),
        Calibration.Knot(raw: 2860, calibrated: 2668),
        Calibration.Knot(raw: 3154, calibrated: 2792),
        Calibration.Knot(raw: 3493, calibrated: 2899),
        Calibration.Knot(raw: 3880, calibrated: 3058),
        Calibration.Knot(raw: 4474, calibrated: 3710),
        Calibration.Knot(raw: 5433, calibrated: 4437),
        Calibration.Knot(raw: 7794, calibrated: 6000),
    ]
    /// Calibrated probabilities from which an article joins a story, and from which further stories are merged.
    static let joinAt = 0.69
    static let mergeAt = 0.76
}

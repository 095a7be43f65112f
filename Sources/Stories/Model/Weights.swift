// Made by `make fit-model` from fnc-dev.jsonl.gz, ecb-dev.jsonl.gz: change nothing here by hand.

/// The story model's numbers, as fitted.
enum Weights {
    /// One for each `Signal`, in order.
    static let signals: InlineArray<7, Double> = [-0.271, 12.401, -0.801, 9.944, -0.718, 3.921, 6.355]
    /// The log-odds of an article that has nothing in common with a story.
    static let constant = -6.850
    /// Raw log-odds and what they turned out to be worth, in thousandths.
    static let calibration: [Calibration.Knot] = [
        Calibration.Knot(raw: -5841, calibrated: -4167),
        Calibration.Knot(raw: -3129, calibrated: -255),
        Calibration.Knot(raw: -1084, calibrated: 1030),
        Calibration.Knot(raw: -73, calibrated: 1254),
        Calibration.Knot(raw: 1010, calibrated: 1686),
        Calibration.Knot(raw: 2149, calibrated: 1903),
        Calibration.Knot(raw: 3222, calibrated: 2087),
        Calibration.Knot(raw: 3986, calibrated: 2103),
        Calibration.Knot(raw: 4539, calibrated: 2481),
        Calibration.Knot(raw: 5303, calibrated: 2804),
        Calibration.Knot(raw: 7088, calibrated: 2873),
        Calibration.Knot(raw: 11425, calibrated: 2894),
    ]
    /// Calibrated probabilities from which an article joins a story, and from which further stories are merged.
    static let joinAt = 0.63
    static let mergeAt = 0.89
}

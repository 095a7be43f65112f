// Made by `make fit-model` from fnc-dev.jsonl.gz, ecb-dev.jsonl.gz: change nothing here by hand.

/// The story model's numbers, as fitted.
enum Weights {
    /// One for each `Signal`, in order.
    static let signals: InlineArray<4, Double> = [14.380, 7.850, 9.820, 3.180]
    /// The log-odds of an article that has nothing in common with a story.
    static let constant = -6.670
    /// Raw log-odds and what they turned out to be worth, in thousandths.
    static let calibration: [Calibration.Knot] = [Calibration.Knot(raw: 0, calibrated: 0)]
    /// Calibrated probabilities from which an article joins a story, and from which further stories are merged.
    static let joinAt = 0.35
    static let mergeAt = 0.50
}

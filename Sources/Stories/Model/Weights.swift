// Made by `make fit-model` from fnc-dev.jsonl.gz, ecb-dev.jsonl.gz: change nothing here by hand.

/// The story model's numbers, as fitted.
enum Weights {
    /// One for each `Signal`, in order.
    static let signals: InlineArray<4, Double> = [15.330, 6.683, 5.030, 2.772]
    /// The log-odds of an article that has nothing in common with a story.
    static let constant = -6.370
    /// Raw log-odds and what they turned out to be worth, in thousandths.
    static let calibration: [Calibration.Knot] = [
        Calibration.Knot(raw: -5500, calibrated: -4701),
        Calibration.Knot(raw: -4589, calibrated: -4091),
        Calibration.Knot(raw: -2908, calibrated: -974),
        Calibration.Knot(raw: -1411, calibrated: 426),
        Calibration.Knot(raw: -744, calibrated: 650),
        Calibration.Knot(raw: -256, calibrated: 821),
        Calibration.Knot(raw: 87, calibrated: 980),
        Calibration.Knot(raw: 272, calibrated: 1308),
        Calibration.Knot(raw: 488, calibrated: 1325),
        Calibration.Knot(raw: 703, calibrated: 1498),
        Calibration.Knot(raw: 833, calibrated: 1751),
        Calibration.Knot(raw: 1163, calibrated: 1985),
        Calibration.Knot(raw: 1536, calibrated: 2270),
        Calibration.Knot(raw: 1917, calibrated: 2524),
        Calibration.Knot(raw: 2542, calibrated: 2739),
        Calibration.Knot(raw: 3274, calibrated: 3280),
        Calibration.Knot(raw: 3987, calibrated: 3898),
        Calibration.Knot(raw: 4716, calibrated: 4361),
        Calibration.Knot(raw: 5749, calibrated: 4662),
        Calibration.Knot(raw: 8352, calibrated: 6000),
    ]
    /// Calibrated probabilities from which an article joins a story, and from which further stories are merged.
    static let joinAt = 0.64
    static let mergeAt = 0.68
}

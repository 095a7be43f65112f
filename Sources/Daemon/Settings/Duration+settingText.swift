extension Duration {
    private static let units: [(suffix: String, milliseconds: Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000),
    ]

    /// A duration written as a setting: a whole or decimal number and a unit, `500ms`, `1.5s`, `5m`, `1h`, `14d`.
    /// Nil for anything else, a missing unit included: `30` could be seconds or minutes.
    public init?(settingText text: String) {
        guard
            let unit = Self.units.first(where: { unit in
                text.hasSuffix(unit.suffix) && text.dropLast(unit.suffix.count).last?.isNumber == true
            }),
            let count = Double(text.dropLast(unit.suffix.count)), count >= 0, count < 1e9
        else { return nil }
        self = .milliseconds(Int64((count * Double(unit.milliseconds)).rounded()))
    }

    /// The shortest exact way to write the duration as a setting, for messages.
    public var settingText: String {
        let milliseconds = self.milliseconds
        let unit = Self.units.last { milliseconds >= $0.milliseconds && milliseconds % $0.milliseconds == 0 }
        guard let unit else { return "0s" }
        return "\(milliseconds / unit.milliseconds)\(unit.suffix)"
    }

    /// Whole seconds, at least 1; nil for zero, which as a setting stands for no limit.
    public var wholeSeconds: Int64? { self == .zero ? nil : max(1, milliseconds / 1000) }

    /// Whole milliseconds, rounded towards zero.
    var milliseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds &* 1000 &+ attoseconds / 1_000_000_000_000_000
    }

    /// Nanoseconds, clamped to some hundred years.
    var nanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return min(max(seconds, -9_000_000_000), 9_000_000_000) &* 1_000_000_000 &+ attoseconds / 1_000_000_000
    }

    /// Whole seconds as a floating-point number, for the clocks that take one.
    var seconds: Double { Double(milliseconds) / 1000 }
}

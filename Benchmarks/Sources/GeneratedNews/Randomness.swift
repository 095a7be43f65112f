/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers from the same seed.
struct Randomness {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A number below `count`.
    mutating func below(_ count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

    /// A number of a range.
    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True with a probability, 0–1.
    mutating func chance(_ share: Double) -> Bool { Double(next() >> 11) < share * 0x1p53 }

    /// A number below `count` of which small ones are likelier: the mean of a number that has no bound is `mean`.
    mutating func recent(_ count: Int, mean: Int) -> Int {
        var steps = 0
        // As many tosses as it takes: geometric.
        while steps < count - 1, below(mean + 1) != 0 { steps += 1 }
        return steps
    }
}

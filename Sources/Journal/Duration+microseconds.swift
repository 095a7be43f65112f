extension Duration {
    /// Whole microseconds: 0 when negative, at most about 292,000 years.
    var microseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        let (sum, carry) = whole.addingReportingOverflow(attoseconds / 1_000_000_000_000)
        if overflow || carry { return seconds > 0 ? .max : 0 }
        return max(sum, 0)
    }
}

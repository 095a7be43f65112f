/// A mistake of the grouping, in words.
public struct Mistake: Sendable {
    /// One line: which articles are where.
    public let summary: String
    /// Why, a line for each finding.
    public let evidence: [String]
}

/// What an operator may choose about decisions.
public struct EngineSettings: Sendable, Equatable {
    /// Only copies are looked for: what is no copy opens a story of its own.
    public var copiesOnly: Bool
    /// Probability, 0–1, from which an article joins a story. Lower joins more, higher keeps more apart.
    public var joinAt: Double
    /// Probability, 0–1, from which another story is merged with the one that an article joins.
    public var mergeAt: Double

    /// The default of `joinAt`, fitted with the model's weights.
    public static let joinAt = Weights.joinAt
    /// The default of `mergeAt`, fitted with the model's weights.
    public static let mergeAt = Weights.mergeAt

    /// Chooses settings; the defaults are those the model was measured with.
    public init(copiesOnly: Bool = false, joinAt: Double = Self.joinAt, mergeAt: Double = Self.mergeAt) {
        self.copiesOnly = copiesOnly
        self.joinAt = joinAt
        self.mergeAt = mergeAt
    }
}

/// What an operator may choose about decisions.
public struct EngineSettings: Sendable, Equatable {
    /// Only copies are looked for: what is no copy opens a story of its own.
    public var copiesOnly: Bool
    /// Probability, 0–1, from which an article joins a story. Lower joins more, higher keeps more apart.
    public var joinAt: Double
    /// Probability, 0–1, from which another story is merged with the one that an article joins.
    public var mergeAt: Double
    /// Seconds without an arrival after which a story is closed; nil keeps all open.
    public var storyWindow: Int64?
    /// Seconds for which copies of an article are looked for; nil is for ever.
    public var duplicatesWindow: Int64?

    /// The default of `joinAt`, fitted with the model's weights.
    public static let joinAt = Weights.joinAt
    /// The default of `mergeAt`, fitted with the model's weights.
    public static let mergeAt = Weights.mergeAt
    /// The default of `storyWindow`: 14 days.
    public static let storyWindow: Int64 = 14 * 86400

    /// Chooses settings; the defaults are those the model was measured with.
    public init(
        copiesOnly: Bool = false, joinAt: Double = Self.joinAt, mergeAt: Double = Self.mergeAt,
        storyWindow: Int64? = Self.storyWindow, duplicatesWindow: Int64? = nil
    ) {
        self.copiesOnly = copiesOnly
        self.storyWindow = storyWindow
        self.duplicatesWindow = duplicatesWindow
        self.joinAt = joinAt
        self.mergeAt = mergeAt
    }
}

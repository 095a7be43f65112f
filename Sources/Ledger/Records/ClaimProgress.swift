/// How far a batch of decisions brings a claimed file.
public struct ClaimProgress: Sendable, Equatable {
    /// The claim; it must be in the ledger.
    public var claim: Int64
    /// The new total of decisions made of the file.
    public var decided: Int
    /// True when nothing of the file is left to decide.
    public var complete: Bool
    /// The file's first `ASSIGNMENT_SEQ`; the first one recorded stays.
    public var firstSequence: Int64?
    /// What becomes of the file; nil leaves what is recorded.
    public var disposition: String?
    /// Why it was refused; nil leaves what is recorded.
    public var reason: String?
    /// A hash of the bytes that were decided; nil leaves what is recorded.
    public var contentHash: UInt64?

    /// A step of these values.
    public init(
        claim: Int64, decided: Int, complete: Bool, firstSequence: Int64? = nil, disposition: String? = nil,
        reason: String? = nil, contentHash: UInt64? = nil
    ) {
        self.claim = claim
        self.decided = decided
        self.complete = complete
        self.firstSequence = firstSequence
        self.disposition = disposition
        self.reason = reason
        self.contentHash = contentHash
    }
}

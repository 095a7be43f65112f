/// A journal entry that must be seen in the journal before it may be forgotten.
public struct OutboxRecord: Sendable, Equatable {
    /// `ASSIGNMENT_SEQ`; unique.
    public var sequence: Int64
    /// The encoded entry; opaque here.
    public var entry: [UInt8]
    /// The claimed file it is about.
    public var claim: Int64?
    /// When it was last sent, microseconds since 1970; nil before that.
    public var sentAt: Int64?
    /// How often it was sent.
    public var sends: Int
    /// True once it was read back from the journal.
    public var confirmed: Bool

    /// An entry of these values.
    public init(
        sequence: Int64, entry: [UInt8], claim: Int64?, sentAt: Int64? = nil, sends: Int = 0, confirmed: Bool = false
    ) {
        self.sequence = sequence
        self.entry = entry
        self.claim = claim
        self.sentAt = sentAt
        self.sends = sends
        self.confirmed = confirmed
    }
}

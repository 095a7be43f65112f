/// Where entries go.
public protocol EntrySink: Sendable {
    /// Hands over one entry. May block for as long as the receiver does: a stalled journald holds its senders.
    ///
    /// Success is no proof that the entry is kept; only ``JournalReader`` gives that.
    func send(_ entry: EncodedEntry) throws(JournalError)
}

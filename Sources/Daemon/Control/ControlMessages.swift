/// What a command asks of a running daemon: one JSON object on one line.
public enum ControlRequest: Codable, Sendable, Equatable {
    /// How it does.
    case status
}

/// What the daemon answers: one JSON object on one line.
public enum ControlReply: Codable, Sendable, Equatable {
    /// To ``ControlRequest/status``.
    case status(StatusReport)
    /// It was not done, and why.
    case refused(reason: String)
}

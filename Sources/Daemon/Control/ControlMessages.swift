/// What a command asks of a running daemon: one JSON object on one line.
public enum ControlRequest: Codable, Sendable, Equatable {
    /// How it does.
    case status
    /// A person's correction. `user`: who says so by the command's account, for where the kernel does not tell.
    case correct(CorrectionRequest, user: String?)
}

/// What the daemon answers: one JSON object on one line.
public enum ControlReply: Codable, Sendable, Equatable {
    /// To ``ControlRequest/status``.
    case status(StatusReport)
    /// To ``ControlRequest/correct(_:user:)``.
    case corrected(CorrectionReport)
    /// It was not done, and why.
    case refused(reason: String)
}

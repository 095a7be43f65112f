/// What a command asks of a running daemon: one JSON object on one line.
public enum ControlRequest: Codable, Sendable, Equatable {
    /// How it does.
    case status
    /// What it knows of stories and articles.
    case ask(Question)
    /// A person's correction. `user`: who says so by the command's account, for where the kernel does not tell.
    case correct(CorrectionRequest, user: String?)
    /// A step of an import.
    case take(ImportStep, user: String?)
    /// Refused files are to be tried again.
    case requeue(RequeueRequest, user: String?)
    /// Entries are to be sent again: those of decisions since this time, seconds since 1970.
    case retell(since: Int64, user: String?)
}

/// What the daemon answers: one JSON object on one line.
public enum ControlReply: Codable, Sendable, Equatable {
    /// To ``ControlRequest/status``.
    case status(StatusReport)
    /// To ``ControlRequest/ask(_:)``.
    case found(Finding)
    /// To ``ControlRequest/correct(_:user:)``.
    case corrected(CorrectionReport)
    /// To ``ControlRequest/take(_:user:)``.
    case imported(ImportAnswer)
    /// To ``ControlRequest/requeue(_:user:)``.
    case requeued([RequeuedFile])
    /// To ``ControlRequest/retell(since:user:)``: how many entries there were.
    case retold(Int)
    /// It was not done, and why.
    case refused(reason: String)
}

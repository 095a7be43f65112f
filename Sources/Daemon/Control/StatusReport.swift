/// How a running daemon does. Field names are a promise: they are only added to.
public struct StatusReport: Codable, Sendable, Equatable {
    /// A decision, as the journal's message tells it.
    public struct Decision: Codable, Sendable, Equatable {
        /// Seconds since 1970.
        public var at: Int64
        /// The entry's message.
        public var message: String
    }

    /// Version of the daemon.
    public var version = StorydService.version
    /// Its process.
    public var pid: Int32 = 0
    /// Seconds since 1970.
    public var startedAt: Int64 = 0
    /// The watched folders, as they are shown.
    public var folders: [String] = []
    /// Directories watched by inotify.
    public var watchedDirectories = 0
    /// Directories looked at by the clock instead.
    public var polledDirectories = 0
    /// Files seen that are not complete yet.
    public var settling = 0
    /// Files taken and not decided yet.
    public var queued = 0
    /// Articles known.
    public var articles = 0
    /// Stories known.
    public var stories = 0
    /// Articles decided since the start.
    public var decidedSinceStart = 0
    /// Articles decided in the last minute.
    public var decidedLastMinute = 0
    /// Decisions since the start, by `OUTCOME`.
    public var decisions: [String: Int] = [:]
    /// Files put away since the start.
    public var filesPutAway = 0
    /// Entries not yet seen in the journal.
    public var unconfirmed = 0
    /// The ledger's file.
    public var ledger = ""
    /// Bytes of it.
    public var ledgerBytes: Int64 = 0
    /// What is not as it should be, a sentence each; empty when all is well.
    public var degraded: [String] = []
    /// The latest decisions, the latest last.
    public var lastDecisions: [Decision] = []
}

extension StatusReport {
    /// One line for `STATUS=` and `systemctl status`.
    var line: String {
        var parts = [
            "\(watchedDirectories) folder\(watchedDirectories == 1 ? "" : "s") watched", "\(settling) settling",
            "\(queued) queued", "\(articles) articles in \(stories) stories",
        ]
        if unconfirmed > 0 { parts.append("\(unconfirmed) entries unconfirmed") }
        return (parts + degraded).joined(separator: ", ")
    }
}

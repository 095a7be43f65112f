/// How a running daemon does. Field names are a promise: they are only added to.
public struct StatusReport: Codable, Sendable, Equatable {
    /// A decision, as the journal's message tells it.
    public struct Decision: Codable, Sendable, Equatable {
        /// Seconds since 1970.
        public var at: Int64
        /// The entry's message.
        public var message: String
    }

    /// How far a start has come. Files are taken meanwhile, and decided afterwards.
    public struct Restoring: Codable, Sendable, Equatable {
        /// Articles known again.
        public var articles: Int
        /// Those that were known before.
        public var of: Int
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
    /// What is known is being restored; absent once decisions are made.
    public var restoring: Restoring?
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
        if let restoring { parts.insert(restoring.description, at: 0) }
        if unconfirmed > 0 { parts.append("\(unconfirmed) entries unconfirmed") }
        return (parts + degraded).joined(separator: ", ")
    }
}

extension StatusReport.Restoring: CustomStringConvertible {
    /// `restoring: 340,000 of 1,000,000 articles`.
    public var description: String { "restoring: \(Self.grouped(articles)) of \(Self.grouped(of)) articles" }

    private static func grouped(_ number: Int) -> String {
        let digits = Array(String(number))
        return String(
            digits.enumerated().flatMap { place, digit in
                place > 0 && (digits.count - place) % 3 == 0 ? [",", digit] : [digit]
            })
    }
}

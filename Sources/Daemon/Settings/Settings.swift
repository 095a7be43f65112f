package import Stories
public import SystemPackage

/// Everything an operator can set, with its default. One property for each key of `config/storyd.yaml`;
/// the key is the property's path: `folder.settle` is `Settings.folder.settle`.
public struct Settings: Sendable, Equatable {
    /// Where files come from and where they go.
    public struct Folder: Sendable, Equatable {
        /// Watched folders, sub-folders included.
        public var incoming: [FilePath] = ["/var/spool/storyd/incoming"]
        /// Where a file stays while it is being read.
        public var work: FilePath = "/var/spool/storyd/work"
        /// Where finished files go, in a folder for each day.
        public var archive: FilePath = "/var/spool/storyd/archive"
        /// Where refused files go, each beside its `.reason`.
        public var rejected: FilePath = "/var/spool/storyd/rejected"
        /// What happens to a finished file.
        public var finished: FinishedFiles = .archive
        /// How long size and times of a file must have been still before it is read.
        public var settle: Duration = .seconds(1)
        /// How long an empty or unreadable file is waited for before it is refused.
        public var grace: Duration = .seconds(60)
        /// How often the folders are looked through whatever the watches say.
        public var rescan: Duration = .seconds(60)
        /// The least bytes that must be free for files to be taken.
        public var minFree = 64 << 20
        /// Names that are never taken: patterns with `*` and `?`.
        public var ignore: [String] = [
            ".*", "*.tmp", "*.part", "*.partial", "*.crdownload", "*.filepart", "*.swp", "*~", ".DS_Store",
            "desktop.ini", "Thumbs.db", "tmp",
        ]
    }

    /// Finished files.
    public struct Archive: Sendable, Equatable {
        /// Whether a copy of what was read is put away in place of the file.
        public var copy = false
        /// How long files stay; zero is for ever.
        public var keep: Duration = .zero
        /// The most bytes of all files; zero is no limit.
        public var keepBytes = 0
    }

    /// Refused files.
    public struct Rejected: Sendable, Equatable {
        /// How long files stay; zero is for ever.
        public var keep: Duration = .zero
        /// The most bytes of all files and reasons; zero is no limit.
        public var keepBytes = 0
    }

    /// What happens to a file once it is decided.
    public enum FinishedFiles: String, Sendable, CaseIterable {
        /// Renamed into the archive folder.
        case archive
        /// Left where it is and remembered.
        case keep
        /// Removed.
        case delete
    }

    /// The durable record.
    public struct Ledger: Sendable, Equatable {
        /// The SQLite file.
        public var path: FilePath = "/var/lib/storyd/ledger.sqlite"
        /// Whether the cleaned text of each article is kept, compressed.
        public var keepText = true
    }

    /// Which articles are one story.
    public struct Stories: Sendable, Equatable {
        /// Probability, 0–1, from which an article joins a story.
        public var joinAt = EngineSettings.joinAt
        /// Probability, 0–1, from which further stories that an article belongs to are merged into the one it joins.
        public var mergeAt = EngineSettings.mergeAt
        /// How long nothing has to come to a story for it to be closed; zero closes none.
        public var window: Duration = .seconds(EngineSettings.storyWindow)
    }

    /// Which articles are copies.
    public struct Duplicates: Sendable, Equatable {
        /// How long copies of an article are looked for; zero is for ever.
        public var window: Duration = .zero
    }

    /// What is refused as too much.
    public struct Limits: Sendable, Equatable {
        /// Bytes a file.
        public var fileBytes = 64 << 20
        /// Bytes a compressed file unpacks to.
        public var unpackedBytes = 4 << 30
        /// How many times its size a compressed file may unpack to.
        public var unpackedRatio = 200
        /// Layers of compression and of messages within messages.
        public var containerDepth = 4
        /// Bytes an article's text.
        public var articleBytes = 8 << 20
        /// Articles a file.
        public var articlesPerFile = 1_000_000
        /// How deep objects and elements may nest.
        public var nesting = 64
    }

    /// The journal.
    public struct Journal: Sendable, Equatable {
        /// Whether entries are read back from the journal before they count as written.
        public var confirm = true
        /// How long an entry may stay unseen before it is sent again.
        public var confirmAfter: Duration = .seconds(5)
    }

    /// Commands to a running daemon.
    public struct Control: Sendable, Equatable {
        /// The Unix socket at which they are answered; nil answers none.
        public var path: FilePath? = "/run/storyd/control"
    }

    /// Folders and files.
    public var folder = Folder()
    /// Finished files.
    public var archive = Archive()
    /// Refused files.
    public var rejected = Rejected()
    /// The durable record.
    public var ledger = Ledger()
    /// Which articles are one story.
    public var stories = Stories()
    /// Which articles are copies.
    public var duplicates = Duplicates()
    /// What is refused as too much.
    public var limits = Limits()
    /// The journal.
    public var journal = Journal()
    /// Commands to a running daemon.
    public var control = Control()
    /// Where counters for Prometheus are written; nil writes none.
    public var metricsPath: FilePath?
    /// Threads that read and shingle files; 0 is one for each core.
    public var readerThreads = 0
    /// The least severe diagnostic that is logged: trace, debug, info, notice, warning, error, critical.
    public var logLevel = "info"

    /// Settings with every default.
    public init() {}

    /// What the engine goes by.
    package var engine: EngineSettings {
        EngineSettings(
            joinAt: stories.joinAt, mergeAt: stories.mergeAt, storyWindow: stories.window.wholeSeconds,
            duplicatesWindow: duplicates.window.wholeSeconds)
    }
}

import DropFolder

/// Files that could not be taken for a reason that may pass, each with a wait of its own that doubles from try to try.
struct ClaimRetries {
    /// The first wait and the longest.
    static let waits = (first: Duration.seconds(1), most: Duration.seconds(300))

    private struct Identity: Hashable {
        let device: UInt64
        let inode: UInt64

        init(_ file: FoundFile) {
            device = file.key.device
            inode = file.key.inode
        }
    }

    private struct Retry {
        var file: FoundFile
        var failures: Int
        /// Nil while it is being tried.
        var due: Moment?
    }

    private var files: [Identity: Retry] = [:]

    /// How many there are.
    var count: Int { files.count }

    /// When the first of them is to be tried again.
    var nextDue: Moment? { files.values.compactMap(\.due).min() }

    /// Notes one more failure. Returns how long to wait.
    mutating func failed(_ file: FoundFile, at now: Moment) -> Duration {
        let failures = files[Identity(file)]?.failures ?? 0
        let wait = Backoff.wait(attempt: failures, first: Self.waits.first, most: Self.waits.most)
        files[Identity(file)] = Retry(file: file, failures: failures + 1, due: now + wait)
        return wait
    }

    /// Forgets a file that was taken, is gone, or settles anew.
    mutating func settled(_ file: FoundFile) {
        files[Identity(file)] = nil
    }

    /// The files whose time has come, in feed order.
    mutating func takeDue(at now: Moment) -> [FoundFile] {
        var due: [FoundFile] = []
        for (identity, retry) in files {
            guard let moment = retry.due, moment <= now else { continue }
            files[identity]?.due = nil
            due.append(retry.file)
        }
        return due.sorted { ($0.key.changed, $0.key.inode) < ($1.key.changed, $1.key.inode) }
    }
}

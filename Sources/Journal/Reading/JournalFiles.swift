import CSystemd
import Glibc

/// The open journal (`sd_journal`), a thin layer over its C functions.
struct JournalFiles: ~Copyable {
    private let handle: OpaquePointer

    /// How many matching entries were read.
    private(set) var entriesSeen = 0

    private init(handle: OpaquePointer) {
        self.handle = handle
    }

    /// Opens every journal file of this host that we may read (`sd_journal_open`): those of the log namespace the unit
    /// is in (`LogNamespace=`), which systemd names in the environment.
    static func open() throws(JournalError) -> JournalFiles {
        var handle: OpaquePointer?
        let flags = Int32(SD_JOURNAL_LOCAL_ONLY)
        let result =
            if let namespace = getenv("LOG_NAMESPACE") {
                sd_journal_open_namespace(&handle, namespace, flags)
            } else {
                sd_journal_open(&handle, flags)
            }
        guard result >= 0, let handle else { throw .unreadable(errno: -result) }
        let files = JournalFiles(handle: handle)
        // Opening succeeds even when each file was refused to us.
        guard sd_journal_has_persistent_files(handle) > 0 || sd_journal_has_runtime_files(handle) > 0 else {
            let isThere = access("/run/log/journal", F_OK) == 0 || access("/var/log/journal", F_OK) == 0
            throw .unreadable(errno: isThere ? EACCES : ENOENT)
        }
        // Asking for the descriptor begins the watching: what is written from now on will make it readable.
        try files.check(sd_journal_get_fd(handle))
        return files
    }

    deinit {
        sd_journal_close(handle)
    }

    /// Reads only entries with this `FIELD=value`; several of one field are alternatives (`sd_journal_add_match`).
    func match(_ assignment: String) throws(JournalError) {
        try check(assignment.withCString { sd_journal_add_match(handle, $0, strlen($0)) })
    }

    /// Moves to the first entry at or after a time (`sd_journal_seek_realtime_usec`).
    func seek(_ microseconds: UInt64) {
        // Fails only without a handle and after a fork.
        _ = sd_journal_seek_realtime_usec(handle, microseconds)
    }

    /// Reads on until there are numbers enough for one batch, or to the end (`sd_journal_next`).
    mutating func readSequences() throws(JournalError) -> [Int64] {
        var sequences: [Int64] = []
        while sequences.count < Self.batch, try check(sd_journal_next(handle)) > 0 {
            entriesSeen += 1
            if let sequence = currentSequence() { sequences.append(sequence) }
        }
        return sequences
    }

    /// Waits until there may be more to read.
    ///
    /// - Returns: false when the wait ended by the signal.
    func wait(_ duration: Duration, signal: borrowing WakeSignal) throws(JournalError) -> Bool {
        var wanted = [
            pollfd(fd: try check(sd_journal_get_fd(handle)), events: Int16(POLLIN), revents: 0),
            pollfd(fd: signal.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        let left = duration.microseconds
        // Rounded up, so that it does not spin through the last millisecond.
        let milliseconds = min(left / 1000 + (left % 1000 > 0 ? 1 : 0), millisecondsUntilDue())
        if poll(&wanted, 2, Int32(clamping: milliseconds)) < 0, errno != EINTR { throw .readFailed(errno: errno) }
        // Takes up rotated and new files; what it says about them does not matter, the next read looks anyway.
        try check(sd_journal_process(handle))
        return !signal.consume()
    }

    /// How long the descriptor can be relied on: for ever, but on a network file system (`sd_journal_get_timeout`).
    private func millisecondsUntilDue() -> Int64 {
        var due = UInt64.max
        guard sd_journal_get_timeout(handle, &due) >= 0, due != .max else { return .max }
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        let present = UInt64(clamping: now.tv_sec) * 1_000_000 + UInt64(clamping: now.tv_nsec) / 1000
        return due > present ? Int64(clamping: (due - present) / 1000 + 1) : 0
    }

    /// The `ASSIGNMENT_SEQ` of the entry last read, nil when it has none or it is no number.
    private func currentSequence() -> Int64? {
        let name = FieldName.assignmentSequence.rawValue
        var data: UnsafeRawPointer?
        var length = 0
        guard sd_journal_get_data(handle, name, &data, &length) >= 0, let data else { return nil }
        let field = UnsafeRawBufferPointer(start: data, count: length)
        return Int64(String(decoding: field.dropFirst(name.utf8.count + 1), as: UTF8.self))
    }

    @discardableResult
    private func check(_ result: Int32) throws(JournalError) -> Int32 {
        if result < 0 { throw .readFailed(errno: -result) }
        return result
    }

    /// How many numbers one read gives at most.
    private static let batch = 1000
}

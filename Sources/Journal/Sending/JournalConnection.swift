import Glibc

/// Whether this process's standard error is connected to the journal.
public enum JournalConnection {
    /// Whether `$JOURNAL_STREAM` names the device and inode of standard error, which the service manager promises for
    /// a unit that logs to the journal and which no longer holds once the stream is redirected (systemd.exec(5)).
    public static func isUnderJournald() -> Bool {
        isUnderJournald(environment: processEnvironment(["JOURNAL_STREAM"]), descriptor: STDERR_FILENO)
    }

    static func isUnderJournald(environment: [String: String], descriptor: Int32) -> Bool {
        guard let stream = environment["JOURNAL_STREAM"] else { return false }
        let parts = stream.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let device = UInt64(parts[0]), let inode = UInt64(parts[1]) else { return false }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return false }
        return UInt64(status.st_dev) == device && UInt64(status.st_ino) == inode
    }
}

import Glibc
import SystemPackage

/// Remembers over a restart that the process died by a fault of its own and not by a kill from outside.
///
/// The handler of the fatal signals creates an empty file; a SIGKILL runs no handler and leaves none. It runs
/// on a stack of its own (see ``SignalStack``), since a fault may be that of a stack that is full.
enum CrashNote {
    private static let signals = [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT, SIGSYS]

    /// The path as the handler needs it. Written once, before the handlers are installed, and never freed.
    nonisolated(unsafe) private static var path: UnsafeMutablePointer<CChar>?

    /// Takes the last run's note away, and leaves one if this run crashes.
    /// - Parameter ledger: The note lies beside it, as `….crash`.
    /// - Returns: Whether the last run crashed.
    static func install(beside ledger: FilePath) -> Bool {
        let note = ledger.string + ".crash"
        let hasCrashed = unlink(note) == 0
        guard path == nil else { return hasCrashed }
        path = strdup(note)
        for signal in signals {
            var action = sigaction()
            // Only what POSIX allows in a handler: open, close. With the handler reset, returning runs into the same
            // fault again, so the process dies by the signal it would have died by.
            action.__sigaction_handler.sa_handler = { signal in
                if let path = CrashNote.path { close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0o600)) }
                if signal == SIGABRT { raise(signal) }
            }
            action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND)) | SA_NODEFER | SA_ONSTACK
            sigaction(signal, &action, nil)
        }
        return hasCrashed
    }
}

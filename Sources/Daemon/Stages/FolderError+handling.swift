import DropFolder
import SystemPackage

extension FolderError {
    /// Whether waiting may mend it: a resource that ran out, a disk or network that hiccups.
    var isTransient: Bool {
        let passing: [Errno] = [
            .ioError, .noMemory, .tooManyOpenFiles, .tooManyOpenFilesInSystem, .noSpace, .diskQuotaExceeded,
            .resourceTemporarilyUnavailable, .resourceBusy, .staleNFSFileHandle, .timedOut, .hostIsDown,
        ]
        return errno.map(passing.contains) ?? false
    }

    /// Why a file is refused, without the path the entry already names.
    var reason: String {
        switch self {
        case .system(_, _, .noSuchFileOrDirectory): "vanished before it was read"
        case .system(_, _, .permissionDenied): "no permission to read it"
        case .system(_, _, .tooManySymbolicLinkLevels): "not a regular file (symbolic link)"
        case .system(let operation, _, let errno): "cannot \(operation) it: \(errno.description)"
        case .notRegular, .tooLarge: description
        }
    }
}

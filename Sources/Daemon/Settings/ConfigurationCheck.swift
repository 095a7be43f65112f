import DropFolder
import Glibc
public import SystemPackage

/// What `storyd check-config` finds beyond the settings themselves: whether the folders can be used as they are set.
public struct ConfigurationCheck: Sendable {
    /// One finding about one folder.
    public enum Finding: Sendable, Equatable, CustomStringConvertible {
        /// As it should be.
        case good(FilePath)
        /// The daemon runs with it, but not as the settings intend.
        case warning(FilePath, String)
        /// The daemon cannot run with it.
        case failure(FilePath, String)

        /// One line.
        public var description: String {
            switch self {
            case .good(let path): "ok: \(escapedName(path))"
            case .warning(let path, let text): "warning: \(escapedName(path)): \(text)"
            case .failure(let path, let text): "error: \(escapedName(path)): \(text)"
            }
        }
    }

    private let settings: Settings

    /// A check of loaded settings.
    public init(_ settings: Settings) {
        self.settings = settings
    }

    /// Looks at every folder and changes nothing.
    public func findings() -> [Finding] {
        var findings = [settings.folder.work, settings.folder.archive, settings.folder.rejected].map(ownFolder)
        findings.append(ownFolder(settings.ledger.path.removingLastComponent()))
        findings += settings.folder.incoming.map(incoming)
        return findings
    }

    /// The unit's drop-in for folders that its sandbox does not let it write; nil when there is none.
    public var dropIn: String? {
        let folder = settings.folder
        let all =
            folder.incoming + [
                folder.work, folder.archive, folder.rejected, settings.ledger.path.removingLastComponent(),
            ]
        let outside = all.filter { path in
            !path.starts(with: "/var/spool/storyd") && !path.starts(with: "/var/lib/storyd")
        }
        // Each path is a bind mount of its own, and no rename leads from one to another: folders side by side share one.
        var paths: [FilePath] = []
        for path in outside {
            let parent = path.removingLastComponent()
            let isShared = outside.filter { $0.removingLastComponent() == parent }.count > 1
            let written = isShared && parent.lastComponent != nil ? parent : path
            if !paths.contains(where: { written.starts(with: $0) }) { paths.append(written) }
        }
        guard !paths.isEmpty else { return nil }
        return "# systemctl edit storyd\n[Service]\n" + paths.map { "ReadWritePaths=\($0)" }.joined(separator: "\n")
    }

    private func ownFolder(_ path: FilePath) -> Finding {
        switch access(path, R_OK | W_OK | X_OK) {
        case 0: return .good(path)
        case ENOENT:
            // storyd creates it, if the nearest folder that exists lets it.
            var parent = path.removingLastComponent()
            while access(parent, F_OK) == ENOENT && parent.lastComponent != nil { parent.removeLastComponent() }
            let errno = access(parent, W_OK | X_OK)
            return errno == 0
                ? .good(path) : .failure(path, "cannot be created in \(parent): \(Errno(rawValue: errno))")
        case let errno: return .failure(path, "\(Errno(rawValue: errno))")
        }
    }

    private func incoming(_ path: FilePath) -> Finding {
        switch access(path, R_OK | X_OK) {
        case 0: break
        case ENOENT: return .warning(path, "does not exist yet: it is awaited, not created")
        case let errno: return .failure(path, "cannot be read: \(Errno(rawValue: errno))")
        }
        guard settings.folder.finished != .keep else { return .good(path) }
        guard access(path, W_OK) == 0 else {
            return .warning(path, "is not writable: its files are decided and stay where they are")
        }
        guard !isOnOtherMount(path) else {
            return .warning(
                path, "is on another mount than \(settings.folder.work): its files are decided and stay where they are")
        }
        return .good(path)
    }

    /// The kernel compares mounts before it looks for the name: renaming nothing is a harmless way to ask.
    private func isOnOtherMount(_ path: FilePath) -> Bool {
        let from = path.appending(".storyd-probe")
        let to = settings.folder.work.appending(".storyd-probe")
        let result = from.withPlatformString { from in to.withPlatformString { to in rename(from, to) } }
        return result != 0 && errno == EXDEV
    }

    /// - Returns: Zero, or the error number.
    private func access(_ path: FilePath, _ mode: Int32) -> Int32 {
        path.withPlatformString { faccessat(AT_FDCWD, $0, mode, AT_EACCESS) } == 0 ? 0 : errno
    }
}

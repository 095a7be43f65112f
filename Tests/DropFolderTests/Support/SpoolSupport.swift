import SystemPackage
import Testing

@testable import DropFolder

extension TemporaryFolder {
    /// A prepared spool in this folder.
    func spool(faults: (inout SystemCalls) -> Void = { _ in }) throws -> Spool {
        var system = SystemCalls()
        faults(&system)
        let spool = Spool(
            work: path.appending("work"), archive: path.appending("archive"), rejected: path.appending("rejected"),
            system: system)
        try spool.prepare()
        return spool
    }

    /// A found file as the watcher would give it.
    func found(_ folder: FilePath, _ name: FilePath) throws -> FoundFile {
        let status = FileStatus(try status(folder.pushing(name)))
        return FoundFile(folder: folder, name: name, key: status.key, kind: try #require(status.kind))
    }
}

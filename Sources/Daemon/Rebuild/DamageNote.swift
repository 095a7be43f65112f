import Glibc
import Ledger
import SystemPackage

/// Remembers over a restart that the ledger was found damaged while it was in use, of which the check at the start may see
/// nothing.
enum DamageNote {
    private static func path(_ ledger: FilePath) -> FilePath { FilePath(ledger.string + ".found-damaged") }

    /// Leaves the note, beside the ledger.
    static func leave(_ reason: String, beside ledger: FilePath) {
        guard
            let file = try? FileDescriptor.open(
                path(ledger), .writeOnly, options: [.create, .truncate, .closeOnExec], permissions: [.ownerReadWrite])
        else { return }
        _ = try? file.closeAfter { try file.writeAll(reason.utf8) }
    }

    /// What the note says; nil where there is none.
    static func read(beside ledger: FilePath) -> String? {
        guard let bytes = try? FileDescriptor.contents(of: path(ledger)) else { return nil }
        return String(decoding: bytes.prefix(1000), as: UTF8.self)
    }

    /// Removes the note, once the ledger is set aside.
    static func remove(beside ledger: FilePath) {
        unlink(path(ledger).string)
    }
}

import Foundation
import Ledger
import SystemPackage

/// A folder of a test's own, removed with everything in it when the test ends.
final class TemporaryFolder: Sendable {
    let path: FilePath

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "storyd-ledger-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = FilePath(url.path(percentEncoded: false))
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path.string)
    }

    /// Where the test's ledger is.
    var ledgerPath: FilePath { path.appending("ledger.sqlite") }

    func openLedger() throws -> Ledger { try Ledger(path: ledgerPath) }

    /// The ledger's file as it is on disk.
    func ledgerBytes() throws -> Data { try Data(contentsOf: URL(filePath: ledgerPath.string)) }
}

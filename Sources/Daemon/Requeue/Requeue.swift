import DropFolder
import Ledger
import SystemPackage

/// Which refused files are to be tried again.
public struct RequeueRequest: Codable, Sendable, Equatable {
    /// Names: as the journal shows them, their last component, or as the files are called in `rejected/`.
    public var files: [String]
    /// Only files whose reason holds this text, in any case of its letters.
    public var reason: String?
    /// Whether files are only looked for.
    public var isTrial: Bool

    /// A request for these files; for all that fit `reason` where none is named.
    public init(files: [String] = [], reason: String? = nil, isTrial: Bool = false) {
        self.files = files
        self.reason = reason
        self.isTrial = isTrial
    }
}

/// What became of a refused file that was to be tried again. Field names are a promise: they are only added to.
public struct RequeuedFile: Codable, Sendable, Equatable {
    /// The name it came under.
    public var file: String
    /// Why it was refused.
    public var reason: String
    /// Where it is: its path in `rejected/`, or where it is now.
    public var path: String
    /// Why it could not be moved.
    public var problem: String?
}

/// Takes files out of `rejected/` and gives them back to the folders they came from.
struct Requeue {
    let ledger: Ledger
    let spool: Spool
    let folder: Settings.Folder

    /// - Returns: A file each; none where nothing fits.
    /// - Throws: `LedgerError`.
    func run(_ request: RequeueRequest) throws -> [RequeuedFile] {
        var done: [RequeuedFile] = []
        // The oldest first, as they came.
        for claim in try ledger.refusedClaims().reversed() where Self.fits(claim, request) {
            guard let destination = claim.destination else { continue }
            let stored = FilePath(rawBytes: destination)
            var file = RequeuedFile(
                file: claim.displayName, reason: claim.reason ?? "",
                path: escapedName(folder.rejected.pushing(stored)))
            if !request.isTrial {
                do {
                    let home = folder.incoming.contains(claim.folderPath) ? claim.folderPath : folder.incoming.first
                    guard let home else { continue }
                    let name = try spool.requeue(stored, to: home, name: claim.path, mark: "\(claim.id)")
                    file.path = escapedName(home.pushing(name))
                    try ledger.forgetDestination(ofClaim: claim.id)
                } catch let error as FolderError {
                    if error.errno == .noSuchFileOrDirectory {
                        // Somebody took it out of `rejected/`: it is no longer ours to offer.
                        try ledger.forgetDestination(ofClaim: claim.id)
                        file.problem = "it is not in rejected/ any more"
                    } else {
                        file.problem = "\(error)"
                    }
                }
            }
            done.append(file)
        }
        return done
    }

    private static func fits(_ claim: ClaimRecord, _ request: RequeueRequest) -> Bool {
        if let reason = request.reason, claim.reason?.lowercased().contains(reason.lowercased()) != true {
            return false
        }
        guard !request.files.isEmpty else { return true }
        let names = [
            claim.displayName, claim.path.lastComponent.map { escapedName(FilePath($0.string)) } ?? "",
            claim.destination.map { escapedName(FilePath(rawBytes: $0)) } ?? "",
        ]
        return request.files.contains { names.contains($0) || names.contains(FilePath($0).lastComponent?.string ?? $0) }
    }
}

extension DirectLedger {
    /// Gives refused files back to their folders.
    public func requeue(_ request: RequeueRequest) throws -> [RequeuedFile] {
        let spool = Spool(
            work: settings.folder.work, archive: settings.folder.archive, rejected: settings.folder.rejected)
        return try Requeue(ledger: ledger, spool: spool, folder: settings.folder).run(request)
    }
}

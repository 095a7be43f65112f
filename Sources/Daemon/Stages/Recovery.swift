import DropFolder
import Journal
import Ledger
import Logging

/// What an earlier run left unfinished, in the shape the stages take.
struct RecoveredWork {
    /// Claimed and never opened.
    var unread: [ClaimedFile] = []
    /// In progress at an unclean stop: to be read last and alone.
    var suspects: [ClaimedFile] = []
    /// Refusals that need no reading.
    var refusals: [ReadResult] = []
    /// Entries to send again, and after them the files to put away.
    var announcements: [Announcement] = []
}

/// Compares the ledger with `work/` and the journal at start, before anything runs.
struct Recovery {
    let ledger: Ledger
    let spool: Spool
    let logger: Logger
    /// Whether the last run died by a fault of its own. A kill from outside (`kill -9`, a power cut, out of memory) says
    /// less about the file that was being read, so it takes one more.
    let hasCrashed: Bool

    /// Being in progress at this many unclean ends makes a file the culprit.
    private var fatalAttempts: Int { hasCrashed ? 2 : 3 }

    /// The ledger's key for how far the files in progress had come at the last start: `claim:articles`, by spaces.
    static let progressKey = "recovery.progress"

    /// Sorts every unfinished claim and every unconfirmed entry.
    /// - Throws: `LedgerError`; `FolderError` when `work/` cannot be listed.
    func recover() throws -> RecoveredWork {
        var work = RecoveredWork()
        try adoptStrays()
        for row in try ledger.unconfirmed(limit: .max) {
            let entry = try EncodedEntry(decoding: row.entry)
            // After an unclean stop nobody knows whether an unmarked entry went out: saying so is the honest way.
            let mayBeThere = row.sends > 0 || ledger.wasUnclean
            work.announcements.append(.entry(sequence: row.sequence, mayBeThere ? entry.replayed() : entry))
        }
        let before = try progressAtLastStart()
        var claims = try ledger.openClaims()
        if ledger.wasLetGo {
            // It came to its end in good order and could not write that down: no file brought it down.
            try ledger.releaseAttempts(claims.filter { $0.attempts > 0 }.map(\.id))
            for index in claims.indices { claims[index].attempts = 0 }
        }
        for claim in claims {
            switch claim.state {
            case .open: try sort(claim, progressBefore: before[claim.id] ?? 0, into: &work)
            case .decided:
                // Where no sync was to be had, a power cut may have undone the claim.
                if !claim.inPlace && !spool.contains(claim: claim.id) {
                    _ = try? spool.claim(claim.foundFile, id: claim.id)
                }
                work.announcements.append(
                    .putAway(
                        PutAwayOrder(
                            claim: claim, sequence: claim.firstSequence ?? 0,
                            rejection: claim.disposition == "rejected" ? claim.reason ?? "refused" : nil)))
            case .finished: break
            }
        }
        // The least suspect first: a kill soon after each start must not meet the same file every time.
        work.suspects.sort { ($0.record.attempts, $0.record.id) < ($1.record.attempts, $1.record.id) }
        let begun = claims.filter { $0.state == .open && $0.progress > 0 }
        try ledger.setValue(Self.progressKey, begun.map { "\($0.id):\($0.progress)" }.joined(separator: " "))
        return work
    }

    private func progressAtLastStart() throws -> [Int64: Int] {
        let pairs = (try ledger.value(Self.progressKey) ?? "").split(separator: " ").compactMap { pair in
            let numbers = pair.split(separator: ":").compactMap { Int64($0) }
            return numbers.count == 2 ? (numbers[0], Int(numbers[1])) : nil
        }
        return Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    }

    private func sort(_ claim: ClaimRecord, progressBefore: Int, into work: inout RecoveredWork) throws {
        guard isThere(claim) else {
            if claim.progress == 0 {
                // The rename never happened, or was undone: the watch finds the file where it is.
                try ledger.deleteClaims([claim.id])
            } else {
                work.refusals.append(
                    .refusedFile(claim: claim, reason: "vanished after \(claim.progress) of its articles", errno: nil))
            }
            return
        }
        if let refusal = ReadResult.refusal(of: claim) {
            work.refusals.append(refusal)
        } else if !hasCrashed && claim.attempts > 0 && claim.progress > progressBefore {
            // Killed from outside while it got on: that says nothing against it, however often it happens to a long file.
            try ledger.releaseAttempts([claim.id])
            work.suspects.append(ClaimedFile(record: claim))
        } else if claim.attempts >= fatalAttempts {
            work.refusals.append(.refusedFile(claim: claim, reason: "crashed-the-reader", errno: nil))
        } else if claim.attempts > 0 {
            work.suspects.append(ClaimedFile(record: claim))
        } else {
            work.unread.append(ClaimedFile(record: claim))
        }
    }

    private func isThere(_ claim: ClaimRecord) -> Bool {
        guard claim.inPlace else { return spool.contains(claim: claim.id) }
        guard let file = try? spool.open(claim.foundFile), let key = try? file.key() else {
            // Not readable any more, but still there: it is refused for what it is.
            return claim.foundFile.kind != .regular
        }
        return key.inode == claim.inode && key.device == claim.device
    }

    /// Files in `work/` that no open claim names (a ledger restored from a backup, a rename undone by a power cut) are
    /// taken up again under a claim of their own.
    private func adoptStrays() throws {
        let known = Set(try ledger.openClaims().map(\.id))
        var strays: [ClaimRecord] = []
        for id in try spool.claimsInWork() where !known.contains(id) {
            if try ledger.reopenFinished(claim: id) { continue }
            guard let file = try spool.claimed(id) else { continue }
            let key = file.key
            logger.warning("work/\(id) belongs to no claim; it is taken up again")
            strays.append(
                ClaimRecord(
                    id: id, folder: [], name: Array("recovered-\(id)".utf8), device: key.device, inode: key.inode,
                    size: key.size, modified: key.modified, changed: key.changed,
                    kind: file.kind.rawValue, claimedAt: Clocks.unixSeconds(), attempts: 1,
                    inPlace: false, progress: 0, state: .open, firstSequence: nil, disposition: nil, reason: nil,
                    destination: nil))
        }
        if !strays.isEmpty { try ledger.insertClaims(strays) }
    }
}

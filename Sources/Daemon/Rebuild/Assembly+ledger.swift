import Dispatch
import DropFolder
import Glibc
import Journal
import Ledger
import Logging
import Shingling
import Stories
import SystemPackage

/// The daemon was told to stop while it was still opening.
struct StartInterrupted: Error {}

/// A ledger that cannot be used, and may not be made anew without being asked.
struct DamagedTooOften: Error, CustomStringConvertible {
    let reason: String
    let count: Int
    var description: String {
        """
        the ledger is damaged (\(reason)), and \(count) were set aside within a day: it is left as it is. Look after the \
        disk and the memory of this machine; removing or moving the .damaged files beside it lets it be made anew
        """
    }
}

extension Assembly {
    /// A damaged ledger is not made anew more often than this in a day: what damages it does it again, and every copy takes
    /// room.
    private static let mostSetAside = 3

    /// The ledger. A damaged one is set aside and made anew.
    /// - Throws: `LedgerError`; `FeatureError` of one that another version wrote; `DamagedTooOften`; `StartInterrupted`.
    func openLedger(_ spool: Spool) throws -> Ledger {
        let path = settings.ledger.path
        let draft = LedgerRebuild.draft(of: path)
        let isUnfinished = !isThere(path) && isThere(draft, evenEmpty: true)
        if !isUnfinished {
            do {
                let opened = try openAsItIs()
                // What a power cut left of the beginning of a rebuild.
                if !isThere(draft) { unlink(draft.string) }
                return opened
            } catch {
                guard let reason = damage(error) else { throw error }
                try setAside(path, draft, reason)
            }
        }
        let outcome = try LedgerRebuild(
            settings: settings, spool: spool, lastInJournal: lastInJournal,
            waiting: { try waiting("reading the damaged ledger and the archive", $0) },
            progress: { try stillOpening("making the ledger anew: \($0) of \($1) articles") }
        ).run()
        say(.ledgerRebuilt(articles: outcome.articles, stories: outcome.stories, missing: outcome.missing))
        return try openAsItIs()
    }

    /// A ledger that is older than its archive, a backup put back, would give numbers a second time.
    func passOverGivenNumbers(_ ledger: Ledger, _ logger: Logger) throws {
        let known = try ledger.counts().lastSequence
        guard let last = ArchivedFile.lastSequence(in: settings.folder.archive, ofLedger: ledger.identity), last > known
        else { return }
        try ledger.skipSequences(to: last)
        logger.warning(
            """
            the ledger ends with decision \(known) and the archive with \(last): what was decided in between is not known. \
            Numbers go on after \(last). README.md says how to make the ledger anew from the archive
            """)
    }

    private func openAsItIs() throws -> Ledger {
        if let reason = DamageNote.read(beside: settings.ledger.path) { throw LedgerError.damaged(reason) }
        let ledger = try waiting("opening the ledger") {
            try Ledger(path: settings.ledger.path, checkingUpTo: largestChecked)
        }
        // What would keep it from being restored at all is known before anything runs.
        try restoration(of: ledger).probe()
        return ledger
    }

    /// How what is known is restored from a ledger.
    func restoration(of ledger: Ledger) -> EngineRestoration {
        EngineRestoration(ledger: ledger, path: settings.ledger.path, settings: settings.engine)
    }

    private func stillOpening(_ status: String) throws(StartInterrupted) {
        guard !isStopping() else { throw StartInterrupted() }
        notifier.extendTimeout(.seconds(60))
        notifier.status(status)
    }

    /// Does what takes a while and tells nothing meanwhile, and asks for more time as long as it does.
    private func waiting<Value>(_ status: String, _ body: () throws -> Value) throws -> Value {
        try stillOpening(status)
        let ended = DispatchSemaphore(value: 0)
        let alarm = StageThread("opening") {
            while ended.wait(timeout: .now() + 20) == .timedOut { notifier.extendTimeout(.seconds(60)) }
        }
        defer {
            ended.signal()
            alarm.join()
        }
        return try body()
    }

    /// In what way an error tells of a ledger that only making it anew will mend; nil for every other.
    private func damage(_ error: any Error) -> String? {
        switch error {
        case LedgerError.damaged(let reason): reason
        case let error as FeatureError where error == .damaged: "\(error)"
        default: nil
        }
    }

    private func setAside(_ path: FilePath, _ draft: FilePath, _ reason: String) throws {
        let now = Clocks.unixSeconds()
        let recent = Ledger.setAsideLedgers(of: path).filter { file in
            var status = stat()
            // Its rename changed the time of its inode.
            return stat(file.string, &status) == 0 && Int64(status.st_ctim.tv_sec) > now - 86_400
        }
        guard recent.count < Self.mostSetAside else { throw DamagedTooOften(reason: reason, count: recent.count) }
        do {
            // First: from here on a start without a ledger knows that it is to be made anew.
            try FileDescriptor.open(
                draft, .writeOnly, options: [.create, .closeOnExec], permissions: [.ownerReadWrite, .groupRead]
            ).close()
        } catch let error as Errno {
            throw LedgerError.file(error, draft)
        }
        let target = try Ledger.setAside(path: path, time: now)
        KillPoint.reached(.setAside)
        DamageNote.remove(beside: path)
        say(.ledgerDamaged(reason: reason, setAside: escapedName(target)))
    }

    /// The highest number of a ledger's entries in the journal; nil where that cannot be read.
    private func lastInJournal(_ identity: String) -> Int64? {
        guard isUnderJournald && settings.journal.confirm, let reader = try? JournalReader(ledger: identity) else {
            return nil
        }
        reader.seek(sinceMicroseconds: 0)
        var last: Int64 = 0
        while let seen = try? reader.next(timeout: .zero), !seen.isEmpty {
            last = max(last, seen.max() ?? 0)
            if (try? stillOpening("reading the journal")) == nil { return nil }
        }
        return last
    }

    /// Straight to the journal: nothing runs yet that it could wait behind. A journald that takes nothing gets it later.
    private func say(_ entry: Entry) {
        let (sink, encoded) = (sink, entry.encoded())
        _ = StageThread("opening") { try? sink.send(encoded) }.join(timeout: 5)
    }

    private func isThere(_ path: FilePath, evenEmpty: Bool = false) -> Bool {
        var status = stat()
        return stat(path.string, &status) == 0 && (evenEmpty || status.st_size > 0)
    }
}

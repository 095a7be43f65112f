import DropFolder
import Journal
import Ledger
import Logging
import Stories

/// Opens everything a pipeline needs, in the order the promises ask for: the ledger and its lock, what the journal already
/// holds, what an earlier run left unfinished, and the watch last. The engine is restored when all of it runs.
struct Assembly: Sendable {
    let settings: Settings
    let sink: any EntrySink
    /// Whether `sink` is a journal that can be read back.
    let isUnderJournald: Bool
    /// The least severe diagnostic that is logged.
    let logLevel: @Sendable () -> Logger.Level
    let notifier: ServiceNotifier
    /// Whether the daemon was told to stop: opening a large ledger takes a while.
    var isStopping: @Sendable () -> Bool = { false }
    /// The calls of the drop folder and the spool, which a test lets fail.
    var system = SystemCalls()
    /// Called while what is known is restored, which a test makes slow.
    var onRestoring: @Sendable (Int) -> Void = { _ in }
    /// Bytes of a ledger beyond which it is checked after an unclean stop while it runs: reading it would take longer
    /// than a start may.
    var largestChecked: Int64 = 128 << 20

    /// A pipeline with its watch armed, not yet started.
    /// - Parameter onFailure: Called once when the pipeline cannot go on.
    /// - Throws: `LedgerError`, `.locked` when another process owns the ledger; `FolderError` when the spool cannot be
    ///   used; `JournalError` and `FeatureError` when stored state cannot be read; `DamagedTooOften`; `StartInterrupted`.
    func open(onFailure: @escaping @Sendable (any Error) -> Void) throws -> Pipeline {
        let system = KillPoint.watching(FaultInjection.into(system))
        let spool = Spool(
            work: settings.folder.work, archive: settings.folder.archive, rejected: settings.folder.rejected,
            system: system)
        try spool.prepare()
        let ledger = try openLedger(spool)
        FaultInjection.into(ledger)
        try noteBoot(ledger)
        let hasCrashed = CrashNote.install(beside: settings.ledger.path)
        let (reader, unreadable) = try openJournal(ledger)
        let confirmer = reader.map { _ in Confirmer(ledger: ledger, confirmAfter: settings.journal.confirmAfter) }
        if let reader, let confirmer {
            // Ten minutes of slack: the clock may have been set back since.
            try confirmer.catchUp(reader, since: try ledger.oldestUnconfirmed() - 600_000_000)
        } else if isUnderJournald && ledger.wasUnclean {
            try ledger.reopenConfirmed()
        }
        let shared = Pipeline.Shared(
            settings: settings, ledger: ledger, spool: spool, sink: FaultInjection.into(sink), confirmer: confirmer,
            logLevel: logLevel, onFailure: onFailure)
        try passOverGivenNumbers(ledger, shared.logger)
        let recovered = try Recovery(
            ledger: ledger, spool: spool, logger: shared.logger, hasCrashed: hasCrashed
        ).recover()
        let counts = try ledger.counts()
        shared.statistics.decided(articles: counts.articles, stories: counts.stories)
        shared.statistics.restoring(0, of: counts.articles)
        shared.say(
            .started(
                version: StorydService.version, folders: settings.folder.incoming.map(escapedName),
                articles: counts.articles, stories: counts.stories))
        if let unreadable { shared.say(.journalUnreadable(reason: "\(unreadable)")) }
        if !recovered.suspects.isEmpty { shared.say(.suspectsFound(count: recovered.suspects.count)) }
        let watcher = FolderWatcher(
            folders: settings.folder.incoming, settings: WatchSettings(settings.folder), system: system
        ) { event in
            switch event {
            case .found(let files): for file in files { shared.found.put(file) }
            case .notice(let notice): shared.say(Entry(notice))
            }
        }
        try watcher.arm()
        let decisions = StartOfDecisions(
            restoration: restoration(of: ledger), lastSequence: counts.lastSequence, keepText: settings.ledger.keepText,
            onProgress: onRestoring)
        return Pipeline(
            shared: shared, watcher: watcher, decisions: decisions, recovered: recovered, lastClaim: counts.lastClaim,
            journalReader: reader)
    }

    private func openJournal(_ ledger: Ledger) throws -> (JournalReader?, JournalError?) {
        guard isUnderJournald && settings.journal.confirm else { return (nil, nil) }
        do {
            return (try JournalReader(ledger: ledger.identity), nil)
        } catch {
            return (nil, error)
        }
    }

    /// After a change of boot, what was confirmed in the journal's last unsynced minutes is checked once more.
    private func noteBoot(_ ledger: Ledger) throws {
        let boot = bootID() ?? ""
        if let before = try ledger.value("boot"), before != boot { try ledger.reopenConfirmed() }
        try ledger.setValue("boot", boot)
    }
}

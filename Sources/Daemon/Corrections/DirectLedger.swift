import Ledger
import Stories
import SystemPackage

/// A ledger that no daemon has, for the commands that change it: they own it while they run.
///
/// What they decide is told in the journal by the next start of the daemon, as everything is that was decided and not
/// yet seen there.
public struct DirectLedger: Sendable {
    let ledger: Ledger
    let settings: Settings
    var decider: Decider

    /// Opens the ledger and restores what is known.
    /// - Parameters:
    ///   - forImport: Whether it may be a new ledger, and decisions leave no entries for the journal: those of an archive
    ///     would fill it.
    ///   - progress: Called now and then with the number of articles read.
    /// - Throws: `LedgerError.locked` when another process owns it; what keeps its state from being restored.
    public init(_ settings: Settings, forImport: Bool = false, progress: (Int) -> Void = { _ in }) throws {
        self.settings = settings
        let isThere = (try? FileDescriptor.open(settings.ledger.path, .readOnly, options: .closeOnExec).close()) != nil
        guard isThere || forImport else {
            throw LedgerError.file(.noSuchFileOrDirectory, settings.ledger.path)
        }
        ledger = try Ledger(path: settings.ledger.path)
        let engine = try EngineRestoration.engine(
            of: ledger, at: settings.ledger.path, settings: settings.engine, progress: progress)
        decider = Decider(
            engine: engine, ledger: ledger, lastSequence: try ledger.counts().lastSequence,
            keepText: settings.ledger.keepText, announces: !forImport)
    }

    /// Ends a clean run. After an unclean one of the daemon it is the daemon's next start that sets right what that left: which
    /// files it was reading, and what it had sent that nobody noted.
    public func close() { ledger.close(leavingUnclean: ledger.wasUnclean) }

    /// Makes a correction.
    /// - Throws: An error whose description tells the person why it cannot be made; `LedgerError`.
    public mutating func correct(_ request: CorrectionRequest, user: String) throws -> CorrectionReport {
        let correction = try request.resolved(ledger, user: user, at: Clocks.unixSeconds())
        var batch = DecidedBatch()
        let (report, needsRestoring) = try decider.correct(correction, into: &batch)
        batch.seal()
        try ledger.commit(batch.rows)
        if needsRestoring { try decider.restoreEngine { _ in } }
        try? CorrectionNote.write(ledger, in: settings.folder.archive)
        return report
    }
}

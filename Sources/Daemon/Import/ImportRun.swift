import Articles
import DropFolder
import Synchronization
public import SystemPackage

/// How far an import has come.
public struct ImportProgress: Sendable, Equatable {
    /// Files in all.
    public var files = 0
    /// Their bytes.
    public var bytes: Int64 = 0
    /// Files that are done with.
    public var filesDone = 0
    /// Their bytes.
    public var bytesDone: Int64 = 0
    /// Of the files that are done with, those that were decided before.
    public var filesKnown = 0
    /// Their bytes.
    public var bytesKnown: Int64 = 0
    /// Articles decided.
    public var articles = 0
    /// What was refused: articles, and files as a whole.
    public var refused = 0
}

/// Reads files and has them decided, one after the other in the order of their names: reading goes on while what was
/// read before is decided.
///
/// Every step is kept when it is answered, so an import may be broken off at any moment and called again: files that
/// are done are known, and one that was begun goes on after its last article.
public final class ImportRun: Sendable {
    /// A batch's most articles and bytes.
    private static let batchArticles = 256
    private static let batchBytes = 1 << 20

    private let files: [WalkedFile]
    private let limits: ReaderLimits
    private let sink: any ImportSink
    private let steps = BoundedQueue<ImportStep>(capacity: 4)
    private let progress: Mutex<ImportProgress>
    private let failure = Mutex<(any Error)?>(nil)
    private let isInterrupted: @Sendable () -> Bool
    private let complain: @Sendable (String) -> Void

    /// - Parameters:
    ///   - paths: Files and folders.
    ///   - isInterrupted: Asked after every article; true ends the run in good order.
    ///   - complain: Given a line for each file that cannot be read or is refused.
    /// - Throws: `UnreadableFile` for a path that is not there.
    private init(
        _ paths: [FilePath], settings: Settings, sink: any ImportSink, isInterrupted: @escaping @Sendable () -> Bool,
        complain: @escaping @Sendable (String) -> Void
    ) throws {
        var progress = ImportProgress()
        files = try FileWalk(ignore: IgnoreList(patterns: settings.folder.ignore)).files(paths) { complain("\($0)") }
        progress.files = files.count
        progress.bytes = files.reduce(0) { $0 + $1.file.size }
        self.progress = Mutex(progress)
        self.sink = sink
        self.isInterrupted = isInterrupted
        self.complain = complain
        limits = ReaderLimits(settings.limits)
    }

    /// An import by the daemon that listens at the control socket.
    public convenience init(
        _ paths: [FilePath], settings: Settings, daemonAt control: FilePath, user: String,
        isInterrupted: @escaping @Sendable () -> Bool, complain: @escaping @Sendable (String) -> Void
    ) throws {
        try self.init(
            paths, settings: settings, sink: SocketImportSink(client: ControlClient(path: control), user: user),
            isInterrupted: isInterrupted, complain: complain)
    }

    /// An import into a ledger that no daemon has.
    public convenience init(
        _ paths: [FilePath], into direct: DirectLedger, isInterrupted: @escaping @Sendable () -> Bool,
        complain: @escaping @Sendable (String) -> Void
    ) throws {
        try self.init(
            paths, settings: direct.settings, sink: try LedgerImportSink(direct), isInterrupted: isInterrupted,
            complain: complain)
    }

    /// How far it is.
    public var present: ImportProgress { progress.withLock { $0 } }

    /// Imports everything.
    /// - Returns: Whether all was done, rather than interrupted.
    /// - Throws: What kept a step from being done.
    public func run() throws -> Bool {
        let sender = StageThread("import") { [self] in send() }
        var isComplete = true
        do {
            _ = try sink.take(.start(files: files.count))
            for file in files {
                guard try read(file) else {
                    isComplete = false
                    break
                }
            }
        } catch {
            failure.withLock { $0 = $0 ?? error }
        }
        steps.close()
        sender.join()
        if let error = failure.withLock({ $0 }) { throw error }
        return isComplete
    }

    /// Has steps done until there are no more; after a failure they are dropped.
    private func send() {
        while true {
            let batch = steps.take(most: 1)
            guard let step = batch.first else { return }
            guard failure.withLock({ $0 }) == nil else { continue }
            do {
                _ = try sink.take(step)
                count(step)
            } catch {
                failure.withLock { $0 = error }
            }
        }
    }

    private func count(_ step: ImportStep) {
        progress.withLock {
            switch step {
            case .articles(_, let articles):
                let refused = articles.count { $0.refusal != nil }
                $0.articles += articles.count - refused
                $0.refused += refused
            case .end(_, _, let isWhole): if isWhole { $0.refused += 1 }
            case .start, .begin, .pause: break
            }
        }
    }

    /// - Returns: False when it was interrupted.
    private func read(_ walked: WalkedFile) throws -> Bool {
        guard !isOver else { return false }
        defer {
            if !isOver {
                progress.withLock {
                    $0.filesDone += 1
                    $0.bytesDone += walked.file.size
                }
            }
        }
        switch try sink.take(.begin(walked.file)) {
        case .known, .done:
            progress.withLock {
                $0.filesKnown += 1
                $0.bytesKnown += walked.file.size
            }
            return true
        case .suspect(let claim):
            refuse(walked, claim, "crashed-the-reader")
            return true
        case .read(let claim, let after):
            return try read(walked, claim, after: after)
        }
    }

    private func read(_ walked: WalkedFile, _ claim: Int64, after progress: Int) throws -> Bool {
        let bytes: [UInt8]
        do { bytes = try FileDescriptor.contents(of: walked.path) } catch let errno as Errno {
            // Not decided, so that it is tried again the next time.
            steps.put(.pause(claim: claim))
            complain("\(UnreadableFile(path: walked.path, errno: errno))")
            return true
        }
        var batch: [ImportedArticle] = []
        var (cost, accepted) = (0, 0)
        var first: Result<Article, Refusal>?
        func put(_ position: Int, _ result: Result<Article, Refusal>, isOneOfMany: Bool) {
            if case .success = result { accepted += 1 }
            guard position > progress else { return }
            let article = ImportedArticle(position, result, isOneOfMany: isOneOfMany)
            batch.append(article)
            cost += article.cost
            guard batch.count >= Self.batchArticles || cost >= Self.batchBytes else { return }
            steps.put(.articles(claim: claim, batch))
            (batch, cost) = ([], 0)
        }
        do {
            let reader = ArticleReader(limits: limits, options: ReaderOptions(now: Clocks.unixSeconds()))
            let summary = try reader.read(bytes, fileName: walked.file.shown) { position, result in
                guard !isOver else { throw Interrupted() }
                guard position > 1 else {
                    first = result
                    return
                }
                if let waiting = first {
                    first = nil
                    put(1, waiting, isOneOfMany: true)
                }
                put(position, result, isOneOfMany: true)
            }
            if let only = first {
                if case .failure(let refusal) = only, !summary.isMany { throw refusal }
                put(1, only, isOneOfMany: summary.isMany)
            }
            if !batch.isEmpty { steps.put(.articles(claim: claim, batch)) }
            let rejection = accepted == 0 ? "no article in it could be read" : nil
            steps.put(.end(claim: claim, rejection: rejection, isWhole: false))
            if let rejection { complain("\(walked.file.shown): \(rejection)") }
            return true
        } catch let refusal as Refusal {
            refuse(walked, claim, refusal.reason)
            return true
        } catch is Interrupted {
            if !batch.isEmpty { steps.put(.articles(claim: claim, batch)) }
            steps.put(.pause(claim: claim))
            return false
        }
    }

    private func refuse(_ walked: WalkedFile, _ claim: Int64, _ reason: String) {
        steps.put(.end(claim: claim, rejection: reason, isWhole: true))
        complain("\(walked.file.shown): refused: \(reason)")
    }

    private var isOver: Bool { isInterrupted() || failure.withLock { $0 } != nil }

    private struct Interrupted: Error {}
}

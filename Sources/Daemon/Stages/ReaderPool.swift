import Articles
import DequeModule
import DropFolder
import Foundation
import Ledger
import Logging
import Shingling
import Synchronization
import SystemPackage

/// Reads claimed files into shingled articles, on as many threads as there are cores.
///
/// Suspects of an unclean stop come last, when nothing else waits, and alone: while one is read no other file is in
/// progress, so a second crash names its culprit.
final class ReaderPool: Sendable {
    private let shared: Pipeline.Shared
    private let watcher: FolderWatcher
    private let gate = ReadingGate()
    private let suspects: Mutex<[ClaimedFile]>
    /// Claims whose attempt is counted and that no thread has opened yet.
    private let attempted = Mutex<Deque<ClaimedFile>>([])
    private let later = Mutex<[(file: ClaimedFile, due: Moment)]>([])
    private var limits: ReaderLimits { ReaderLimits(shared.settings.limits) }
    private let started = Moment.now
    /// A thread each.
    let heartbeats: [Heartbeat]

    /// Since when the first thread has been at one file, in monotonic nanoseconds; 0 while it is at none.
    private let leaderBusySince = Atomic<Int64>(0)

    /// How long the first thread may be at one file before the others go on whatever is read already.
    private static let leaderPatience: Int64 = 100_000_000

    /// Attempts counted in one transaction: enough to make it cheap, few enough that a crash suspects few.
    private static let attemptBatch = 64

    /// How long suspects wait for a quiet moment before they are read in between.
    private static let suspectPatience = Duration.seconds(60)

    /// - Parameter suspects: Claims in progress at an unclean stop, in the order they are to be read.
    init(shared: Pipeline.Shared, watcher: FolderWatcher, threads: Int, suspects: [ClaimedFile]) {
        self.shared = shared
        self.watcher = watcher
        self.suspects = Mutex(suspects.reversed())
        heartbeats = (0..<threads).map { _ in Heartbeat() }
    }

    /// Reads until the queue is closed and drained, or the daemon stops; then what is unread stays claimed.
    func run(thread: Int) {
        let heartbeat = heartbeats[thread]
        // Not before there are decisions: the attempts of files that wait to be decided would count against them if
        // the process did not survive its start.
        guard shared.waitUntilRestored() else { return }
        var tools = ReadingTools()
        while !shared.isStopping {
            heartbeat.wait()
            // While enough is read, one thread keeps up with the decisions; more would take the processor from them.
            // Unless that one is held by a file of many, which fills the queue for as long as it lasts.
            guard thread == 0 || shared.results.waitWhileAhead(until: .now + .milliseconds(50)) || isLeaderHeld else {
                continue
            }
            for file in takeDue() { shared.claimed.putBack(file) }
            if let suspect = takeSuspect() {
                gate.alone { readSuspect(suspect, &tools, heartbeat) }
                continue
            }
            if let file = attempted.withLock({ $0.popFirst() }) {
                gate.together {
                    if thread == 0 { leaderBusySince.store(Clocks.monotonicNanoseconds(), ordering: .relaxed) }
                    read(file, &tools, heartbeat)
                    if thread == 0 { leaderBusySince.store(0, ordering: .relaxed) }
                }
                continue
            }
            let files = shared.claimed.take(most: Self.attemptBatch, until: .now + pollInterval)
            guard !files.isEmpty else {
                tools.closeWork()
                continue
            }
            // Counted before the files are opened: a crash from here on makes them suspects.
            let isCounted = shared.writing(heartbeat) { () throws(LedgerError) in
                try shared.ledger.beginAttempts(files.map(\.record.id))
            }
            if isCounted {
                KillPoint.reached(.counted)
                attempted.withLock { $0.append(contentsOf: files) }
            } else {
                for file in files { shared.claimed.putBack(file) }
            }
        }
    }

    /// Files waiting to be read again.
    var waitingCount: Int { suspects.withLock { $0.count } + later.withLock { $0.count } }

    /// How long a thread sleeps at most, while something waits for its time and otherwise.
    private var pollInterval: Duration { waitingCount > 0 ? .milliseconds(50) : .seconds(1) }

    private var isLeaderHeld: Bool {
        let since = leaderBusySince.load(ordering: .relaxed)
        return since != 0 && Clocks.monotonicNanoseconds() - since > Self.leaderPatience
    }

    private func takeSuspect() -> ClaimedFile? {
        let running = started.duration(to: .now)
        // What the first scan finds takes a settle time to arrive, and comes before them.
        let isQuiet =
            shared.claimed.count == 0 && shared.found.count == 0 && attempted.withLock { $0.isEmpty }
            && running > shared.settings.folder.settle + .milliseconds(500)
        guard isQuiet || running > Self.suspectPatience else { return nil }
        return suspects.withLock { $0.popLast() }
    }

    private func takeDue() -> [ClaimedFile] {
        let now = Moment.now
        return later.withLock { later in
            let due = later.filter { $0.due <= now }.map(\.file)
            later.removeAll { $0.due <= now }
            return due
        }
    }

    private func readLater(_ file: ClaimedFile, in wait: Duration) {
        later.withLock { $0.append((file, .now + wait)) }
    }

    // MARK: - One file

    private func readSuspect(_ file: ClaimedFile, _ tools: inout ReadingTools, _ heartbeat: Heartbeat) {
        let isCounted = shared.writing(heartbeat) { () throws(LedgerError) in
            try shared.ledger.beginAttempts([file.record.id])
        }
        guard isCounted else {
            readLater(file, in: .zero)
            return
        }
        read(file, &tools, heartbeat)
        // Until it is decided, a crash over the next one would count against it.
        let decided = DispatchSemaphore(value: 0)
        guard shared.results.put(.checkpoint { decided.signal() }) else { return }
        heartbeat.wait()
        while decided.wait(timeout: .now() + 0.05) == .timedOut && !shared.isStopped {}
    }

    private func read(_ file: ClaimedFile, _ tools: inout ReadingTools, _ heartbeat: Heartbeat) {
        heartbeat.beat()
        var file = file
        let bytes: [UInt8]
        do {
            guard let stillBytes = try stillContent(of: &file, &tools) else {
                settleAgain(file, heartbeat)
                return
            }
            bytes = stillBytes
        } catch {
            failed(file, error, heartbeat)
            return
        }
        if file.record.inPlace { file.record.contentHash = Mixing.content(bytes) }
        CrashTrigger.check(bytes)
        KillPoint.reached(.read)
        parse(file, bytes, &tools, heartbeat)
    }

    /// The file's bytes, if neither its size nor its times changed since it settled and while it was read.
    /// - Returns: Nil when somebody still writes: it settles again, under the size and times it has now.
    private func stillContent(of file: inout ClaimedFile, _ tools: inout ReadingTools) throws(FolderError) -> [UInt8]? {
        let record = file.record
        let opened =
            record.inPlace ? try shared.spool.open(record.foundFile) : try tools.open(record.id, shared.spool)
        let before = opened.openedKey
        guard before.size == record.size && before.modified == record.modified else {
            file.record.size = before.size
            file.record.modified = before.modified
            return nil
        }
        let bytes = try opened.readAll(limit: shared.settings.limits.fileBytes)
        let after = try opened.key()
        guard after.size == before.size && after.modified == before.modified else {
            file.record.size = after.size
            file.record.modified = after.modified
            return nil
        }
        if shared.settings.archive.copy && !record.inPlace && shared.settings.folder.finished == .archive {
            // From here on it is out of any writer's reach.
            try shared.spool.replace(claim: record.id, with: bytes, modified: before.modified)
        }
        return bytes
    }

    /// Somebody still writes to it: it is read again once it is still. In `work/` nobody else looks after it, so it waits
    /// there; where it stayed in place, the watch settles it, and its new size and times are a new key.
    private func settleAgain(_ file: ClaimedFile, _ heartbeat: Heartbeat) {
        guard file.record.inPlace && file.record.progress == 0 else {
            _ = shared.writing(heartbeat) { () throws(LedgerError) in
                try shared.ledger.setContent(
                    ofClaim: file.record.id, size: file.record.size, modified: file.record.modified)
            }
            readAgain(file, in: max(shared.settings.folder.settle, .milliseconds(50)), heartbeat)
            return
        }
        let isForgotten = shared.writing(heartbeat) { () throws(LedgerError) in
            try shared.ledger.deleteClaims([file.record.id])
        }
        if isForgotten { watcher.release([file.record.foundFile]) }
    }

    private func failed(_ file: ClaimedFile, _ error: FolderError, _ heartbeat: Heartbeat) {
        if error.isTransient {
            if file.retries == 0 {
                shared.logger.warning("cannot read \(file.record.displayName), trying again: \(error)")
            }
            var again = file
            again.retries += 1
            let wait = Backoff.wait(attempt: file.retries, first: .seconds(1), most: .seconds(300))
            readAgain(again, in: wait, heartbeat)
        } else {
            deliver(.refusedFile(claim: file.record, reason: error.reason, errno: error.errno?.rawValue), heartbeat)
        }
    }

    /// Puts off a file that did the reader no harm: its attempts are taken back, or a slow writer's file would in time
    /// pass for one that crashes the reader.
    private func readAgain(_ file: ClaimedFile, in wait: Duration, _ heartbeat: Heartbeat) {
        _ = shared.writing(heartbeat) { () throws(LedgerError) in
            try shared.ledger.releaseAttempts([file.record.id])
        }
        readLater(file, in: wait)
    }

    private func parse(_ file: ClaimedFile, _ bytes: [UInt8], _ tools: inout ReadingTools, _ heartbeat: Heartbeat) {
        let claim = file.record
        let name = claim.displayName
        let keepText = shared.settings.ledger.keepText
        var accepted = 0
        // The first article waits for a second: only a file of many shows positions.
        var first: Result<Article, Refusal>?
        func handOn(_ position: Int, _ result: Result<Article, Refusal>, isOneOfMany: Bool) {
            heartbeat.beat()
            if case .success = result { accepted += 1 }
            // What an earlier run decided of this file stays decided.
            guard position > claim.progress else { return }
            switch result {
            case .success(let article) where article.isRetraction:
                note(article, of: name, position)
                deliver(
                    .retraction(
                        ReadRetraction(
                            claim: claim, position: position,
                            file: isOneOfMany ? claim.displayName(position: position) : name, article: article)),
                    heartbeat)
            case .success(let article):
                note(article, of: name, position)
                let features = tools.shingler.features(
                    title: article.title, text: article.text, language: article.language)
                deliver(
                    .article(
                        ReadArticle(
                            claim: claim, position: position,
                            file: isOneOfMany ? claim.displayName(position: position) : name,
                            rawFile: claim.rawNameUnlessUTF8, article: article, features: features,
                            arrivedAt: claim.claimedAt, packedText: tools.pack(article.text, keepText),
                            encodedFeatures: features.encoded())), heartbeat)
            case .failure(let refusal):
                deliver(.refusedArticle(claim: claim, position: position, reason: refusal.reason), heartbeat)
            }
        }
        do {
            // A reader of its own for each file: dates in the future are judged by the time at which it came, as they
            // are when the archive is replayed.
            let reader = ArticleReader(limits: limits, options: ReaderOptions(now: claim.claimedAt))
            let summary = try reader.read(bytes, fileName: name, progress: { heartbeat.beat() }) { position, result in
                guard !shared.isStopping else { throw Interrupted() }
                if position == 1 {
                    first = result
                    return
                }
                if let waiting = first {
                    first = nil
                    handOn(1, waiting, isOneOfMany: true)
                }
                handOn(position, result, isOneOfMany: true)
            }
            if let only = first {
                if case .failure(let refusal) = only, !summary.isMany { throw refusal }
                handOn(1, only, isOneOfMany: summary.isMany)
            }
            let rejection = rejection(count: summary.count, accepted: accepted)
            deliver(.end(claim: claim, rejection: rejection), heartbeat)
        } catch let refusal as Refusal {
            deliver(.refusedFile(claim: claim, reason: refusal.reason, errno: nil), heartbeat)
        } catch {
            // Interrupted by a stop: what is decided is decided, the rest is read by the next run.
            readLater(file, in: .zero)
        }
    }

    /// Tells at debug level what of an article was not taken as it stands.
    private func note(_ article: Article, of file: String, _ position: Int) {
        for note in article.notes { shared.logger.debug("\(file)#\(position): \(note)") }
    }

    /// Why a file that was read is not put away as finished: it holds something that was not decided, and would be lost.
    private func rejection(count: Int, accepted: Int) -> String? {
        let most = limits.articlesPerFile
        if accepted == 0 { return "no article in it could be read" }
        if count > most { return "more than \(most) articles (limits.articles_per_file): those after are not read" }
        // In the archive a refused article stays at hand; deleted, it would be gone.
        let isLost = shared.settings.folder.finished == .delete && accepted < count
        return isLost ? "\(count - accepted) of its \(count) articles were refused" : nil
    }

    /// Waiting for room is alive: the sequencer may be held by a full disk, or by journald through its announcements.
    private func deliver(_ result: ReadResult, _ heartbeat: Heartbeat) {
        heartbeat.waiting { _ = shared.results.put(result, cost: result.cost) }
    }

    private struct Interrupted: Error {}
}

/// What a reading thread uses again and again.
private struct ReadingTools: ~Copyable {
    var shingler = Shingler()
    private var packer = TextPacker()
    private var work: WorkFolder?

    /// Opens a claimed file, by a `work/` that stays open while that goes well.
    mutating func open(_ claim: Int64, _ spool: Spool) throws(FolderError) -> ArticleFile {
        do throws(FolderError) {
            if let opened = try work?.open(claim: claim) { return opened }
        } catch {
            // Another folder may have taken its place.
        }
        closeWork()
        let opened = try spool.openWork()
        let file = try opened.open(claim: claim)
        work = consume opened
        return file
    }

    /// Lets go of `work/`, so that it can be unmounted.
    mutating func closeWork() { work = nil }

    /// The text as the ledger keeps it; nil where it does not, or the ledger is to try.
    mutating func pack(_ text: String, _ isKept: Bool) -> [UInt8]? {
        guard isKept, text.utf8.count <= Ledger.largestText else { return nil }
        return try? packer.pack(text)
    }
}

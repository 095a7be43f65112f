import Articles
import DropFolder
import Ledger
import Shingling
import Synchronization

/// The ledger's side of an import, with a daemon and without one.
enum ImportDesk {
    /// Attempts without any progress after which a file is taken for the cause.
    private static let fatalAttempts = 2

    /// Finds or records the claim on a file.
    static func begin(
        _ file: ImportedFile, _ ledger: Ledger, nextClaim: () throws -> Int64
    ) throws -> ImportAnswer {
        if let known = try ledger.claimInPlace(file.key) {
            guard known.state == .open, known.kind == ClaimRecord.importKind else { return .known }
            guard known.attempts < fatalAttempts || known.progress > 0 else { return .suspect(claim: known.id) }
            try ledger.beginAttempts([known.id])
            return .read(claim: known.id, after: known.progress)
        }
        let id = try nextClaim()
        try ledger.insertClaims([
            ClaimRecord(
                id: id, folder: file.folder, name: file.name, device: file.device, inode: file.inode, size: file.size,
                modified: file.modified, changed: file.changed, kind: ClaimRecord.importKind,
                claimedAt: Clocks.unixSeconds(), attempts: 1, inPlace: true, progress: 0, state: .open,
                firstSequence: nil, disposition: nil, reason: nil, destination: nil)
        ])
        return .read(claim: id, after: 0)
    }

    /// What is to be decided of articles that came: all that was not.
    static func results(
        _ articles: [ImportedArticle], _ claim: ClaimRecord, _ shingler: inout Shingler
    ) -> [ReadResult] {
        articles.filter { $0.position > claim.progress }.map { imported in
            let position = imported.position
            let name = imported.isOneOfMany ? claim.displayName(position: position) : claim.displayName
            guard let article = imported.article else {
                return .refusedArticle(claim: claim, position: position, reason: imported.refusal ?? "")
            }
            guard !article.isRetraction else {
                return .retraction(ReadRetraction(claim: claim, position: position, file: name, article: article))
            }
            let features = shingler.features(title: article.title, text: article.text, language: article.language)
            return .article(
                ReadArticle(
                    claim: claim, position: position, file: name, rawFile: claim.rawNameUnlessUTF8, article: article,
                    features: features, arrivedAt: claim.claimedAt))
        }
    }

    static func end(_ claim: ClaimRecord, _ rejection: String?, isWhole: Bool) -> ReadResult {
        guard isWhole, let rejection, claim.progress == 0 else { return .end(claim: claim, rejection: rejection) }
        return .refusedFile(claim: claim, reason: rejection, errno: nil)
    }
}

extension Pipeline {
    /// Takes a step of an import, and answers once it is committed.
    func imports(_ step: ImportStep) -> ControlReply {
        // One step at a time: what is left of a file is told by how far its claim has come.
        Self.importing.withLock { shingler in
            do {
                return try .imported(take(step, &shingler))
            } catch {
                return .refused(reason: "\(error)")
            }
        }
    }

    private static let importing = Mutex(Shingler())

    private func take(_ step: ImportStep, _ shingler: inout Shingler) throws -> ImportAnswer {
        let results: [ReadResult]
        switch step {
        case .start: return .done
        case .begin(let file):
            return try ImportDesk.begin(file, shared.ledger) {
                intake.lastClaim.withLock { last in
                    last += 1
                    return last
                }
            }
        case .pause(let claim):
            try shared.ledger.releaseAttempts([claim])
            return .done
        case .articles(let claim, let articles):
            results = ImportDesk.results(articles, try openClaim(claim), &shingler)
        case .end(let claim, let rejection, let isWhole):
            guard let record = try? openClaim(claim) else { return .done }
            results = [ImportDesk.end(record, rejection, isWhole: isWhole)]
        }
        let committed = Answer<Void>()
        for result in results + [.checkpoint { committed.give(()) }] {
            guard shared.results.put(result, cost: result.cost) else { throw Unfulfilled(description: Self.stopping) }
        }
        guard committed.wait(while: { !shared.isStopping }) != nil else {
            throw Unfulfilled(description: Self.stopping)
        }
        return .done
    }

    private static let stopping = "the daemon is stopping; what is not decided is taken up when the import goes on"

    private func openClaim(_ id: Int64) throws -> ClaimRecord {
        guard let claim = try shared.ledger.claim(id), claim.kind == ClaimRecord.importKind, claim.state == .open else {
            throw Unfulfilled(description: "no import is under way for claim \(id)")
        }
        return claim
    }
}

/// Takes the steps of an import into a ledger that no daemon has.
final class LedgerImportSink: ImportSink {
    private let state: Mutex<(direct: DirectLedger, shingler: Shingler, lastClaim: Int64)>
    private let ledger: Ledger

    init(_ direct: DirectLedger) throws {
        ledger = direct.ledger
        state = Mutex((direct, Shingler(), try direct.ledger.counts().lastClaim))
    }

    func take(_ step: ImportStep) throws -> ImportAnswer {
        try state.withLock { state in
            var results: [ReadResult]
            let claim: ClaimRecord?
            switch step {
            case .start: return .done
            case .begin(let file):
                return try ImportDesk.begin(file, ledger) {
                    state.lastClaim += 1
                    return state.lastClaim
                }
            case .pause(let claim):
                try ledger.releaseAttempts([claim])
                return .done
            case .articles(let id, let articles):
                claim = try ledger.claim(id)
                results = claim.map { ImportDesk.results(articles, $0, &state.shingler) } ?? []
            case .end(let id, let rejection, let isWhole):
                claim = try ledger.claim(id)
                results = claim.map { [ImportDesk.end($0, rejection, isWhole: isWhole)] } ?? []
            }
            var batch = DecidedBatch()
            for result in results { try state.direct.decider.decide(result, into: &batch) }
            batch.seal()
            try ledger.commit(batch.rows)
            if case .end = step, let claim { try ledger.finishClaims([(claim.id, nil)]) }
            return .done
        }
    }
}

/// Takes the steps of an import to a running daemon.
struct SocketImportSink: ImportSink {
    let client: ControlClient
    let user: String

    func take(_ step: ImportStep) throws -> ImportAnswer {
        switch try client.ask(.take(step, user: user), patience: 600) {
        case .imported(let answer)?: return answer
        case .refused(let reason)?: throw Unfulfilled(description: reason)
        case nil:
            throw Unfulfilled(description: "the daemon has stopped; the import goes on where it was when called again")
        default: throw Unfulfilled(description: "the daemon answers something else")
        }
    }
}

import Articles
import Foundation
import Ledger
import Shingling
import Stories
import SystemPackage
import Testing

@testable import Daemon

/// Decides a random stream into a ledger, as the daemon does.
final class LedgerSample {
    let folder: URL
    let settings: EngineSettings
    let file: FilePath
    let path: FilePath
    private(set) var ledger: Ledger
    var decider: Decider
    private let shingler = Shingler()
    private var random: SplitMix
    private var events: [[String]] = []
    private var texts: [String] = []
    private var count = 0

    init(_ settings: EngineSettings = EngineSettings(), seed: UInt64 = 1) throws {
        self.settings = settings
        random = SplitMix(seed: seed)
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("storyd-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        file = FilePath(folder.appendingPathComponent("ledger.sqlite").path)
        path = EngineSnapshot.path(of: file)
        ledger = try Ledger(path: file)
        decider = Decider(engine: Engine(settings: settings), ledger: ledger, announces: false)
    }

    /// Another one that goes on from a copy of the ledger, and of the snapshot where there is one.
    func copied() throws -> LedgerSample {
        let copy = try LedgerSample(settings)
        copy.ledger.close()
        for suffix in ["", "-wal", "-shm", ".engine"] {
            try? FileManager.default.removeItem(atPath: copy.file.string + suffix)
            try? FileManager.default.copyItem(atPath: file.string + suffix, toPath: copy.file.string + suffix)
        }
        copy.ledger = try Ledger(path: copy.file)
        return copy
    }

    func decide(_ articles: Int, retracting: Bool = false) throws {
        var batch = DecidedBatch()
        for number in 0..<articles {
            let read = article()
            try decider.decide(read, into: &batch)
            guard batch.rows.articles.count == 50 || number == articles - 1 else { continue }
            batch.seal()
            try ledger.commit(batch.rows)
            batch = DecidedBatch()
        }
    }

    /// A report on one of the latest events, a copy, or one word for word.
    func article() -> ReadArticle {
        if events.isEmpty || random.below(4) == 0 { events.append((0..<25).map { _ in word() }) }
        let event = events[events.count - 1 - random.below(min(5, events.count))]
        var text = (0..<60).map { _ in random.below(3) > 0 ? word(of: event) : word() }.joined(separator: " ")
        let kind = random.below(8)
        if kind < 2, !texts.isEmpty { text = texts[random.below(texts.count)] + (kind == 0 ? " " + word() : "") }
        texts.append(text)
        count += 1
        let article = Article(title: "Number \(count)", text: text)
        return ReadArticle(
            claim: nil, position: 1, file: "\(count)", rawFile: nil, article: article,
            features: shingler.features(title: article.title, text: text, language: nil),
            arrivedAt: 1_700_000_000 + Int64(count) * 60)
    }

    /// A person merges or moves something that is open, if it can be.
    func correct() throws {
        let known = Int64(decider.articleCount)
        let article = max(1, known - Int64(random.below(60)))
        let other = max(1, known - Int64(random.below(60)))
        let target = decider.engine.story(ofArticle: other) ?? 1
        let change: Correction.Change =
            switch random.below(3) {
            case 0: .merge(decider.engine.story(ofArticle: article) ?? 1, target)
            case 1: .move(article: article, story: nil)
            default: .move(article: article, story: target)
            }
        var batch = DecidedBatch()
        do {
            let (_, needsRestoring) = try decider.correct(
                Correction(change: change, user: "alice", at: 1_700_000_000 + Int64(count)), into: &batch)
            batch.seal()
            try ledger.commit(batch.rows)
            if needsRestoring { try decider.restoreEngine { _ in } }
        } catch is CorrectionError {}
    }

    private func word(of event: [String]) -> String { event[random.below(event.count)] }

    private func word() -> String {
        String(
            (0..<7).map { place in
                let letters = Array(place % 2 == 0 ? "bcdfghjklmnprstvwz" : "aeiou")
                return letters[random.below(letters.count)]
            })
    }

    func saveSnapshot() throws { try decider.saveSnapshot(at: path) }

    func restoration(_ settings: EngineSettings? = nil) -> EngineRestoration {
        EngineRestoration(ledger: ledger, path: file, settings: settings ?? self.settings)
    }

    /// What a start would know.
    func restored(_ settings: EngineSettings? = nil) throws -> (engine: Engine, outcome: EngineRestoration.Outcome) {
        var engine = Engine(settings: settings ?? self.settings)
        let outcome = try restoration(settings).run(into: &engine) { _, _ in }
        return (engine, outcome)
    }

    deinit {
        ledger.close()
        try? FileManager.default.removeItem(at: folder)
    }
}

/// The same numbers from the same seed.
struct SplitMix {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ (mixed >> 31)).multipliedFullWidth(by: UInt64(bound)).high)
    }
}

@Suite("The engine's snapshot beside the ledger")
struct EngineSnapshotTests {
    private func bytes(_ engine: Engine) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try engine.encode { bytes.append(contentsOf: $0) }
        return bytes
    }

    @Test(
        "a start from it and what was decided since knows bit for bit what a process knew that never stopped",
        arguments: [
            EngineSettings(), EngineSettings(copiesOnly: true),
            EngineSettings(storyWindow: 6000, duplicatesWindow: 30_000),
        ])
    func goesOn(settings: EngineSettings) throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SplitMix(seed: seed)
        let sample = try LedgerSample(settings, seed: seed)
        try sample.decide(EngineSnapshot.leastArticles)
        for round in 0..<4 {
            try sample.saveSnapshot()
            let before = sample.decider.articleCount
            for _ in 0...random.below(6) {
                try sample.decide(1 + random.below(40))
                if !settings.copiesOnly { try sample.correct() }
            }
            var (engine, outcome) = try sample.restored()
            // A correction of a large story is made from all of the ledger; what is known is the same in its decisions.
            if outcome.refusal == nil {
                #expect(outcome.read == sample.decider.articleCount - before)
                #expect(try bytes(engine) == bytes(sample.decider.engine), "seed \(seed), round \(round)")
            } else {
                #expect(outcome.refusal == "a large story was corrected since", "seed \(seed)")
            }
            var known = sample.decider.engine
            for _ in 0..<30 {
                let read = sample.article()
                let next = Submission(features: read.features, arrivedAt: read.arrivedAt)
                #expect(engine.assign(next) == known.assign(next), "seed \(seed), round \(round)")
            }
        }
    }

    @Test("one that is older than all that was decided since costs is passed over")
    func tooOld() throws {
        let sample = try LedgerSample()
        try sample.decide(EngineSnapshot.leastArticles)
        try sample.saveSnapshot()
        try sample.decide(EngineSnapshot.leastArticles)
        let (engine, outcome) = try sample.restored()
        #expect(outcome == .init(read: 2000, refusal: "too much was decided since"))
        #expect(engine.storyCount == sample.decider.storyCount)
    }

    @Test("where the ledger says something else than would be decided, it is right")
    func differs() throws {
        let sample = try LedgerSample()
        try sample.decide(EngineSnapshot.leastArticles)
        try sample.saveSnapshot()
        // As another version or other settings would have.
        let read = sample.article()
        let features = Shingler().features(title: "", text: "Something else altogether.", language: nil)
        var batch = DecidedBatch()
        var other = read
        other.features = features
        try sample.decider.decide(other, into: &batch)
        batch.rows.articles[0].features = read.features.encoded()
        batch.rows.articles[0].textHash = read.features.textHash.bytes
        batch.rows.memberships[0].score = 0.123
        batch.seal()
        try sample.ledger.commit(batch.rows)
        let (engine, outcome) = try sample.restored()
        #expect(outcome == .init(read: 1001, refusal: "article 1001 would be decided differently"))
        #expect(engine.articleCount == 1001)
    }

    @Test("other settings and other ledgers do not take it, nor a ledger that was put back")
    func foreign() throws {
        let sample = try LedgerSample()
        try sample.decide(EngineSnapshot.leastArticles)
        let past = try sample.copied()
        try sample.saveSnapshot()
        let same = try sample.copied()
        #expect(try same.restored().outcome == .init(read: 0))
        #expect(try sample.restored(EngineSettings(joinAt: 0.9)).outcome.refusal?.contains("other settings") == true)

        let other = try LedgerSample(seed: 2)
        try other.decide(EngineSnapshot.leastArticles)
        try FileManager.default.copyItem(atPath: sample.path.string, toPath: other.path.string)
        #expect(try other.restored().outcome == .init(read: 1000, refusal: "it is of another ledger"))

        // A ledger's earlier state went on by itself.
        try FileManager.default.copyItem(atPath: sample.path.string, toPath: past.path.string)
        let (_, outcome) = try past.restored()
        #expect(outcome == .init(read: 1000, refusal: "this ledger was not the same when it was written"))
    }

    @Test("a damaged one, one that is cut off and one of an earlier version are not taken")
    func damaged() throws {
        let sample = try LedgerSample()
        try sample.decide(EngineSnapshot.leastArticles)
        try sample.saveSnapshot()
        try sample.decide(3)
        let url = URL(fileURLWithPath: sample.path.string)
        let whole = try Data(contentsOf: url)
        func refusal() throws -> String? {
            let (engine, outcome) = try sample.restored()
            #expect(engine.articleCount == 1003)
            #expect(outcome.read == (outcome.refusal == nil ? 3 : 1003))
            return outcome.refusal
        }
        for place in [8, 28, 48, 57, whole.count / 2, whole.count - 9] {
            var bytes = whole
            bytes[place] ^= 4
            try bytes.write(to: url)
            #expect(try refusal() != nil, "byte \(place)")
        }
        for size in [10, whole.count - 8] {
            try whole.prefix(size).write(to: url)
            #expect(try refusal() != nil, "\(size) bytes")
        }
        try (Data("storydE1".utf8) + whole.dropFirst(8)).write(to: url)
        #expect(try refusal() == "it is of another version of storyd")
        try whole.write(to: url)
        #expect(try refusal() == nil)
    }

    @Test("a writing that is given up, or that finds no room, leaves the one before")
    func givenUp() throws {
        let sample = try LedgerSample()
        try sample.decide(EngineSnapshot.leastArticles)
        try sample.saveSnapshot()
        let before = try Data(contentsOf: URL(filePath: sample.path.string))
        try sample.decide(10)
        var asked = 0
        #expect(throws: EngineSnapshot.Abandoned.self) {
            _ = try sample.decider.draftSnapshot(at: sample.path) {
                asked += 1
                return asked < 3
            }
        }
        #expect(throws: Errno.self) { try sample.decider.saveSnapshot(at: "/dev/full/none") }
        let names = try FileManager.default.contentsOfDirectory(atPath: sample.folder.path)
        #expect(!names.contains { $0.hasSuffix(".new") }, "\(names)")
        #expect(try Data(contentsOf: URL(filePath: sample.path.string)) == before)
        #expect(try sample.restored().outcome == .init(read: 10))
    }

    @Test("it is written in a quiet moment, or after much more although something waits, and rarely")
    func schedule() {
        let now = Moment.now
        var schedule = SnapshotSchedule(unsaved: 0, now: now)
        schedule.decided(SnapshotSchedule.quietLeast - 1)
        #expect(!schedule.isWanted && !schedule.isDue(isQuiet: true, now: now))
        schedule.decided(1)
        #expect(schedule.isWanted && schedule.isDue(isQuiet: true, now: now))
        #expect(!schedule.isDue(isQuiet: false, now: now + .seconds(100)))
        schedule.failed(now: now)
        #expect(!schedule.isDue(isQuiet: true, now: now))
        #expect(schedule.isDue(isQuiet: true, now: now + .seconds(1)))
        schedule.decided(SnapshotSchedule.busyLeast)
        // A backlog at a start ends soon.
        #expect(!schedule.isDue(isQuiet: false, now: now + .seconds(59)))
        #expect(schedule.isDue(isQuiet: false, now: now + .seconds(60)))
        schedule.written(in: .seconds(3), now: now)
        #expect(!schedule.isWanted)
        schedule.decided(SnapshotSchedule.busyLeast)
        #expect(!schedule.isDue(isQuiet: true, now: now + .seconds(59)))
        #expect(schedule.isDue(isQuiet: true, now: now + .seconds(60)))
        #expect(!schedule.isDue(isQuiet: false, now: now + .seconds(179)))
        #expect(schedule.isDue(isQuiet: false, now: now + .seconds(180)))
    }
}

import Benchmark
import GeneratedNews
import Glibc
import Journal
import Ledger
import Shingling
import Stories
import SystemPackage

/// Decisions to rows on the disk, as the daemon writes them: article, text, features, membership, story, decision, entry.
func measureCommitting() {
    Benchmark("commit 1,000 decisions", configuration: .init(scalingFactor: .one, maxIterations: 20)) { benchmark in
        let path = FilePath("/tmp/storyd-benchmark-\(UInt64.random(in: 0...UInt64.max)).sqlite")
        let ledger = try Ledger(path: path)
        var decided = DecidedNews()
        let batches = benchmark.scaledIterations.map { _ in decided.batch(1000) }
        try benchmark.measureEach { try ledger.commit(batches[$0]) }
        ledger.close()
        for suffix in ["", "-wal", "-shm", ".lock"] { unlink(path.string + suffix) }
    }
}

/// Entries to the journal's socket.
func measureTelling() {
    Benchmark("make a journal entry") { benchmark in
        var decided = DecidedNews()
        let told = (0..<1000).map { _ in decided.next() }
        benchmark.measureEach { index in blackHole(told[index % told.count].encoded()) }
    }

    // journald's native protocol is the form in which the ledger keeps an entry, one datagram for each. journald's own
    // work is not in it: Benchmarks/journald.
    Benchmark("send a journal entry as a datagram, and take it") { benchmark in
        var decided = DecidedNews()
        let datagrams = (0..<1000).map { _ in decided.next().encoded().encoded() }
        var ends: [Int32] = [0, 0]
        guard socketpair(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0, &ends) == 0 else { fatalError("no sockets") }
        defer { for end in ends { close(end) } }
        var taken = [UInt8](repeating: 0, count: 1 << 16)
        benchmark.measureEach { index in
            let datagram = datagrams[index % datagrams.count]
            guard send(ends[0], datagram, datagram.count, 0) == datagram.count,
                recv(ends[1], &taken, taken.count, 0) == datagram.count
            else { fatalError("a datagram was not taken") }
        }
    }
}

/// Generated articles with their decisions.
private struct DecidedNews {
    /// One of them.
    struct Decided {
        var article: GeneratedArticle
        var features: ArticleFeatures
        var assignment: Assignment
        var founderTitle: String

        var fields: ArticleFields {
            ArticleFields(
                id: assignment.article, file: "\(article.number).json", title: article.strings.title,
                url: "https://outlet\(article.outlet).example/news/\(article.number)",
                source: "Outlet \(article.outlet)", language: features.language)
        }

        var entry: Entry {
            let story = StoryFields(
                id: assignment.storyID.description, title: founderTitle, size: assignment.storySize)
            if let original = assignment.duplicateOf {
                let earlier = DuplicateFields(
                    articleID: original, file: "\(original).json", similarity: assignment.similarity ?? 1,
                    containment: assignment.containment ?? 1)
                return .nearDuplicate(article: fields, story: story, of: earlier)
            }
            if assignment.outcome == .newStory { return .newStory(article: fields, story: story) }
            return .sameStory(article: fields, story: story, score: assignment.score ?? 1)
        }

        func encoded() -> EncodedEntry { entry.encoded(sequence: assignment.article, ledger: "benchmark") }
    }

    private var news = NewsGenerator(seed: 5)
    private let shingler = Shingler()
    private var engine = Engine(settings: EngineSettings())
    private var titles: [Int64: String] = [:]

    mutating func next() -> Decided {
        let article = news.next()
        let (title, text) = article.strings
        let features = shingler.features(title: title, text: text, language: nil)
        let assignment = engine.assign(Submission(features: features, arrivedAt: Int64(article.published)))
        titles[assignment.article] = title
        return Decided(
            article: article, features: features, assignment: assignment,
            founderTitle: titles[assignment.storyFounder] ?? "")
    }

    /// The rows of that many decisions.
    mutating func batch(_ size: Int) -> Batch {
        var batch = Batch()
        for _ in 0..<size {
            let decided = next()
            let assignment = decided.assignment
            let fields = decided.fields
            let time = Int64(decided.article.published)
            batch.articles.append(
                ArticleRecord(
                    id: assignment.article, claim: nil, position: 0, arrivedAt: time, publishedAt: time,
                    title: fields.title, url: fields.url, guid: nil, source: fields.source, language: fields.language,
                    file: fields.file, text: decided.article.strings.text, textHash: decided.features.textHash.bytes,
                    features: decided.features.encoded()))
            batch.memberships.append(
                MembershipRecord(
                    article: assignment.article, story: assignment.story, outcome: assignment.outcome.rawValue,
                    score: assignment.score, duplicateOf: assignment.duplicateOf, similarity: assignment.similarity,
                    containment: assignment.containment, sequence: assignment.article))
            if assignment.outcome == .newStory {
                batch.stories.append(
                    StoryRecord(
                        number: assignment.story, id: assignment.storyID.description, title: fields.title,
                        founder: assignment.article, generation: assignment.generation, size: 1, mergedInto: nil,
                        openedAt: time, lastArrival: time, follows: nil))
            } else {
                batch.storyUpdates.append(
                    StoryUpdate(number: assignment.story, size: assignment.storySize, lastArrival: time))
            }
            batch.decisions.append(
                DecisionRecord(
                    sequence: assignment.article, kind: assignment.outcome.rawValue, claim: nil, position: nil,
                    article: assignment.article, story: assignment.story, otherStory: nil, decidedAt: time, reason: nil
                ))
            batch.outbox.append(
                OutboxRecord(sequence: assignment.article, entry: decided.encoded().encoded(), claim: nil))
        }
        return batch
    }
}

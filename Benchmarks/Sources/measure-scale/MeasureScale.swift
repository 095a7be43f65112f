import ArgumentParser
import Glibc
import Stories

@main
struct MeasureScale: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "measure-scale",
        abstract: "Let one engine decide generated articles, and tell what a decision costs and what is remembered.",
        discussion: """
            A line at 1,000 articles, 3,000, 10,000, 30,000 and so on. Times are CPU time of deciding alone: articles are \
            generated and shingled in another thread. Memory is what is resident less what was before the first article, \
            and beside it what the engine says of each of its parts.

            A million articles, a tenth of them in stories that are open (14 days):

              measure-scale --count 1000000 --every 12

            Ten million that are all forgotten in time, to see that nothing leaks:

              measure-scale --count 10000000 --words 30 --story-window 10000 --duplicates-window 20000 --every 1 --step 1000000
            """)

    @Option(help: "How many articles.")
    var count = 100_000

    @Option(help: ArgumentHelp("Seconds between two arrivals.", valueName: "seconds"))
    var every = 12

    @Option(help: ArgumentHelp("Words an article has, about.", valueName: "number"))
    var words = 490

    @Option(help: "The share, 0–1, of edited copies.")
    var copies = 0.15

    @Option(help: "What the articles are made from.")
    var seed: UInt64 = 1

    @Flag(help: "Look for copies alone.")
    var copiesOnly = false

    @Option(help: ArgumentHelp("Seconds without a report after which a story is closed.", valueName: "seconds"))
    var storyWindow = EngineSettings.storyWindow

    @Option(help: ArgumentHelp("Seconds for which copies are looked for. (default: for ever)", valueName: "seconds"))
    var duplicatesWindow: Int64?

    @Option(help: ArgumentHelp("A line each so many articles instead.", valueName: "count"))
    var step: Int?

    func validate() throws {
        guard count > 0, words > 0, every >= 0, storyWindow > 0, duplicatesWindow ?? 1 > 0, step ?? 1 > 0 else {
            throw ValidationError("Counts, words and windows are above 0, and --every is not below.")
        }
        guard (0...1).contains(copies) else { throw ValidationError("--copies is a share from 0 to 1.") }
    }

    @MainActor
    func run() async throws {
        let source = ArticleSource(self)
        await source.warmUp()
        var engine = Engine(
            settings: EngineSettings(
                copiesOnly: copiesOnly, storyWindow: storyWindow, duplicatesWindow: duplicatesWindow))
        var progress = Progress(of: count)
        var table = Table()
        print(table.heading)
        fflush(nil)
        var times = DecisionTimes()
        var known = 0
        var checkpoint = nextCheckpoint(after: 0)
        var next = Task { await source.batch(min(Self.batch, checkpoint)) }
        while known < count {
            let articles = await next.value
            known += articles.count
            let end = known == checkpoint ? nextCheckpoint(after: known) : checkpoint
            // The next ones are made while these are decided.
            let following = min(Self.batch, end - known)
            if following > 0 { next = Task { await source.batch(following) } }
            times.add(articles, to: &engine)
            if known == checkpoint {
                progress.clear()
                print(table.line(engine, times))
                fflush(nil)
                times.startStretch()
                checkpoint = end
            }
            progress.update(known)
        }
        progress.clear()
    }

    /// Articles decided between two looks at the clock.
    private static let batch = 250

    private func nextCheckpoint(after known: Int) -> Int {
        if let step { return min(count, known + step) }
        var power = 1000
        while power <= known / 3 { power *= 10 }
        let next = known < power ? power : 3 * power
        return min(count, known < next ? next : power * 10)
    }
}

/// CPU time of the thread that decides.
struct DecisionTimes {
    /// Nanoseconds of each batch since the last line, and its articles.
    private var batches: [(articles: Int, nanoseconds: Int)] = []

    /// Has an engine decide articles.
    mutating func add(_ articles: [Submission], to engine: inout Engine) {
        var stories: Int64 = 0
        let start = Self.now()
        for (place, article) in articles.enumerated() {
            if place + 1 < articles.count { engine.anticipate(articles[place + 1].features) }
            stories &+= engine.assign(article).story
        }
        batches.append((articles.count, Self.now() - start))
        precondition(stories > 0)
    }

    mutating func startStretch() { batches.removeAll() }

    /// Microseconds a decision took since the last line.
    var all: Double { Self.mean(batches[...]) }

    /// The same of the last articles, a tenth of `known`.
    func latest(of known: Int) -> Double {
        var first = batches.endIndex
        var sum = 0
        while first > 0, sum < known / 10 {
            first -= 1
            sum += batches[first].articles
        }
        return Self.mean(batches[first...])
    }

    /// Milliseconds that the longest batch took.
    var longest: Double { Double(batches.map(\.nanoseconds).max() ?? 0) / 1e6 }

    private static func mean(_ batches: ArraySlice<(articles: Int, nanoseconds: Int)>) -> Double {
        let sum = batches.reduce((0, 0)) { ($0.0 + $1.articles, $0.1 + $1.nanoseconds) }
        return Double(sum.1) / Double(max(1, sum.0)) / 1000
    }

    private static func now() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}

/// How far it is, where somebody looks on.
struct Progress {
    private let count: Int
    private let isSeen = isatty(STDERR_FILENO) == 1
    private var last = 0

    init(of count: Int) { self.count = count }

    mutating func update(_ known: Int) {
        guard isSeen, known - last >= 5000 else { return }
        last = known
        Self.tell("\r\(known) of \(count) articles")
    }

    func clear() {
        if isSeen { Self.tell("\r\u{1B}[K") }
    }

    private static func tell(_ text: String) { _ = write(STDERR_FILENO, text, text.utf8.count) }
}

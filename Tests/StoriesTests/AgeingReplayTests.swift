import Shingling
import Testing

@testable import Stories

@Suite("Ageing: same input, same answer")
struct AgeingReplayTests {
    private static let day: Int64 = 86400

    /// A stream of some months: events that fade and come back, copies of what is long past, clocks that step back.
    private func stream(seed: UInt64, count: Int) -> [Submission] {
        var maker = ArticleMaker(seed: seed)
        var events = (0..<4).map { _ in maker.event() }
        var texts: [String] = []
        // A stream may begin without times.
        var now: Int64 = Bool.random(using: &maker.random) ? 0 : 1_700_000_000
        return (0..<count).map { number in
            if number > 10, now == 0 { now = 1_700_000_000 }
            if now != 0 { now += Int64.random(in: -3600...Self.day, using: &maker.random) }
            if Int.random(in: 0..<60, using: &maker.random) == 0 { now += now == 0 ? 0 : 20 * Self.day }
            if Int.random(in: 0..<6, using: &maker.random) == 0 { events.append(maker.event()) }
            let isOld = Int.random(in: 0..<5, using: &maker.random) == 0
            let event = (isOld ? events[...] : events.suffix(5)).randomElement(using: &maker.random) ?? []
            let text: String
            switch Int.random(in: 0..<20, using: &maker.random) {
            case 0, 1: text = texts.randomElement(using: &maker.random) ?? ""
            case 2, 3: text = (texts.randomElement(using: &maker.random) ?? "") + " " + maker.sentence(about: event)
            case 4:
                let words = (texts.randomElement(using: &maker.random) ?? "").split(separator: " ")
                text = words.prefix(words.count / 2).joined(separator: " ")
            case 5, 6:
                text = maker.sentences(about: event + (events.randomElement(using: &maker.random) ?? [])).joined(
                    separator: " ")
            default:
                text = maker.sentences(about: event, count: Int.random(in: 2...24, using: &maker.random)).joined(
                    separator: " ")
            }
            texts.append(text)
            return submission(
                text, at: now, published: number % 3 == 0 ? now : nil, url: "u\(number % 70)", source: "s\(number % 7)")
        }
    }

    /// Memory is given back often, so that a restored engine has to do it at the same articles.
    private var limit: Engine.Limit {
        var limit = Engine.Limit()
        limit.leastPurge = 8
        limit.phrasePostings = 3
        limit.wordPostings = 7
        limit.representatives = 5
        limit.firstRepresentatives = 2
        return limit
    }

    @Test("an engine restored at any point goes on like one that never stopped", arguments: [nil, 40, 9] as [Int64?])
    func restoring(duplicatesDays: Int64?) {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed &+ 1)
        let settings = EngineSettings(
            joinAt: 0.65, mergeAt: 0.42, storyWindow: 5 * Self.day,
            duplicatesWindow: duplicatesDays.map { $0 * Self.day })
        var engine = Engine(settings: settings, limit: limit, model: StoryModel())
        var memory = Memory()
        var restored: Engine?
        var (closed, late, follows, merges) = (0, 0, 0, 0)
        for article in stream(seed: seed, count: 500) {
            let assignment = engine.assign(article)
            if restored != nil {
                let again = restored?.assign(article)
                #expect(again == assignment, "seed \(seed), article \(assignment.article)")
                guard again == assignment else { return }
            }
            memory.record(article, assignment)
            closed += assignment.closings.count
            late += assignment.isLate ? 1 : 0
            follows += assignment.follows == nil ? 0 : 1
            merges += assignment.merges.count
            guard Int.random(in: 0..<25, using: &random) == 0 else { continue }
            restored = memory.engine(settings, limit: limit)
            // Bit for bit: what is kept of the past too, not only what has shown so far.
            #expect(restored?.sketches.words == engine.sketches.words, "seed \(seed)")
            #expect(restored.map { $0.openBytes } == engine.openBytes, "seed \(seed)")
            #expect(restored?.forgotten == engine.forgotten, "seed \(seed)")
        }
        let isForgetful = duplicatesDays.map { $0 < 10 } ?? false
        #expect(closed > 20 && follows > 3 && late > (isForgetful ? -1 : 5), "seed \(seed): \((closed, late, follows))")
        #expect(merges > 0, "seed \(seed)")
        #expect((engine.forgotten > 0) == (duplicatesDays != nil), "seed \(seed)")
    }

    @Test("an engine restored under another window goes on without contradiction")
    func changedWindow() {
        let seed = UInt64.random(in: 0 ... .max)
        let stream = stream(seed: seed, count: 300)
        let settings = EngineSettings(storyWindow: 5 * Self.day)
        var engine = Engine(settings: settings, limit: limit, model: StoryModel())
        var memory = Memory()
        for article in stream.prefix(150) { memory.record(article, engine.assign(article)) }
        for window in [nil, 1, 100] as [Int64?] {
            var memory = memory
            let changed = EngineSettings(storyWindow: window.map { $0 * Self.day }, duplicatesWindow: 3 * Self.day)
            var engine = memory.engine(changed, limit: limit)
            for article in stream.dropFirst(150).prefix(50) { memory.record(article, engine.assign(article)) }
            var restored = memory.engine(changed, limit: limit)
            for article in stream.dropFirst(200) {
                let (left, right) = (engine.assign(article), restored.assign(article))
                #expect(left == right, "seed \(seed), window \(String(describing: window))")
            }
        }
    }

    @Test("what is kept does not grow with what is past, but for some hundred bytes an article")
    func memory() {
        var limit = Engine.Limit()
        limit.leastPurge = 64
        var engine = Engine(
            settings: EngineSettings(storyWindow: 2 * Self.day), limit: limit, model: StoryModel())
        var maker = ArticleMaker(seed: 7)
        var sizes: [(open: Int, closed: Int)] = []
        for round in 0..<3 {
            for number in 0..<700 {
                let event = maker.event()
                let text = maker.sentences(about: event, count: 20).joined(separator: " ")
                _ = engine.assign(submission(text, at: 1_700_000_000 + Int64(round * 700 + number) * Self.day / 50))
            }
            sizes.append((engine.openMemory, engine.closedMemory))
        }
        // Tables grow by doubling; with all of the past in them they would be three times the first.
        #expect(sizes[2].open < sizes[0].open * 2, "\(sizes)")
        let each = Double(sizes[2].closed - sizes[1].closed) / 700
        #expect(each < 440, "\(each) bytes an article, \(sizes)")
        print("a closed article takes \(Int(each)) bytes, what is open \(sizes.map { $0.open / 1024 }) KiB")
    }
}

extension Engine {
    /// Bytes that are kept of open stories, about.
    fileprivate var openMemory: Int {
        let memory = memory
        return memory.phrases + memory.phraseIndex + memory.wordIndex
    }

    /// Bytes that are kept of each article for ever, but for the summaries of stories.
    fileprivate var closedMemory: Int {
        memory.sketches + articles.count * (MemoryLayout<KnownArticle>.stride + 3 * 4 + 4 + 12 + 8)
    }
}

/// News that never happened, one article after the other, as many as wanted: about 490 words each unless told, in stories
/// of a few reports that share names, words and quotations, with a known share of edited copies. The same seed gives the
/// same articles on every machine.
///
/// What the numbers are to be like is a wire's day: most stories have one to ten reports within some hundred articles of
/// each other, a seventh of all is somebody else's text with changes.
public struct NewsGenerator {
    /// The share, 0–1, of articles that are edited copies of an earlier one.
    private let copyShare: Double
    /// Words of an article, about.
    private let words: Int
    private var random: Randomness
    private let vocabulary: Vocabulary
    private var stories: [Topic] = []
    private var storyCount = 0
    private var recent: [Report] = []
    private var count = 0

    /// Articles that may still be copied.
    private static let memory = 4096
    /// Stories that may still be reported on.
    private static let open = 2000
    private static let secondsBetween = 6
    /// Six seconds before the first article is published, in seconds since 1970.
    public static let epoch = 1_767_225_600

    /// What the reports of a story have in common.
    private struct Topic {
        var number: Int
        var words: [[UInt8]]
        var names: [[UInt8]]
        var quotes: [[UInt8]]
    }

    private struct Report {
        var number: Int
        var story: Int
        var title: [UInt8]
        /// Sentences, each with its full stop.
        var sentences: [[UInt8]]
    }

    /// - Parameters:
    ///   - seed: What all of it is made from.
    ///   - copyShare: The share, 0–1, of articles that are edited copies of an earlier one.
    ///   - words: Words of an article, about; at least 1.
    public init(seed: UInt64, copyShare: Double = 0.15, words: Int = 490) {
        self.copyShare = copyShare
        self.words = words
        random = Randomness(seed: seed)
        vocabulary = Vocabulary(random: &random)
    }

    /// The next article.
    public mutating func next() -> GeneratedArticle {
        count += 1
        var report: Report
        var original: Int?
        if !recent.isEmpty, random.chance(copyShare) {
            report = recent[recent.count - 1 - random.recent(recent.count, mean: 300)]
            original = report.number
            edit(&report)
        } else {
            report = newReport()
            recent.append(report)
            if recent.count > 2 * Self.memory { recent.removeFirst(Self.memory) }
        }
        return GeneratedArticle(
            number: count, story: report.story, copyOf: original, title: report.title, text: text(report.sentences),
            outlet: random.below(200), published: Self.epoch + count * Self.secondsBetween)
    }

    // MARK: - Reports

    private mutating func newReport() -> Report {
        if stories.isEmpty || random.chance(0.3) { openStory() }
        let topic = stories[stories.count - 1 - random.recent(stories.count, mean: 120)]
        var sentences: [[UInt8]] = []
        var words = 0
        while words < self.words {
            if random.chance(0.12), let quote = topic.quotes.indices.randomElement(from: &random) {
                sentences.append(topic.quotes[quote])
                words += 18
            } else {
                let length = random.within(8...32)
                sentences.append(sentence(length, topic))
                words += length
            }
        }
        var title = sentence(random.within(6...11), topic, telling: 0.5)
        title.removeLast()
        return Report(number: count, story: topic.number, title: title, sentences: sentences)
    }

    private mutating func openStory() {
        storyCount += 1
        var topic = Topic(
            number: storyCount, words: (0..<30).map { _ in vocabulary.telling(&random) },
            names: (0..<6).map { _ in vocabulary.name(&random) + [0x20] + vocabulary.name(&random) }, quotes: [])
        topic.quotes = (0..<5).map { number in
            let said = sentence(16, topic)
            let marks = number % 2 == 0 ? ("\"", "\"") : ("“", "”")
            return Array(marks.0.utf8) + said + Array(marks.1.utf8)
        }
        stories.append(topic)
        if stories.count > 2 * Self.open { stories.removeFirst(Self.open) }
    }

    /// A sentence with its full stop.
    private mutating func sentence(_ words: Int, _ topic: Topic, telling: Double = 0.14) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(words * 8)
        for place in 0..<words {
            let start = line.count
            if place > 0 { line.append(0x20) }
            let kind = random.next() >> 40 & 0xFFFF
            if Double(kind) < telling * 65536 {
                line += topic.words[random.below(topic.words.count)]
            } else if kind < 65536 - 4200 {
                line += vocabulary.running(&random)
            } else if kind < 65536 - 2000 {
                line += topic.names[random.below(topic.names.count)]
            } else if kind < 65536 - 700 {
                line += vocabulary.rareWord(&random)
            } else {
                line += String(random.within(2...2030)).utf8
            }
            if place == 0, line[start] >= 97, line[start] <= 122 { line[start] &-= 32 }
            if place > 3, place < words - 2, random.chance(0.06) { line.append(0x2C) }
        }
        line.append(0x2E)
        return line
    }

    // MARK: - Copies

    private mutating func edit(_ report: inout Report) {
        let topic = Topic(
            number: report.story, words: [vocabulary.telling(&random)], names: [vocabulary.name(&random)], quotes: [])
        switch random.below(5) {
        case 0: break  // The same text, at another outlet.
        case 1:
            for _ in 0..<random.within(1...4) {
                report.sentences[random.below(report.sentences.count)] = sentence(random.within(8...24), topic)
            }
        case 2: report.sentences.removeLast(report.sentences.count / random.within(3...8))
        case 3:
            report.sentences.insert(sentence(12, topic), at: 0)
            report.sentences.append(sentence(14, topic))
        default:
            report.title = sentence(8, topic)
            report.title.removeLast()
            let cut = random.below(report.sentences.count)
            if report.sentences.count > 1 { report.sentences.remove(at: cut) }
        }
    }

    private func text(_ sentences: [[UInt8]]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(4096)
        for (place, sentence) in sentences.enumerated() {
            if place > 0 { text += place % 3 == 0 ? [0x0A, 0x0A] : [0x20] }
            text += sentence
        }
        return text
    }
}

extension Range<Int> {
    fileprivate func randomElement(from random: inout Randomness) -> Int? {
        isEmpty ? nil : lowerBound + random.below(count)
    }
}

import CMalloc
import Glibc
import Stories

/// The lines that are printed.
struct Table {
    /// Bytes that were resident before the first article.
    let before: Int
    /// What was known at the line before, and how much was resident once trimmed.
    private var last = (known: 0, trimmed: 0)

    /// A table that begins now.
    init() {
        storyd_release_memory()
        before = Self.resident()
    }

    private static let columns = [
        ("known", 9), ("open", 8), ("closed", 9), ("stories", 8), ("us each", 8), ("last 10%", 9), ("longest ms", 11),
        ("RSS MB", 8), ("trimmed", 9), ("B/new", 7), ("articles", 9), ("stories", 8), ("phrases", 8), ("vectors", 8),
        ("phrase ix", 10),
        ("word ix", 8), ("counts", 7), ("sketches", 9), ("sum MB", 8), ("B/open", 7), ("B/closed", 9),
    ]

    var heading: String {
        """
        us each: CPU time of a decision since the line before; last 10%: of the last tenth of all; longest: of 250 decisions.
        RSS: without the \(before / 1_000_000) MB of this tool; trimmed: once free memory is given back, as the daemon does when it has caught
        up. B/new: what that grew by since the line before, in bytes for each article; once as many stories close as open, what is
        kept of an article for ever. articles … sketches: the engine's parts in MB. B/open: all parts but the sketches and counts,
        for each article of an open story; B/closed: the sketches, for each article of a closed one; both with what is kept of
        every article and story.
        \(Self.columns.map { Self.pad($0.0, $0.1) }.joined())
        """
    }

    /// What is known at a checkpoint.
    mutating func line(_ engine: Engine, _ times: DecisionTimes) -> String {
        let resident = Self.resident() - before
        let known = engine.articleCount
        storyd_release_memory()
        let trimmed = Self.resident() - before
        let growth = (trimmed - last.trimmed) / (known - last.known)
        last = (known, trimmed)
        let open = engine.openArticleCount
        let memory = engine.memory
        let lasting = Double(memory.articles + memory.stories) / Double(known)
        let living = memory.phrases + memory.vectors + memory.phraseIndex + memory.wordIndex
        let parts = [
            memory.articles, memory.stories, memory.phrases, memory.vectors, memory.phraseIndex, memory.wordIndex,
            memory.frequencies, memory.sketches, memory.total,
        ]
        let cells =
            [
                "\(known)", "\(open)", "\(known - open)", "\(engine.storyCount)", Self.tenths(times.all),
                Self.tenths(times.latest(of: known)), Self.tenths(times.longest), Self.megabytes(resident),
                Self.megabytes(trimmed), "\(growth)",
            ] + parts.map(Self.megabytes) + [
                open == 0 ? "-" : "\(Int(lasting + Double(living) / Double(open)))",
                known == open ? "-" : "\(Int(lasting + Double(memory.sketches) / Double(known - open)))",
            ]
        return zip(cells, Self.columns).map { Self.pad($0, $1.1) }.joined()
    }

    /// Bytes of this process that are resident.
    private static func resident() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let fields = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(
            separator: " ")
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * Int(getpagesize())
    }

    private static func megabytes(_ bytes: Int) -> String { tenths(Double(bytes) / 1e6) }

    private static func tenths(_ value: Double) -> String {
        let tenths = Int((value * 10).rounded())
        return "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(1, width - text.utf8.count)) + text
    }
}

/// When the known articles arrived: for each time, in order, the first article that came then.
struct Arrivals: Sendable {
    private var entries: [(time: Int64, article: UInt32)] = []
    private var next = 0

    /// Notes that the articles from one on come at a time later than all before.
    mutating func add(_ article: Int, at time: Int64) { entries.append((time, UInt32(article))) }

    /// Takes the next time that is before the given one.
    /// - Parameter count: How many articles there are.
    /// - Returns: The place after the last article that came at that time.
    mutating func nextEnd(before time: Int64, _ count: Int) -> Int? {
        guard next < entries.count, entries[next].time < time else { return nil }
        next += 1
        let end = next < entries.count ? Int(entries[next].article) : count
        if next > 1024, next * 2 > entries.count {
            entries.removeSubrange(..<next)
            next = 0
        }
        return end
    }
}

extension Arrivals: Snapshotted {
    func encode(to writer: SnapshotWriter) throws {
        try writer.list(entries.map(\.time))
        try writer.list(entries.map(\.article))
        try writer.number(next)
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        let times = try reader.list(Int64.self)
        let articles = try reader.list(UInt32.self)
        entries = Array(zip(times, articles)).map { (time: $0.0, article: $0.1) }
        next = try reader.number()
        guard times.count == articles.count, (0...times.count).contains(next) else { throw SnapshotError() }
    }
}

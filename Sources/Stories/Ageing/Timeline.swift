/// Articles or stories by the time at which something came, in order; what is past is taken from the front.
///
/// As the agenda of the stories that are due to close, a story is entered again with each later time, and what was entered
/// before counts no more. Of arrivals, the first article of each time is entered.
struct Timeline: Sendable {
    private var entries: [(time: Int64, item: UInt32)] = []
    private var next = 0

    init() {}

    /// A timeline of entries with their times, ascending.
    init(_ entries: [(time: Int64, item: UInt32)]) { self.entries = entries }

    /// The item of the next entry; nil when there is none.
    var first: Int? { next < entries.count ? Int(entries[next].item) : nil }

    /// Adds an entry. No time is before the last one added.
    mutating func add(_ item: Int, at time: Int64) { entries.append((time, UInt32(item))) }

    /// Takes the next entry whose time is before the given one.
    mutating func next(before time: Int64) -> (time: Int64, item: Int)? {
        guard next < entries.count, entries[next].time < time else { return nil }
        let entry = entries[next]
        next += 1
        if next > 1024, next * 2 > entries.count {
            entries.removeSubrange(..<next)
            next = 0
        }
        return (entry.time, Int(entry.item))
    }
}

extension Timeline: Snapshotted {
    func encode(to writer: SnapshotWriter) throws {
        try writer.list(entries.map(\.time))
        try writer.list(entries.map(\.item))
        try writer.number(next)
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        let times = try reader.list(Int64.self)
        let items = try reader.list(UInt32.self)
        self.init(Array(zip(times, items)).map { (time: $0.0, item: $0.1) })
        next = try reader.number()
        guard times.count == items.count, (0...times.count).contains(next) else { throw SnapshotError() }
    }
}

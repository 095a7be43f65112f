/// When stories are due to close: for each time at which something came to a story, in order, the story.
///
/// A story is entered again with each later time; what was entered before counts no more.
struct Agenda: Sendable {
    private var entries: [(time: Int64, story: UInt32)] = []
    private var next = 0

    init() {}

    /// An agenda of stories with their times, ascending.
    init(_ entries: [(time: Int64, story: UInt32)]) { self.entries = entries }

    /// Enters a story. No time is before the last one entered.
    mutating func add(_ story: Int, at time: Int64) { entries.append((time, UInt32(story))) }

    /// Takes the next entry whose time is before the given one.
    mutating func next(before time: Int64) -> (time: Int64, story: Int)? {
        guard next < entries.count, entries[next].time < time else { return nil }
        let entry = entries[next]
        next += 1
        if next > 1024, next * 2 > entries.count {
            entries.removeSubrange(..<next)
            next = 0
        }
        return (entry.time, Int(entry.story))
    }
}

extension Agenda: Snapshotted {
    func encode(to writer: SnapshotWriter) throws {
        try writer.list(entries.map(\.time))
        try writer.list(entries.map(\.story))
        try writer.number(next)
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        let times = try reader.list(Int64.self)
        let stories = try reader.list(UInt32.self)
        self.init(Array(zip(times, stories)).map { (time: $0.0, story: $0.1) })
        next = try reader.number()
        guard times.count == stories.count, (0...times.count).contains(next) else { throw SnapshotError() }
    }
}

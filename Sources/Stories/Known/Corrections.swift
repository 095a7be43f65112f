/// What a person has said about stories, which no later decision undoes.
///
/// Memory is a few bytes for each correction. The set is looked up and never walked, so its order does not matter.
struct Corrections {
    /// Articles that a person put into their story.
    private var settled: Set<Int> = []
    /// Stories that a person told apart: the one an article was taken from, and the one it was put into.
    private(set) var apart: [(from: Int, to: Int)] = []

    /// Nothing was ever corrected.
    var isEmpty: Bool { settled.isEmpty }

    /// Whether a person put an article where it is.
    func isSettled(_ article: Int) -> Bool { settled.contains(article) }

    /// A person put an article into its story.
    mutating func settle(_ article: Int) { settled.insert(article) }

    /// A person took an article from one story to another.
    mutating func tellApart(_ from: Int, _ to: Int) {
        if let last = apart.last, last == (from, to) { return }
        apart.append((from, to))
    }
}

extension Corrections: Snapshotted {
    func encode(to writer: SnapshotWriter) throws {
        // In the order of articles, so that the same state has the same bytes.
        try writer.list(settled.sorted().map { UInt32($0) })
        try writer.list(apart.map { UInt32($0.from) })
        try writer.list(apart.map { UInt32($0.to) })
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        settled = Set(try reader.list(UInt32.self).map { Int($0) })
        let (from, to) = (try reader.list(UInt32.self), try reader.list(UInt32.self))
        guard from.count == to.count else { throw SnapshotError() }
        apart = zip(from, to).map { (Int($0), Int($1)) }
    }
}

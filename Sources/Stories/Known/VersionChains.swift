/// Which text of an article is current: for each version that was replaced, the one that came in its place.
///
/// Memory is 8 bytes and some for each replaced version. It is looked up and never walked, so the order of the dictionary
/// does not matter.
struct VersionChains {
    private var next: [UInt32: UInt32] = [:]

    /// The latest version of an article: itself, unless it was replaced.
    func current(_ article: Int) -> Int {
        var article = UInt32(truncatingIfNeeded: article)
        while let newer = next[article] { article = newer }
        return Int(article)
    }

    /// Makes one article the current version of another one, and of all that led to that.
    mutating func replace(_ article: Int, by newer: Int) {
        let newer = UInt32(truncatingIfNeeded: current(newer))
        var article = UInt32(truncatingIfNeeded: article)
        // Chains stay one step long, however many versions there are; and what leads to itself would have no end.
        while article != newer {
            let following = next.updateValue(newer, forKey: article)
            guard let following else { return }
            article = following
        }
    }
}

extension VersionChains: Snapshotted {
    func encode(to writer: SnapshotWriter) throws {
        // In the order of articles, so that the same state has the same bytes.
        let links = next.sorted { $0.key < $1.key }
        try writer.list(links.map(\.key))
        try writer.list(links.map(\.value))
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        let articles = try reader.list(UInt32.self)
        let newer = try reader.list(UInt32.self)
        guard articles.count == newer.count else { throw SnapshotError() }
        next = Dictionary(zip(articles, newer)) { first, _ in first }
    }
}

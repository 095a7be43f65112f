import Shingling

/// What is left of the vectors of the articles that stand for closed stories: of each family the weightiest terms.
///
/// One after the other in one list, because they stay for ever: each alone among what comes and goes would keep memory from
/// being given back around it.
struct SummaryTable {
    /// Of a summary: two words of sizes, four of masses, two of the logarithm of the length, the keys of the terms, and two
    /// values to a word.
    private var words: [UInt32] = []
    /// For each article where its summary is, from 1; 0 for all others.
    private var starts: [UInt32] = []

    private static let head = 8

    /// Makes room for one more article.
    mutating func grow() { starts.append(0) }

    /// Keeps what stays of an article's vectors; nothing where it has none.
    mutating func set(_ article: Int, _ vectors: KnownVectors?) {
        guard let summary = vectors?.summary() else {
            starts[article] = 0
            return
        }
        starts[article] = UInt32(truncatingIfNeeded: words.count + 1)
        let (first, second, third) = summary.ends
        words.append(UInt32(first) << 16 | UInt32(second))
        words.append(UInt32(third))
        for family in 0..<ArticleVectors.families { words.append(summary.masses[family]) }
        let length = summary.logLength.bitPattern
        words.append(UInt32(truncatingIfNeeded: length >> 32))
        words.append(UInt32(truncatingIfNeeded: length))
        words += summary.terms.lazy.map(\.key)
        for place in stride(from: 0, to: summary.terms.count, by: 2) {
            let next = place + 1 < summary.terms.count ? summary.terms[place + 1].value : 0
            words.append(UInt32(summary.terms[place].value) | UInt32(next) << 16)
        }
    }

    /// The summary of an article that stands for a closed story.
    subscript(article: Int) -> VectorSummary? {
        guard starts[article] > 0 else { return nil }
        let start = Int(starts[article]) - 1
        var summary = VectorSummary()
        summary.ends = (UInt16(words[start] >> 16), UInt16(words[start] & 0xFFFF), UInt16(words[start + 1]))
        for family in 0..<ArticleVectors.families { summary.masses[family] = words[start + 2 + family] }
        summary.logLength = Double(bitPattern: UInt64(words[start + 6]) << 32 | UInt64(words[start + 7]))
        let keys = start + Self.head
        let count = Int(summary.ends.2)
        summary.terms.reserveCapacity(count)
        for place in 0..<count {
            let pair = words[keys + count + place / 2]
            let value = UInt16(truncatingIfNeeded: place % 2 == 0 ? pair : pair >> 16)
            summary.terms.append((words[keys + place], value))
        }
        return summary
    }

    /// Bytes it takes, but for the four of each article.
    var memory: Int { words.capacity * 4 }
}

extension SummaryTable: Snapshotted {
    func encode(to writer: SnapshotWriter) throws {
        try writer.list(words)
        try writer.list(starts)
    }

    init(from reader: inout SnapshotReader) throws(SnapshotError) {
        words = try reader.list()
        starts = try reader.list()
    }

    /// Articles it has room for.
    var count: Int { starts.count }
}

/// One article's summary.
struct VectorSummary {
    /// Where each family ends among the terms.
    var ends: (UInt16, UInt16, UInt16) = (0, 0, 0)
    /// Keys, and of words the weights, of names and leads the rarities.
    var terms: [(key: UInt32, value: UInt16)] = []
    /// As the whole vectors had them.
    var masses = InlineArray<4, UInt32>(repeating: 0)
    var logLength = 0.0

    func range(of family: Family) -> Range<Int> {
        switch family {
        case .words: 0..<Int(ends.0)
        case .names: Int(ends.0)..<Int(ends.1)
        case .lead: Int(ends.1)..<Int(ends.2)
        }
    }

    /// What an article laid out in a table shares with it.
    func overlap(_ table: TermTable) -> VectorOverlap {
        var result = VectorOverlap()
        table.withBuckets { table in
            for place in range(of: .words) {
                let found = table.value(of: terms[place].key & ~KnownVectors.lasts)
                result.product &+= UInt64((found & 0xFFFF) &* UInt32(terms[place].value))
            }
            for family in [Family.names, .lead] {
                for place in range(of: family) {
                    let found = table.value(of: terms[place].key & ~KnownVectors.lasts)
                    result.shared[family.rawValue] &+= min(found &>> 16, UInt32(terms[place].value))
                }
            }
        }
        return result
    }
}

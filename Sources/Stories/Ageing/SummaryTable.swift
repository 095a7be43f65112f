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
        starts[article] = vectors == nil ? 0 : UInt32(truncatingIfNeeded: words.count + 1)
        vectors?.withSummary { append($0) }
    }

    private mutating func append(_ summary: VectorSummary) {
        let (first, second, third) = summary.ends
        words.append(UInt32(first) << 16 | UInt32(second))
        words.append(UInt32(third))
        for family in 0..<ArticleVectors.families { words.append(summary.masses[family]) }
        let length = summary.logLength.bitPattern
        words.append(UInt32(truncatingIfNeeded: length >> 32))
        words.append(UInt32(truncatingIfNeeded: length))
        words.append(contentsOf: summary.keys)
        for place in stride(from: 0, to: summary.values.count, by: 2) {
            let next = place + 1 < summary.values.count ? summary.values[place + 1] : 0
            words.append(UInt32(littleEndian: UInt32(summary.values[place]) | UInt32(next) << 16))
        }
    }

    /// Brings where an article's summary is into the processor's cache.
    @inline(__always)
    func prefetchPlace(of article: Int) {
        starts.withUnsafeBufferPointer { starts in
            guard let base = starts.baseAddress else { return }
            Prefetch.lines(of: base + article, bytes: 4)
        }
    }

    /// Brings an article's summary into the processor's cache.
    @inline(__always)
    func prefetch(_ article: Int) {
        words.withUnsafeBufferPointer { words in
            guard let base = words.baseAddress, starts[article] > 0 else { return }
            Prefetch.lines(of: base + Int(starts[article] - 1), bytes: 320)
        }
    }

    /// Calls the body with the summary of an article that stands for a closed story; nil where there is none.
    func withSummary<Result>(of article: Int, _ body: (VectorSummary) -> Result) -> Result? {
        guard starts[article] > 0 else { return nil }
        let start = Int(starts[article]) - 1
        return words.withUnsafeBufferPointer { words in
            var summary = VectorSummary()
            summary.ends = (UInt16(words[start] >> 16), UInt16(words[start] & 0xFFFF), UInt16(words[start + 1]))
            for family in 0..<ArticleVectors.families { summary.masses[family] = words[start + 2 + family] }
            summary.logLength = Double(bitPattern: UInt64(words[start + 6]) << 32 | UInt64(words[start + 7]))
            let keys = start + Self.head
            let count = Int(summary.ends.2)
            summary.keys = UnsafeBufferPointer(rebasing: words[keys..<keys + count])
            let pairs = UnsafeRawBufferPointer(
                UnsafeBufferPointer(rebasing: words[keys + count..<keys + count + (count + 1) / 2]))
            summary.values = UnsafeBufferPointer(rebasing: pairs.assumingMemoryBound(to: UInt16.self)[..<count])
            return body(summary)
        }
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

/// One article's summary, borrowed from where it is kept.
struct VectorSummary {
    /// Where each family ends among the terms.
    var ends: (UInt16, UInt16, UInt16) = (0, 0, 0)
    /// The terms' keys.
    var keys = UnsafeBufferPointer<UInt32>(start: nil, count: 0)
    /// Of words the weights, of names and leads the rarities.
    var values = UnsafeBufferPointer<UInt16>(start: nil, count: 0)
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
                let found = table.value(of: keys[place] & ~KnownVectors.lasts)
                result.product &+= UInt64((found & 0xFFFF) &* UInt32(values[place]))
            }
            for family in [Family.names, .lead] {
                for place in range(of: family) {
                    let found = table.value(of: keys[place] & ~KnownVectors.lasts)
                    result.shared[family.rawValue] &+= min(found &>> 16, UInt32(values[place]))
                }
            }
        }
        return result
    }
}

/// An article that was not closed when memory was given back last, or came since.
struct OpenArticle {
    private var number: UInt32
    /// A phrase's weight in it when no other article had the phrase; 0 while it is not found by its phrases.
    var firstWeight: UInt32 = 0
    /// None of an exact copy, nor of what came to a closed story: whatever is like it is like its original.
    var phrases: KnownPhrases?

    /// - Parameter article: Its place among the known articles.
    init(_ article: Int) { number = UInt32(truncatingIfNeeded: article) }

    /// Its place among the known articles.
    var article: Int { Int(number) }

    /// Of a phrase that no other article had.
    var posting: PostingLists.Posting { PostingLists.Posting(article: article, weight: firstWeight) }

    /// Whether it is found by its phrases.
    var isFound: Bool { firstWeight > 0 }

    /// Whether the article at a place has a phrase among those by which it is looked up.
    @inline(__always)
    static func isSampled(_ phrase: UInt32, _ open: UnsafeBufferPointer<OpenArticle>, _ place: Int) -> Bool {
        guard place < open.count, let reference = reference(open, place) else { return false }
        return Borrowed.with(at: reference) { (phrases: KnownPhrases) in phrases.isSampled(phrase) } ?? false
    }

    /// Brings the phrases by which the article at a place is looked up into the processor's cache.
    @inline(__always)
    static func prefetch(_ open: UnsafeBufferPointer<OpenArticle>, _ place: Int) {
        guard place < open.count, let reference = reference(open, place) else { return }
        Prefetch.object(at: reference, bytes: KnownPhrases.compared)
    }

    /// Where the reference to an article's phrases is.
    @inline(__always)
    private static func reference(_ open: UnsafeBufferPointer<OpenArticle>, _ place: Int) -> UnsafeRawPointer? {
        guard let base = open.baseAddress, let offset = MemoryLayout<OpenArticle>.offset(of: \.phrases) else {
            return nil
        }
        return UnsafeRawPointer(base + place) + offset
    }
}

extension OpenArticle {
    static func encode(_ open: [OpenArticle], to writer: SnapshotWriter) throws {
        try writer.list(open.map(\.number))
        try writer.list(open.map(\.firstWeight))
        try KnownPhrases.encode(open.map(\.phrases), to: writer)
    }

    static func decode(from reader: inout SnapshotReader) throws(SnapshotError) -> [OpenArticle] {
        let numbers = try reader.list(UInt32.self)
        let weights = try reader.list(UInt32.self)
        let phrases = try KnownPhrases.decode(from: &reader)
        guard weights.count == numbers.count, phrases.count == numbers.count else { throw SnapshotError() }
        return numbers.indices.map { place in
            var article = OpenArticle(Int(numbers[place]))
            article.firstWeight = weights[place]
            article.phrases = phrases[place]
            return article
        }
    }
}

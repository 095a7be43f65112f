import Shingling

/// What stays known of an article: 112 bytes, and what they lead to while its story is open.
struct KnownArticle {
    var textHash: TextHash
    private var openingWords: (UInt64, UInt64, UInt64, UInt64)
    private var storyNumber: UInt32
    private var tokens: UInt32
    private var phraseStart: UInt32
    private var phraseCount: UInt16 = 0
    /// The range its phrases were kept from. Of an article in a closed story: the low bits that are 0 in each.
    var phraseShift: UInt8
    private var flags: Flags = []
    private var originalNumber: UInt32 = 0
    /// Hashes of address, publisher's identifier and outlet; 0 when there is none.
    var url: UInt32
    var guid: UInt32
    var source: UInt32
    /// Hash of its outlet, else of its address's host; 0 when neither is stated.
    var site: UInt32
    /// The least weight of a word by which it is still found.
    var leastPosting: UInt16 = 0
    private var published: Int64
    /// One bit for each phrase: it has a name, a figure or a rare word in it.
    var specific: [UInt64] = []
    private var box: VectorBox?

    private struct Flags: OptionSet {
        var rawValue: UInt8
        static let representative = Flags(rawValue: 1)
        static let closed = Flags(rawValue: 2)
        static let standing = Flags(rawValue: 4)
        static let forgotten = Flags(rawValue: 8)
    }

    /// An article without a story, by what was submitted.
    /// - Parameter original: The article it copies.
    init(_ submission: Submission, original: Int?) {
        let features = submission.features
        textHash = features.textHash
        openingWords = unsafeBitCast(features.opening, to: (UInt64, UInt64, UInt64, UInt64).self)
        storyNumber = 0
        tokens = UInt32(clamping: features.tokenCount)
        phraseStart = 0
        phraseShift = features.phraseShift
        url = Engine.nameHash(submission.url)
        guid = Engine.nameHash(submission.guid)
        source = Engine.nameHash(submission.source)
        site = Engine.siteHash(submission)
        published = submission.publishedAt ?? .min
        self.original = original
    }

    /// Place of its story among the known stories; a merged story's place resolves to its survivor. -1 before it has one.
    var story: Int {
        get { Int(storyNumber) - 1 }
        set { storyNumber = UInt32(newValue + 1) }
    }

    /// Words it has.
    var tokenCount: Int { Int(tokens) }

    /// Its 5-word phrases: where they are among the phrases of open stories, or among the sketches of closed ones.
    var phrases: Range<Int> {
        get { Int(phraseStart)..<Int(phraseStart) + Int(phraseCount) }
        set {
            phraseStart = UInt32(newValue.lowerBound)
            phraseCount = UInt16(newValue.count)
        }
    }

    /// How its text begins.
    var opening: Opening { unsafeBitCast(openingWords, to: Opening.self) }

    /// The article it copies, or the one that is copied by that; nil when it is no copy, so that its shingles count.
    var original: Int? {
        get { originalNumber == 0 ? nil : Int(originalNumber) - 1 }
        set { originalNumber = newValue.map { UInt32($0 + 1) } ?? 0 }
    }

    /// When it says it was published.
    var publishedAt: Int64? { published == .min ? nil : published }

    /// Its shingles, kept while it stands for its story.
    var vectors: ArticleVectors {
        get { box?.vectors ?? ArticleVectors() }
        set { box = newValue.terms.isEmpty ? nil : VectorBox(newValue) }
    }

    /// It stands for its story, which is open, when articles are compared with it.
    var isRepresentative: Bool {
        get { flags.contains(.representative) }
        set { set(.representative, newValue) }
    }

    /// Its story is closed, or was when it came: of its phrases a sketch is left.
    var isClosed: Bool {
        get { flags.contains(.closed) }
        set { set(.closed, newValue) }
    }

    /// It stands for a closed story: an article that opens a story may continue that one.
    var isStanding: Bool {
        get { flags.contains(.standing) }
        set { set(.standing, newValue) }
    }

    /// It came too long ago for copies of it to be looked for.
    var isForgotten: Bool {
        get { flags.contains(.forgotten) }
        set { set(.forgotten, newValue) }
    }

    private mutating func set(_ flag: Flags, _ isSet: Bool) {
        if isSet { flags.insert(flag) } else { flags.remove(flag) }
    }
}

/// Vectors on the heap: most articles have none.
private final class VectorBox: Sendable {
    let vectors: ArticleVectors

    init(_ vectors: ArticleVectors) { self.vectors = vectors }
}

extension KnownArticle {
    /// The numbers of an article, without its lists.
    private struct Plain: BitwiseCopyable {
        var hash: (UInt64, UInt64)
        var opening: (UInt64, UInt64, UInt64, UInt64)
        var story, tokens, phraseStart, original, url, guid, source, site: UInt32
        var phraseCount, leastPosting: UInt16
        // Wider than they are, so that no byte is left undefined.
        var phraseShift, flags: UInt32
        var unused: UInt32 = 0
        var published: Int64
    }

    private init(_ plain: Plain) {
        textHash = TextHash(high: plain.hash.0, low: plain.hash.1)
        openingWords = plain.opening
        storyNumber = plain.story
        tokens = plain.tokens
        phraseStart = plain.phraseStart
        phraseCount = plain.phraseCount
        phraseShift = UInt8(truncatingIfNeeded: plain.phraseShift)
        flags = Flags(rawValue: UInt8(truncatingIfNeeded: plain.flags))
        originalNumber = plain.original
        (url, guid, source, site) = (plain.url, plain.guid, plain.source, plain.site)
        leastPosting = plain.leastPosting
        published = plain.published
    }

    static func encode(_ articles: [KnownArticle], to writer: SnapshotWriter) throws {
        try writer.list(
            articles.map { article in
                Plain(
                    hash: (article.textHash.high, article.textHash.low), opening: article.openingWords,
                    story: article.storyNumber, tokens: article.tokens, phraseStart: article.phraseStart,
                    original: article.originalNumber, url: article.url, guid: article.guid, source: article.source,
                    site: article.site, phraseCount: article.phraseCount, leastPosting: article.leastPosting,
                    phraseShift: UInt32(article.phraseShift), flags: UInt32(article.flags.rawValue),
                    published: article.published)
            })
        try writer.list(articles.map { UInt32($0.specific.count) })
        try writer.list(articles.flatMap(\.specific))
        let standing = articles.indices.filter { articles[$0].box != nil }
        try writer.list(standing.map { UInt32($0) })
        for place in standing { try articles[place].vectors.encode(to: writer) }
    }

    static func decode(from reader: inout SnapshotReader) throws(SnapshotError) -> [KnownArticle] {
        var articles = try reader.list(Plain.self).map { KnownArticle($0) }
        let counts = try reader.list(UInt32.self)
        let specific = try reader.list(UInt64.self)
        guard counts.count == articles.count else { throw SnapshotError() }
        var start = 0
        for place in articles.indices where counts[place] > 0 {
            let end = start + Int(counts[place])
            guard end <= specific.count else { throw SnapshotError() }
            articles[place].specific = Array(specific[start..<end])
            start = end
        }
        for place in try reader.list(UInt32.self) {
            guard Int(place) < articles.count else { throw SnapshotError() }
            articles[Int(place)].vectors = try ArticleVectors(from: &reader)
        }
        return articles
    }
}

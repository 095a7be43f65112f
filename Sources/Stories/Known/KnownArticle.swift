import Shingling

/// What stays known of an article: 104 bytes. While its story is open there is an `OpenArticle` as well.
///
/// Unchecked, because managed buffers cannot say so themselves: nothing changes its vectors once they are made.
struct KnownArticle: @unchecked Sendable {
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
    /// Its shingles, kept while it stands for its story.
    var vectors: KnownVectors?

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

    /// While its story is open: its place among the open articles.
    var openPlace: Int {
        get { Int(phraseStart) }
        set { phraseStart = UInt32(newValue) }
    }

    /// Of an article in a closed story: where what is left of its phrases is among the sketches.
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
        let standing = articles.indices.filter { articles[$0].vectors != nil }
        try writer.list(standing.map { UInt32($0) })
        try KnownVectors.encode(standing.compactMap { articles[$0].vectors }, to: writer)
    }

    static func decode(from reader: inout SnapshotReader) throws(SnapshotError) -> [KnownArticle] {
        var articles = try reader.list(Plain.self).map { KnownArticle($0) }
        for place in try reader.list(UInt32.self) {
            guard Int(place) < articles.count else { throw SnapshotError() }
            articles[Int(place)].vectors = try KnownVectors.decode(from: &reader)
        }
        return articles
    }
}

import Shingling

/// What stays known of an article.
struct KnownArticle {
    var textHash: TextHash
    /// Place of its story among the known stories; a merged story's place resolves to its survivor.
    var story: Int
    var tokenCount: Int
    /// Its 5-word phrases: where they are in the arena, and the range they were kept from.
    var phrases: Range<Int>
    var phraseShift: UInt8
    /// One bit for each phrase: it has a name, a figure or a rare word in it.
    var specific: [UInt64] = []
    /// How its text begins.
    var opening: Opening
    /// Its shingles, kept while it represents its story.
    var vectors = ArticleVectors()
    /// It stands for its story when articles are compared with it.
    var isRepresentative = false
    /// The article it copies, or the one that is copied by that; nil when it is no copy, so that its shingles count.
    var original: Int?
    /// Hashes of address, publisher's identifier and outlet; 0 when there is none.
    var url: UInt64 = 0
    var guid: UInt64 = 0
    var source: UInt64 = 0
    /// Hash of its outlet, else of its address's host; 0 when neither is stated.
    var site: UInt64 = 0
    var publishedAt: Int64?
}

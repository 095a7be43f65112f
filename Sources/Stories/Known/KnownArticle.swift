import Shingling

/// What stays known of an article: 96 bytes. While its story is open there is an `OpenArticle` as well.
struct KnownArticle: BitwiseCopyable {
    var textHash: TextHash
    private var openingWords: (UInt64, UInt64, UInt64, UInt64)
    private var storyNumber: UInt32
    private var tokens: UInt32
    private var phraseStart: UInt32
    private var originalNumber: UInt32 = 0
    /// Hashes of address, publisher's identifier and outlet; 0 when there is none.
    var url: UInt32
    var guid: UInt32
    var source: UInt32
    /// Hash of its outlet, else of its address's host; 0 when neither is stated.
    var site: UInt32
    private var published: Int64
    private var phraseCount: UInt16 = 0
    /// The range its phrases were kept from. Of an article in a closed story: the low bits that are 0 in each.
    var phraseShift: UInt8
    private var flags: Flags = []
    /// Of an article in a closed story: the phrases in its sketch, and the bits each takes.
    var sketchCount: UInt8 = 0
    var sketchWidth: UInt8 = 0
    /// Written to snapshots as it is in memory, so no byte is left undefined.
    private var unused: UInt16 = 0

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

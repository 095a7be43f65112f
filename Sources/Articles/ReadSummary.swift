/// What a file turned out to be.
public struct ReadSummary: Sendable, Equatable {
    /// The format's name, such as `JSON`, or `JSON (gzip)` when it came compressed.
    public var format: String
    /// The character set the text was read in, such as `UTF-8`.
    public var charset: String
    /// How many positions were handed out, refused ones included.
    public var count: Int
    /// How many of them were refused.
    public var refused: Int
    /// Records that are no articles by their kind and were passed over: a web archive's requests and images.
    public var skipped: Int
    /// Whether the file held more than one, so that an article is named with its position: `file#3`.
    public var isMany: Bool { count > 1 }

    /// A summary of what was read.
    public init(format: String, charset: String, count: Int, refused: Int, skipped: Int = 0) {
        self.format = format
        self.charset = charset
        self.count = count
        self.refused = refused
        self.skipped = skipped
    }
}

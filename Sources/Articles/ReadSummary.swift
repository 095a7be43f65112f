/// What a file turned out to be.
public struct ReadSummary: Sendable, Equatable {
    /// The format's name, such as `JSON`.
    public var format: String
    /// The character set the text was read in, such as `UTF-8`.
    public var charset: String
    /// How many positions were handed out, refused ones included.
    public var count: Int
    /// How many of them were refused.
    public var refused: Int
    /// Whether the file held more than one, so that an article is named with its position: `file#3`.
    public var isMany: Bool { count > 1 }

    /// A summary of what was read.
    public init(format: String, charset: String, count: Int, refused: Int) {
        self.format = format
        self.charset = charset
        self.count = count
        self.refused = refused
    }
}

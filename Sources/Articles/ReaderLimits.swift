/// How much a file may ask of the reader. What exceeds a limit is refused with the limit's name and value.
public struct ReaderLimits: Sendable, Equatable {
    /// Bytes a file; unpacked, bytes of one that must be read as a whole, and of a record (a line, a message) of others.
    public var fileBytes = 64 << 20
    /// Bytes a compressed file may unpack to.
    public var unpackedBytes = 4 << 30
    /// How many times larger than the file what it unpacks to may be, from 1 MiB on.
    public var unpackedRatio = 200
    /// Layers of compression, and of messages within messages.
    public var containerDepth = 4
    /// Articles a file.
    public var articlesPerFile = 1_000_000
    /// Bytes an article: a JSON object, an item of a feed or an HTML page.
    public var articleBytes = 8 << 20
    /// How deep JSON values and XML elements may nest; more than 512 is taken as 512.
    public var nesting = 64
    /// Elements an HTML page or an item of an XML file.
    public var elements = 400_000
    /// Bytes of a field other than the text. A longer title or byline is cut, a longer URL or identifier dropped.
    public var fieldBytes = 2048

    /// The default limits.
    public init() {}
}

/// What a reader is told besides the bytes.
public struct ReaderOptions: Sendable, Equatable {
    /// The present, in seconds since 1970 UTC; dates more than two days later are dropped. Without it no date is "future".
    public var now: Int64?
    /// Whether ``Article/extra`` is filled, for evaluation tools.
    public var keepExtra = false
    /// Whether ``Article/removed`` is filled, for `storyd inspect`.
    public var keepRemoved = false

    /// The default options: no clock, no extra fields.
    public init() {}

    /// Options with a clock, in seconds since 1970 UTC.
    public init(now: Int64?) {
        self.now = now
    }
}

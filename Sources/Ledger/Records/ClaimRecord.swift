/// A file that was taken to be read, from the moment it is claimed until it is put away.
public struct ClaimRecord: Sendable, Equatable {
    /// Dense number from 1; the file's name in `work/`.
    public var id: Int64
    /// Raw bytes of the watched folder's path.
    public var folder: [UInt8]
    /// Raw bytes of the file's name relative to `folder`; need not be UTF-8.
    public var name: [UInt8]
    /// Device number of the file.
    public var device: UInt64
    /// Inode number of the file.
    public var inode: UInt64
    /// Size in bytes when it was claimed.
    public var size: Int64
    /// Time of the last change of the content, nanoseconds since 1970.
    public var modified: Int64
    /// Time of the last change of the inode, nanoseconds since 1970.
    public var changed: Int64
    /// What the drop folder saw it to be; opaque here.
    public var kind: String
    /// Seconds since 1970.
    public var claimedAt: Int64
    /// ``kind`` of a file that is imported: it stays where it is, and only the import reads it.
    public static let importKind = "import"
    /// How often reading it was begun without a clean end.
    public var attempts: Int
    /// True when the file stays where it was found and is remembered by its key.
    public var inPlace: Bool
    /// Number of decisions made of it so far.
    public var progress: Int
    /// How far it has come.
    public var state: ClaimState
    /// The first `ASSIGNMENT_SEQ` of the file, once it has one.
    public var firstSequence: Int64?
    /// What becomes of the file; opaque here.
    public var disposition: String?
    /// Why it was refused.
    public var reason: String?
    /// Raw bytes of the path it was put away to.
    public var destination: [UInt8]?
    /// A hash of the bytes that were decided, where the file stays in place.
    public var contentHash: UInt64?

    /// A claim of these values.
    public init(
        id: Int64, folder: [UInt8], name: [UInt8], device: UInt64, inode: UInt64, size: Int64, modified: Int64,
        changed: Int64, kind: String, claimedAt: Int64, attempts: Int = 1, inPlace: Bool = false, progress: Int = 0,
        state: ClaimState = .open, firstSequence: Int64? = nil, disposition: String? = nil, reason: String? = nil,
        destination: [UInt8]? = nil, contentHash: UInt64? = nil
    ) {
        self.id = id
        self.folder = folder
        self.name = name
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
        self.changed = changed
        self.kind = kind
        self.claimedAt = claimedAt
        self.attempts = attempts
        self.inPlace = inPlace
        self.progress = progress
        self.state = state
        self.firstSequence = firstSequence
        self.disposition = disposition
        self.reason = reason
        self.destination = destination
        self.contentHash = contentHash
    }
}

/// How far a claimed file has come. The raw values are stored.
public enum ClaimState: Int, Sendable {
    /// To be read.
    case open = 0
    /// Every article of it is decided; to be put away.
    case decided = 1
    /// Put away, or left where it was for good.
    case finished = 2
}

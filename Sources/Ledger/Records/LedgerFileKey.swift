/// What identifies a file that stays in place: its content cannot change without the key changing. The key can change
/// without the content (`chmod`): then a hash of that decides.
public struct LedgerFileKey: Sendable, Hashable {
    /// Device number.
    public var device: UInt64
    /// Inode number.
    public var inode: UInt64
    /// Size in bytes.
    public var size: Int64
    /// Time of the last change of the content, nanoseconds since 1970.
    public var modified: Int64
    /// Time of the last change of the inode, nanoseconds since 1970.
    public var changed: Int64

    /// A key of these values.
    public init(device: UInt64, inode: UInt64, size: Int64, modified: Int64, changed: Int64) {
        self.device = device
        self.inode = inode
        self.size = size
        self.modified = modified
        self.changed = changed
    }
}

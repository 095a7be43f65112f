internal import Glibc

/// One event of inotify, as far as it is used.
struct NotifyEvent {
    /// The watch; -1 for an overflow.
    var watch: Int32
    /// The `IN_…` bits.
    var mask: UInt32
    /// The name in the watched directory; nil for the directory itself.
    var name: RawName?

    /// Whether a bit is set. (Some of the constants are imported as `Int32`, some as `Int`.)
    func has(_ bit: some BinaryInteger) -> Bool {
        mask & UInt32(truncatingIfNeeded: bit) != 0
    }

    /// What is asked of a directory.
    ///
    /// Not `IN_MODIFY`: a look after the settle time shows writing as well, and large files would flood the queue.
    static let mask: UInt32 = [
        IN_CLOSE_WRITE, IN_MOVED_TO, IN_MOVED_FROM, IN_CREATE, IN_ATTRIB, IN_DELETE_SELF, IN_MOVE_SELF, IN_EXCL_UNLINK,
        IN_ONLYDIR,
    ].reduce(0) { $0 | UInt32(truncatingIfNeeded: $1) }

    /// The events in a buffer that `read(2)` filled: a header of 16 bytes each, and a name padded with NULs.
    static func parse(_ buffer: UnsafeRawBufferPointer) -> [NotifyEvent] {
        let header = MemoryLayout<inotify_event>.size
        var events: [NotifyEvent] = []
        var start = 0
        while buffer.count - start >= header {
            let watch = buffer.loadUnaligned(fromByteOffset: start, as: Int32.self)
            let mask = buffer.loadUnaligned(fromByteOffset: start + 4, as: UInt32.self)
            let length = Int(buffer.loadUnaligned(fromByteOffset: start + 12, as: UInt32.self))
            start += header
            guard length <= buffer.count - start else { break }
            let name = RawName(buffer[start..<start + length])
            events.append(NotifyEvent(watch: watch, mask: mask, name: name.bytes.isEmpty ? nil : name))
            start += length
        }
        return events
    }
}

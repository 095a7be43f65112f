internal import CPrefetch

/// Memory is asked for ahead of its use: many pieces at once take hardly longer than one.
enum Prefetch {
    /// Brings some bytes into the processor's cache, line by line.
    @inline(__always)
    static func lines(of start: UnsafeRawPointer, bytes: Int) {
        var offset = 0
        while offset < bytes {
            storyd_prefetch(start + offset)
            offset &+= 64
        }
    }
}

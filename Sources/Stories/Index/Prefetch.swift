internal import CPrefetch

extension Array where Element: BitwiseCopyable {
    /// So many equal elements, in large pages where they take many of the small ones.
    init(inLargePages element: Element, count: Int) {
        self.init(unsafeUninitializedCapacity: count) { elements, made in
            if let start = elements.baseAddress {
                storyd_prefer_large_pages(start, count * MemoryLayout<Element>.stride)
            }
            elements.initialize(repeating: element)
            made = count
        }
    }
}

/// Memory is asked for ahead of its use: many pieces at once take hardly longer than one.
enum Prefetch {
    /// Brings the beginning of an object into the processor's cache.
    ///
    /// By its address, as it is in memory: to count a reference would be to wait for the object.
    /// - Parameters:
    ///   - reference: Where a reference to it is, or nil.
    @inline(__always)
    static func object(at reference: UnsafeRawPointer, bytes: Int) {
        guard let object = UnsafeRawPointer(bitPattern: reference.load(as: UInt.self)) else { return }
        lines(of: object, bytes: bytes)
    }

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

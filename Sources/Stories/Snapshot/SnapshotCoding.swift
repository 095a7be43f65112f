/// Writes an engine's state piece by piece: plain numbers as they are in memory, each piece at a multiple of eight bytes.
struct SnapshotWriter {
    private let write: (UnsafeRawBufferPointer) throws -> Void

    init(_ write: @escaping (UnsafeRawBufferPointer) throws -> Void) { self.write = write }

    /// Writes a list of plain values.
    func list<Element: BitwiseCopyable>(_ elements: [Element]) throws {
        try number(elements.count)
        try elements.withUnsafeBytes { try bytes($0) }
    }

    /// Writes bytes whose number is known, a multiple of eight or not.
    func bytes(_ bytes: UnsafeRawBufferPointer) throws {
        if !bytes.isEmpty { try write(bytes) }
        let rest = -bytes.count & 7
        if rest > 0 {
            try withUnsafeBytes(of: UInt64(0)) { try write(UnsafeRawBufferPointer(rebasing: $0.prefix(rest))) }
        }
    }

    /// Writes a number.
    func number(_ value: Int) throws { try withUnsafeBytes(of: Int64(value)) { try write($0) } }

    /// Writes a number that may be absent.
    func number(_ value: Int64?) throws { try list(value.map { [$0] } ?? []) }

    /// Writes lists of various lengths as one.
    func lists(_ lists: some Collection<[Int]>) throws {
        try list(lists.map { UInt32($0.count) })
        try list(lists.flatMap { $0.map { UInt32($0) } })
    }
}

/// The bytes are not a whole snapshot.
struct SnapshotError: Error {}

/// Reads what `SnapshotWriter` wrote, in the same order.
struct SnapshotReader {
    private let bytes: UnsafeRawBufferPointer
    private let onRead: (UnsafeRawBufferPointer) -> Void
    private var offset = 0

    init(_ bytes: UnsafeRawBufferPointer, onRead: @escaping (UnsafeRawBufferPointer) -> Void = { _ in }) {
        self.bytes = bytes
        self.onRead = onRead
    }

    var isAtEnd: Bool { offset == bytes.count }

    mutating func list<Element: BitwiseCopyable>(_: Element.Type = Element.self) throws(SnapshotError) -> [Element] {
        let count = try number()
        let stride = MemoryLayout<Element>.stride
        guard count >= 0, count <= (bytes.count - offset) / stride else { throw SnapshotError() }
        let size = count * stride
        let start = offset
        offset += size + (-size & 7)
        guard offset <= bytes.count else { throw SnapshotError() }
        let source = UnsafeRawBufferPointer(rebasing: bytes[start..<start + size])
        let list = [Element](unsafeUninitializedCapacity: count) { elements, made in
            UnsafeMutableRawBufferPointer(elements).copyMemory(from: source)
            made = count
        }
        onRead(source)
        return list
    }

    /// Bytes as `SnapshotWriter.bytes` wrote them.
    mutating func bytes(_ count: Int) throws(SnapshotError) -> UnsafeRawBufferPointer {
        let start = offset
        guard count >= 0, count <= bytes.count - offset else { throw SnapshotError() }
        offset += count + (-count & 7)
        guard offset <= bytes.count else { throw SnapshotError() }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<start + count])
    }

    mutating func number() throws(SnapshotError) -> Int {
        guard offset + 8 <= bytes.count else { throw SnapshotError() }
        defer { offset += 8 }
        return Int(bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self))
    }

    mutating func optionalNumber() throws(SnapshotError) -> Int64? { try list(Int64.self).first }

    mutating func lists() throws(SnapshotError) -> [[Int]] {
        let counts = try list(UInt32.self)
        let all = try list(UInt32.self)
        var lists: [[Int]] = []
        lists.reserveCapacity(counts.count)
        var start = 0
        for count in counts {
            let end = start + Int(count)
            guard end <= all.count else { throw SnapshotError() }
            lists.append(all[start..<end].map { Int($0) })
            start = end
        }
        return lists
    }
}

/// Part of an engine's state.
protocol Snapshotted {
    func encode(to writer: SnapshotWriter) throws
    init(from reader: inout SnapshotReader) throws(SnapshotError)
}

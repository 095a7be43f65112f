import Shingling
import SystemPackage

/// A hash of bytes that come in pieces of a multiple of eight, against damage: four chains by turns, so that the processor need
/// not wait for one multiplication before the next.
struct SnapshotChecksum {
    private var chains: SIMD4<UInt64> = [1, 2, 3, 4]
    /// Eights of bytes so far.
    private var count = 0

    var value: UInt64 {
        Mixing.pair(Mixing.pair(chains[0], chains[1]), Mixing.pair(chains[2], chains[3]))
    }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        func next() -> UInt64 {
            defer { offset &+= 8 }
            return bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        }
        let words = bytes.count / 8
        let end = count + words
        while count < end, count & 3 != 0 { addOne(next()) }
        var (first, second, third, fourth) = (chains[0], chains[1], chains[2], chains[3])
        while count &+ 4 <= end {
            first = Mixing.pair(first, next())
            second = Mixing.pair(second, next())
            third = Mixing.pair(third, next())
            fourth = Mixing.pair(fourth, next())
            count &+= 4
        }
        chains = [first, second, third, fourth]
        while count < end { addOne(next()) }
    }

    private mutating func addOne(_ word: UInt64) {
        chains[count & 3] = Mixing.pair(chains[count & 3], word)
        count &+= 1
    }
}

/// Collects small pieces into large writes, and cuts large ones so that it can be stopped in between.
final class SnapshotOutput {
    private static let enough = 1 << 20
    private static let most = 4 << 20
    private let file: FileDescriptor
    private let isWanted: () -> Bool
    private var buffer: [UInt8] = []
    private(set) var checksum = SnapshotChecksum()
    private(set) var size: Int64 = 0

    init(_ file: FileDescriptor, while isWanted: @escaping () -> Bool) {
        self.file = file
        self.isWanted = isWanted
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws {
        size += Int64(bytes.count)
        guard bytes.count >= Self.enough else {
            buffer.append(contentsOf: bytes)
            if buffer.count >= Self.enough { try flush() }
            return
        }
        // Lists begin at a multiple of eight; what is over at the end of this one is filled up by the next piece.
        try flush()
        let whole = bytes.count & ~7
        try put(UnsafeRawBufferPointer(rebasing: bytes.prefix(whole)))
        buffer.append(contentsOf: bytes.dropFirst(whole))
    }

    func flush() throws {
        let whole = buffer.count & ~7
        try buffer.withUnsafeBytes { try put(UnsafeRawBufferPointer(rebasing: $0.prefix(whole))) }
        buffer.removeFirst(whole)
    }

    private func put(_ bytes: UnsafeRawBufferPointer) throws {
        var start = 0
        while start < bytes.count {
            guard isWanted() else { throw EngineSnapshot.Abandoned() }
            let end = min(bytes.count, start + Self.most)
            let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
            checksum.add(piece)
            _ = try file.writeAll(piece)
            start = end
        }
    }
}

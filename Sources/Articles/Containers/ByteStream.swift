/// The content of a file as it comes: its bytes, or what they unpack to, a piece at a time.
///
/// What has been read is let go, so that a file which unpacks to gigabytes takes the memory of a piece.
final class ByteStream {
    /// What has come, read or not; what is still to be read begins at ``start``.
    private(set) var bytes: [UInt8]
    private(set) var start = 0
    /// Whether nothing more will come.
    private(set) var isAtEnd: Bool
    private var unpacker: Unpacker?
    private let limits: ReaderLimits
    /// Bytes of the file that all this comes out of, packed.
    private let fileSize: Int
    /// Called for each piece, however few articles come of it.
    private let progress: () -> Void
    private var failure: Refusal?

    /// A stream over a file's bytes.
    init(_ file: [UInt8], limits: ReaderLimits, progress: @escaping () -> Void = {}) {
        bytes = file
        isAtEnd = true
        unpacker = nil
        self.limits = limits
        fileSize = file.count
        self.progress = progress
    }

    private init(_ unpacker: Unpacker, of packed: ByteStream) {
        bytes = []
        isAtEnd = false
        self.unpacker = unpacker
        limits = packed.limits
        fileSize = packed.fileSize
        progress = packed.progress
    }

    /// What this stream unpacks to.
    func unpacked(_ compression: Compression) throws(Refusal) -> ByteStream {
        ByteStream(Unpacker(self, try compression.decoder(), name: compression.rawValue), of: self)
    }

    /// What these bytes unpack to by a decoder.
    func unpacked(by decoder: any StreamDecoder, name: String) -> ByteStream {
        ByteStream(Unpacker(self, decoder, name: name), of: self)
    }

    /// How many bytes are there to be read without waiting for more.
    var available: Int { bytes.count - start }

    /// Waits until `count` bytes are there to be read, or all that will come.
    /// - Throws: when the packed data is damaged or cut off, or exceeds a limit; again at each later call.
    func fill(_ count: Int) throws(Refusal) {
        guard available < count, !isAtEnd else { return }
        if let failure { throw failure }
        if start > 0 {
            bytes.removeSubrange(..<start)
            start = 0
        }
        do throws(Refusal) {
            while available < count, !isAtEnd {
                progress()
                isAtEnd = try unpacker?.append(to: &bytes) != true
                try check(unpacker?.written ?? 0)
            }
        } catch {
            failure = error
            throw error
        }
    }

    /// Like ``fill(_:)``, for looking ahead: damage is returned, and what came before it can be read.
    func fillAsFarAsPossible(_ count: Int) -> Refusal? {
        do throws(Refusal) {
            try fill(count)
            return nil
        } catch {
            return error
        }
    }

    private func check(_ written: Int) throws(Refusal) {
        guard written <= limits.unpackedBytes else { throw .over("unpackedBytes", limits.unpackedBytes) }
        // Little data may well be blanks; no bomb is small.
        guard written <= 1 << 20 || written / limits.unpackedRatio <= fileSize else {
            throw .over("unpackedRatio", limits.unpackedRatio)
        }
    }

    /// Passes over bytes that are there.
    func skip(_ count: Int) {
        start += min(count, available)
    }

    /// Reads bytes that are there.
    func take(_ count: Int) -> [UInt8] {
        defer { skip(count) }
        return start == 0 && count >= bytes.count ? bytes : Array(bytes[start..<(start + min(count, available))])
    }

    /// Reads all that will come.
    /// - Throws: like ``fill(_:)``, and when it is more than `limit` bytes.
    func rest(limit: Int) throws(Refusal) -> [UInt8] {
        try fill(limit + 1)
        guard available <= limit else { throw .over("fileBytes", limit) }
        return take(available)
    }

    /// Hands out pieces of whole records, each as long as its last record allows.
    /// - Parameters:
    ///   - boundary: where the last record begins in the unread bytes of a stream that goes on, so that all before it is
    ///     whole; nil when no record is known to be whole.
    /// - Throws: like ``fill(_:)``, when one record is longer than ``ReaderLimits/fileBytes``, and what `body` throws. Whole
    ///   records before damage are handed out first.
    func forEachPiece(
        boundary: (UnsafeBufferPointer<UInt8>) -> Int?, _ body: ([UInt8]) throws -> Void
    ) throws {
        let pieceSize = 1 << 20
        var wanted = pieceSize
        while true {
            let damage = fillAsFarAsPossible(wanted)
            if isAtEnd, damage == nil {
                if available > 0 { try body(take(available)) }
                return
            }
            let cut = bytes.withUnsafeBufferPointer { boundary(UnsafeBufferPointer(rebasing: $0[start...])) }
            if let cut, cut > 0 {
                try body(take(cut))
                wanted = pieceSize
            } else {
                if let damage { throw damage }
                guard available <= limits.fileBytes else { throw Refusal.over("fileBytes", limits.fileBytes) }
                wanted = available * 2
            }
        }
    }
}

extension ByteStream {
    /// A file's content and the layers of compression it was in.
    /// - Throws: when a layer is damaged at its beginning, or there are more than ``ReaderLimits/containerDepth``.
    static func opening(
        _ file: [UInt8], limits: ReaderLimits, progress: @escaping () -> Void
    ) throws(Refusal) -> (content: ByteStream, layers: [Compression]) {
        var content = ByteStream(file, limits: limits, progress: progress)
        var layers: [Compression] = []
        while true {
            try content.fill(8)
            guard let compression = Compression(content.bytes[content.start...].prefix(8)) else {
                return (content, layers)
            }
            guard layers.count < limits.containerDepth else { throw .over("containerDepth", limits.containerDepth) }
            layers.append(compression)
            content = try content.unpacked(compression)
        }
    }
}

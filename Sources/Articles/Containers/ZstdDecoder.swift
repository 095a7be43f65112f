internal import CZstd

/// Unpacks Zstandard (RFC 8878), of one frame or of many; skippable frames are passed over, but for a dictionary in the
/// first one, which is how WARC files have it.
final class ZstdDecoder: StreamDecoder {
    /// The largest window a frame may ask for, as a power of two: 128 MiB, the library's own default.
    private static let windowLog: Int32 = 27
    /// The first bytes of a frame that holds a dictionary ("WARC with Zstandard" 1.0, IIPC).
    private static let dictionaryMagic: [UInt8] = [0x5D, 0x2A, 0x4D, 0x18]
    private static let longestDictionary = 8 << 20

    private let context: OpaquePointer
    private(set) var isComplete = true
    /// The dictionary's frame as far as it has come; nil once there is none to wait for.
    private var dictionaryFrame: [UInt8]? = []

    /// - Throws: when the library has no memory.
    init() throws(Refusal) {
        guard let context = ZSTD_createDCtx() else {
            throw Refusal(.malformed, "Zstandard data: no memory to unpack it")
        }
        self.context = context
        ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLog)
    }

    deinit {
        ZSTD_freeDCtx(context)
    }

    /// Whether a frame begins that holds no data of the file (magic 0x184D2A50–0x184D2A5F).
    static func isSkippable(_ head: some Collection<UInt8>) -> Bool {
        guard let first = head.first else { return false }
        return first & 0xF0 == 0x50 && head.dropFirst().starts(with: dictionaryMagic[1...])
    }

    func step(_ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>) throws(Refusal)
        -> (read: Int, written: Int)
    {
        if !input.isEmpty {
            let taken = try takeDictionary(input)
            if taken > 0 { return (taken, 0) }
        }
        guard !input.isEmpty || !isComplete else { return (0, 0) }
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let result = ZSTD_decompressStream(context, &target, &source)
        guard ZSTD_isError(result) == 0 else {
            throw Refusal(.malformed, "damaged Zstandard data (\(String(cString: ZSTD_getErrorName(result))))")
        }
        isComplete = result == 0
        return (source.pos, target.pos)
    }

    /// Takes bytes of a dictionary's frame, which can only be the first.
    /// - Returns: how many; zero when there is no dictionary, or no more of it.
    private func takeDictionary(_ input: UnsafeBufferPointer<UInt8>) throws(Refusal) -> Int {
        guard var frame = dictionaryFrame, !frame.isEmpty || input.starts(with: Self.dictionaryMagic) else {
            dictionaryFrame = nil
            return 0
        }
        // Magic and size, four bytes each, come first.
        var wanted = 8
        if frame.count >= 8 {
            let size = (4..<8).reduce(0) { $0 | Int(frame[$1]) << (8 * ($1 - 4)) }
            guard size <= Self.longestDictionary else {
                throw Refusal(.overLimit, "Zstandard data: a dictionary of \(size) bytes")
            }
            wanted += size
        }
        let taken = min(input.count, wanted - frame.count)
        frame.append(contentsOf: input[..<taken])
        dictionaryFrame = frame
        isComplete = false
        if frame.count > 8, frame.count == wanted {
            try load(Array(frame[8...]))
            dictionaryFrame = nil
            isComplete = true
        }
        return taken
    }

    /// Sets the dictionary, which may be compressed itself.
    private func load(_ bytes: [UInt8]) throws(Refusal) {
        var dictionary = bytes
        if Compression(bytes) == .zstd {
            let stream = try ByteStream(bytes, limits: ReaderLimits()).unpacked(.zstd)
            dictionary = try stream.rest(limit: Self.longestDictionary)
        }
        let result = ZSTD_DCtx_loadDictionary(context, dictionary, dictionary.count)
        guard ZSTD_isError(result) == 0 else { throw Refusal(.malformed, "Zstandard data: a damaged dictionary") }
    }
}

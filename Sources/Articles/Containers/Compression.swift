/// The kinds of compression that are undone.
enum Compression: String {
    case gzip
    case zstd

    /// The kind that the first four bytes of a file name, or nil.
    init?(_ head: some Collection<UInt8>) {
        if head.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if head.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) || ZstdDecoder.isSkippable(head) {
            self = .zstd
        } else {
            return nil
        }
    }

    /// - Throws: when the library has no memory for it.
    func decoder() throws(Refusal) -> any StreamDecoder {
        switch self {
        case .gzip: try GzipDecoder(.gzip)
        case .zstd: try ZstdDecoder()
        }
    }
}

/// Undoes a kind of compression, a piece at a time.
protocol StreamDecoder: AnyObject {
    /// Whether the input may end here: nothing that was begun is unfinished.
    var isComplete: Bool { get }

    /// Unpacks from `input` into `output` as far as both go.
    /// - Returns: how many bytes were read and written; both zero when it takes more input to go on.
    /// - Throws: when the input is damaged.
    func step(_ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>) throws(Refusal)
        -> (read: Int, written: Int)
}

internal import CZlib

/// Unpacks gzip (RFC 1952), of one member or of many.
final class GzipDecoder: StreamDecoder {
    /// What the data is wrapped in.
    enum Wrapper {
        case gzip
        /// gzip or zlib (RFC 1950), as HTTP's `deflate` has it.
        case gzipOrZlib
    }

    // zlib keeps the address.
    private let stream: UnsafeMutablePointer<z_stream>
    private(set) var isComplete = true

    /// - Throws: when zlib has no memory.
    init(_ wrapper: Wrapper) throws(Refusal) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        let status =
            switch wrapper {
            case .gzip: storyd_inflate_init_gzip(stream)
            case .gzipOrZlib: storyd_inflate_init_either(stream)
            }
        guard status == Z_OK else { throw Refusal(.malformed, "gzip data: no memory to unpack it") }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func step(_ input: UnsafeBufferPointer<UInt8>, into output: UnsafeMutableBufferPointer<UInt8>) throws(Refusal)
        -> (read: Int, written: Int)
    {
        var skipped = 0
        if isComplete {
            // Zeros may follow a member, as tapes and block devices pad with them.
            while skipped < input.count, input[skipped] == 0 { skipped += 1 }
            guard skipped < input.count else { return (skipped, 0) }
            isComplete = false
            inflateReset(stream)
        }
        let size = UInt32(clamping: input.count - skipped)
        let room = UInt32(clamping: output.count)
        stream.pointee.next_in = input.baseAddress.map { UnsafeMutablePointer(mutating: $0 + skipped) }
        stream.pointee.avail_in = size
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = room
        let status = inflate(stream, Z_NO_FLUSH)
        switch status {
        case Z_OK, Z_BUF_ERROR: break
        case Z_STREAM_END: isComplete = true
        default: throw Refusal(.malformed, "damaged gzip data")
        }
        return (skipped + Int(size - stream.pointee.avail_in), Int(room - stream.pointee.avail_out))
    }
}

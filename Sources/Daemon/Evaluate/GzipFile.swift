import CZlib

/// Unpacks gzip files, of one member or of several.
enum GzipFile {
    /// Why a file could not be unpacked.
    struct UnpackError: Error, CustomStringConvertible {
        let description: String
    }

    /// Whether the bytes begin as a gzip file does.
    static func matches(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

    /// The content.
    /// - Parameter limit: Most bytes of content.
    /// - Throws: `UnpackError` when the file is damaged or cut off, or holds more than `limit`.
    static func unpacked(_ bytes: [UInt8], limit: Int) throws(UnpackError) -> [UInt8] {
        var output: [UInt8] = []
        var stream = z_stream()
        guard storyd_inflate_init(&stream) == Z_OK else { throw UnpackError(description: "zlib cannot be used") }
        defer { inflateEnd(&stream) }
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        var status = Z_OK
        // zlib reads through a mutable pointer and writes nothing there.
        var input = bytes
        input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            // `limit` is far below what 32 bits count, and so is what a caller reads into memory.
            stream.avail_in = UInt32(clamping: input.count)
            repeat {
                let written = chunk.withUnsafeMutableBufferPointer { chunk in
                    stream.next_out = chunk.baseAddress
                    stream.avail_out = UInt32(chunk.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    return chunk.count - Int(stream.avail_out)
                }
                output += chunk[..<written]
                // A member may be followed by another.
                if status == Z_STREAM_END && stream.avail_in > 0 { status = inflateReset(&stream) }
            } while status == Z_OK && output.count <= limit
        }
        guard output.count <= limit else { throw UnpackError(description: "holds more than \(limit) bytes") }
        guard status == Z_STREAM_END else { throw UnpackError(description: "is a damaged or truncated gzip file") }
        return output
    }
}

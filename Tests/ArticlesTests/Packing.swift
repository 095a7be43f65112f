import CZlib
import CZstd

/// Compresses what tests read.
enum Packing {
    /// One gzip member (RFC 1952).
    static func gzip(_ bytes: [UInt8]) -> [UInt8] {
        var size = compressBound(UInt(bytes.count))
        let zlib = [UInt8](unsafeUninitializedCapacity: Int(size)) { out, count in
            count = compress2(out.baseAddress, &size, bytes, UInt(bytes.count), 6) == Z_OK ? Int(size) : 0
        }
        var member: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        // zlib's own wrapping is two bytes before and four after.
        member += zlib.dropFirst(2).dropLast(4)
        for number in [UInt32(truncatingIfNeeded: crc32(0, bytes, UInt32(bytes.count))), UInt32(bytes.count)] {
            for shift in stride(from: UInt32(0), to: 32, by: 8) {
                member.append(UInt8(truncatingIfNeeded: number >> shift))
            }
        }
        return member
    }

    /// One Zstandard frame.
    static func zstd(_ bytes: [UInt8], dictionary: [UInt8]? = nil) -> [UInt8] {
        let bound = ZSTD_compressBound(bytes.count)
        let context = ZSTD_createCCtx()
        defer { ZSTD_freeCCtx(context) }
        if let dictionary { ZSTD_CCtx_loadDictionary(context, dictionary, dictionary.count) }
        return [UInt8](unsafeUninitializedCapacity: bound) { out, count in
            count = ZSTD_compress2(context, out.baseAddress, bound, bytes, bytes.count)
        }
    }

    /// A skippable frame that holds a dictionary, as the first of a `.warc.zst`.
    static func dictionaryFrame(_ dictionary: [UInt8]) -> [UInt8] {
        let size = UInt32(dictionary.count)
        return [0x5D, 0x2A, 0x4D, 0x18] + (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) } + dictionary
    }
}

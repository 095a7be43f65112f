import CZstd
import GRDB

/// Compresses texts with Zstandard (RFC 8878), one frame a text. The context is made once and used again: making one
/// costs more than compressing an article. It has a megabyte of memory, so there is one for each thread.
public struct TextPacker: ~Copyable {
    /// Texts of a few kilobytes hardly repeat themselves: what makes them smaller is the coding of letters. Looking for
    /// repetitions in few places takes half the time of level 1 and 16 % more room, a thirtieth of an article's.
    private static let level: Int32 = -20
    private let context: OpaquePointer?

    /// A packer for one thread.
    public init() {
        context = ZSTD_createCCtx()
        guard let context else { return }
        // Neither can fail but in a library that knows less: then texts are larger.
        ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, Self.level)
        // `ZSTD_c_literalCompressionMode` (of `ZSTD_STATIC_LINKING_ONLY`): at negative levels letters are coded when told so.
        ZSTD_CCtx_setParameter(context, ZSTD_c_experimentalParam5, 1)
    }

    deinit {
        ZSTD_freeCCtx(context)
    }

    /// The text as ``ArticleRecord/packedText`` has it.
    /// - Throws: ``LedgerError/sqlite(code:extended:message:)`` with `SQLITE_NOMEM` when there is no memory for it.
    public mutating func pack(_ text: String) throws(LedgerError) -> [UInt8] {
        guard let context else { throw .noMemory }
        var text = text
        var code = 0
        let bytes = text.withUTF8 { source in
            let bound = ZSTD_compressBound(source.count)
            return [UInt8](unsafeUninitializedCapacity: bound) { target, count in
                code = ZSTD_compress2(context, target.baseAddress, bound, source.baseAddress, source.count)
                count = ZSTD_isError(code) == 0 ? code : 0
            }
        }
        guard ZSTD_isError(code) == 0 else { throw .zstd(code) }
        return bytes
    }
}

/// Reads back what ``TextPacker`` wrote.
enum TextDecoder {
    /// - Parameter limit: The most bytes a text may have; a frame that states more is not unpacked.
    /// - Throws: ``LedgerError/damaged(_:)`` when it is not one whole frame of UTF-8 that states its size.
    static func decode(_ frame: [UInt8], limit: Int) throws(LedgerError) -> String {
        // The two values that mean "unknown" and "not a frame" are the two highest, and beyond any limit.
        let size = frame.withUnsafeBytes { ZSTD_getFrameContentSize($0.baseAddress, $0.count) }
        guard size <= UInt64(limit) else { throw .damaged("a stored text has no credible size") }
        var code = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(size)) { target, count in
            code = frame.withUnsafeBytes { ZSTD_decompress(target.baseAddress, Int(size), $0.baseAddress, $0.count) }
            count = ZSTD_isError(code) == 0 ? code : 0
        }
        guard ZSTD_isError(code) == 0 else { throw .zstd(code) }
        guard bytes.count == Int(size), let text = String(validating: bytes, as: UTF8.self) else {
            throw .damaged("a stored text is not what was written")
        }
        return text
    }
}

extension LedgerError {
    fileprivate static let noMemory = LedgerError.sqlite(
        code: ResultCode.SQLITE_NOMEM.rawValue, extended: ResultCode.SQLITE_NOMEM.rawValue, message: "out of memory")

    fileprivate static func zstd(_ code: Int) -> LedgerError {
        if ZSTD_getErrorCode(code) == ZSTD_error_memory_allocation { return .noMemory }
        return .damaged("zstd: \(String(cString: ZSTD_getErrorName(code)))")
    }
}

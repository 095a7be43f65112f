internal import CXML
internal import Glibc

extension Charset {
    /// Windows-1252 bytes 0x80–0x9F as Unicode (WHATWG Encoding: the five unassigned ones stay C1 controls).
    static let windows1252Upper: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]

    /// UTF-8 from Windows-1252, the superset of ISO 8859-1 that is meant when the latter is declared.
    static func windows1252(_ bytes: [UInt8]) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count &+ bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                out.append(byte)
                continue
            }
            let code = byte < 0xA0 ? windows1252Upper[Int(byte &- 0x80)] : UInt16(byte)
            append(code, to: &out)
        }
        return out
    }

    private static func append(_ code: UInt16, to out: inout [UInt8]) {
        if code >= 0x800 { out.append(0xE0 | UInt8(truncatingIfNeeded: code >> 12)) }
        out.append(
            code >= 0x800
                ? 0x80 | UInt8(truncatingIfNeeded: code >> 6) & 0x3F : 0xC0 | UInt8(truncatingIfNeeded: code >> 6))
        out.append(0x80 | UInt8(truncatingIfNeeded: code) & 0x3F)
    }

    /// UTF-8 from a named character set by `iconv(3)`; each byte that means nothing becomes U+FFFD. Nil when the name is
    /// unknown or more than one character in 16 is wrong, which shows that the declaration is.
    static func convert(_ bytes: [UInt8], from name: String) -> [UInt8]? {
        guard name.utf8.count <= 32,
            name.utf8.allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x5F })
        else { return nil }
        guard let handle = iconv_open("UTF-8", name), handle != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(handle) }
        var input = bytes
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count &+ bytes.count / 2)
        var chunk = [CChar](repeating: 0, count: 65536)
        var wrong = 0
        input.withUnsafeMutableBytes { raw in
            var from = raw.baseAddress?.assumingMemoryBound(to: CChar.self)
            var left = raw.count
            while left > 0 {
                var result = 0
                var failure: Int32 = 0
                let made = chunk.withUnsafeMutableBufferPointer { buffer in
                    var to = buffer.baseAddress
                    var room = buffer.count
                    result = iconv(handle, &from, &left, &to, &room)
                    failure = errno
                    return buffer.count &- room
                }
                out.append(contentsOf: chunk[..<made].lazy.map { UInt8(bitPattern: $0) })
                if result != -1 || failure == E2BIG { continue }
                out.append(contentsOf: [0xEF, 0xBF, 0xBD])
                wrong &+= 1
                from = from.map { $0 + 1 }
                left &-= 1
            }
        }
        return wrong <= bytes.count / 16 ? out : nil
    }
}

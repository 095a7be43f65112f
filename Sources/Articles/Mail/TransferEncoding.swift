/// The encodings that carry any bytes through mail (RFC 2045, section 6).
enum TransferEncoding {
    /// The content of a part.
    /// - Parameter name: the value of `Content-Transfer-Encoding`; any but the two encodings means bytes as they are.
    static func decode(_ bytes: ArraySlice<UInt8>, _ name: String?) -> [UInt8] {
        switch name?.lowercased() {
        case "quoted-printable": quotedPrintable(bytes)
        case "base64": base64(bytes)
        default: Array(bytes)
        }
    }

    /// Bytes from quoted-printable; what is no escape stays as it is.
    static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let byte = bytes[index]
            index += 1
            guard byte == 0x3D else {
                out.append(byte)
                continue
            }
            // A soft line break: blanks before the line's end were added on the way.
            var next = index
            while next < bytes.endIndex, bytes[next] == 0x20 || bytes[next] == 0x09 || bytes[next] == 0x0D { next += 1 }
            if next == bytes.endIndex || bytes[next] == 0x0A {
                index = min(next + 1, bytes.endIndex)
            } else if index + 1 < bytes.endIndex, let high = hexadecimal(bytes[index]),
                let low = hexadecimal(bytes[index + 1])
            {
                out.append(high << 4 | low)
                index += 2
            } else {
                out.append(byte)
            }
        }
        return out
    }

    /// Bytes from base64; what is not of its alphabet is passed over, as the RFC asks.
    static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count / 4 * 3)
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            guard let value = sixBits(byte) else {
                // Padding ends a run; several may have been put together.
                if byte == 0x3D { count = 0 }
                continue
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                out.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return out
    }

    private static func sixBits(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }

    static func hexadecimal(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}

public import SystemPackage

/// A path for a log line: valid UTF-8 is kept; bytes that are not, and all that could disturb a line, become `\xNN`.
///
/// Escaped are control characters (C0, DEL, C1), line and paragraph separators, and the marks that change the direction of text.
public func escapedName(_ path: FilePath) -> String {
    let bytes = Array(RawName(path).bytes)
    var escaped = ""
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var position = 0
    while position < bytes.count {
        let length: Int
        switch parser.parseScalar(from: &rest) {
        case .valid(let encoded):
            length = encoded.count
            let scalar = Unicode.UTF8.decode(encoded)
            if !disturbsLine(scalar) {
                escaped.unicodeScalars.append(scalar)
                position += length
                continue
            }
        case .error(let invalid):
            length = max(invalid, 1)
        case .emptyInput:
            return escaped
        }
        for byte in bytes[position..<min(position + length, bytes.count)] {
            escaped += byte < 16 ? "\\x0" : "\\x"
            escaped += String(byte, radix: 16, uppercase: true)
        }
        position += length
    }
    return escaped
}

/// Whether a character could end a line, move the cursor or turn the text around.
private func disturbsLine(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F: true
    case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
}

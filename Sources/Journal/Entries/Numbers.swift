import Glibc

/// A share or score of 0–1 written with a fixed number of decimals, whatever the locale.
struct Share {
    /// 0–10,000. What is no number counts as 0, what lies outside as the nearer end.
    private let tenThousandths: Int

    init(_ value: Double) {
        let scaled = (value * 10_000).rounded()
        tenThousandths = scaled >= 10_000 ? 10_000 : scaled > 0 ? Int(scaled) : 0
    }

    /// Four decimals, for a field: `0.9700`.
    var field: String { Self.decimal(tenThousandths, digits: 4) }

    /// Two decimals, for a message. Rounded down, so that only certainty reads `1.00`.
    var score: String { Self.decimal(tenThousandths / 100, digits: 2) }

    /// Whole percent, for a message. Rounded down, so that only all of it reads `100%`.
    var percent: String { "\(tenThousandths / 100)%" }

    private static func decimal(_ value: Int, digits: Int) -> String {
        var text = String(value)
        if text.count <= digits { text = String(repeating: "0", count: digits + 1 - text.count) + text }
        text.insert(".", at: text.index(text.endIndex, offsetBy: -digits))
        return text
    }
}

/// `1 article`, `2 articles`.
func counted(_ count: Int, _ one: String, _ many: String) -> String {
    "\(count) \(count == 1 ? one : many)"
}

/// The C library's sentence for an `errno` (`strerror_r`).
func systemMessage(_ number: Int32) -> String {
    let text = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 128) { buffer -> String? in
        guard let start = buffer.baseAddress, strerror_r(number, start, buffer.count) == 0 else { return nil }
        return String(cString: start)
    }
    return text ?? "error \(number)"
}

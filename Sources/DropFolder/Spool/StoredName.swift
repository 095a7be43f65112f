/// How files that are done with are called.
enum StoredName {
    /// The longest name a file system takes, in bytes.
    static let limit = 255

    /// `<sequence, 12 digits>-<name>`, the name cut so that the whole has at most `limit` bytes.
    static func make(sequence: Int64, name: RawName, limit: Int = limit) -> RawName {
        let digits = String(sequence)
        let prefix = Array((String(repeating: "0", count: max(0, 12 - digits.count)) + digits + "-").utf8)
        return RawName(prefix + cut(Array(name.bytes), to: limit - prefix.count))
    }

    /// The name with something put in before its extension: `report.txt` becomes `report<mark>.txt`.
    static func marked(_ name: RawName, _ mark: String) -> RawName {
        let bytes = Array(name.bytes)
        let mark = Array(mark.utf8)
        let stem = bytes.count - extensionLength(bytes)
        let kept = cut(Array(bytes[..<stem]), to: limit - mark.count - (bytes.count - stem))
        return RawName(kept + mark + bytes[stem...])
    }

    /// The name cut in the middle to so many bytes: its extension is kept, and no UTF-8 character is cut in two.
    static func cut(_ name: [UInt8], to length: Int) -> [UInt8] {
        guard name.count > length else { return name }
        let tail = extensionLength(name)
        var end = max(0, length - tail)
        // A byte that continues a character is left out together with the character's beginning.
        while end > 0, name[end] & 0xC0 == 0x80 { end -= 1 }
        return Array(name[..<end] + name[(name.count - tail)...])
    }

    /// The bytes from the first dot among the last 32 on, so that `.json.gz` is kept whole; 0 when there is none.
    private static func extensionLength(_ name: [UInt8]) -> Int {
        let dot = name.suffix(32).dropFirst(name.count > 32 ? 0 : 1).firstIndex(of: UInt8(ascii: "."))
        return dot.map { name.count - $0 } ?? 0
    }

    /// The number of a day, UTC, from 1970-01-01 on, of a time in seconds.
    static func dayNumber(_ seconds: Int64) -> Int64 {
        seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)
    }

    /// `YYYY/MM/DD` of a time in seconds since 1970, UTC.
    ///
    /// Days to date by Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    static func datePath(_ seconds: Int64) -> [RawName] {
        let days = dayNumber(seconds) + 719_468
        let era = (days >= 0 ? days : days - 146_096) / 146_097
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shifted + 2) / 5 + 1
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return [(year, 4), (month, 2), (day, 2)].map { number, width in
            let digits = String(number)
            return RawName((String(repeating: "0", count: max(0, width - digits.count)) + digits).utf8)
        }
    }
}

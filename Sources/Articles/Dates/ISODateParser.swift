/// ISO 8601 as it is met: RFC 3339, a blank in place of `T`, the compact form, a date alone.
struct ISODateParser {
    private let bytes: [UInt8]
    private var index: Int
    private let end: Int

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        var from = 0
        var to = bytes.count
        while from < to, ASCII.isSpace(bytes[from]) { from += 1 }
        while to > from, ASCII.isSpace(bytes[to - 1]) { to -= 1 }
        index = from
        end = to
    }

    /// The date, or nil when the bytes are of another form.
    mutating func parse() -> DateFields? {
        var fields = DateFields()
        guard let year = number(digits: 4) else { return nil }
        fields.year = year
        let separator = peek
        let isSeparated = separator == 0x2D || separator == 0x2F || separator == 0x2E
        if isSeparated { index += 1 }
        guard let month = number(digits: 2) ?? (isSeparated ? number(digits: 1) : nil) else { return nil }
        fields.month = month
        if isSeparated {
            guard peek == separator else { return nil }
            index += 1
        }
        guard let day = number(digits: 2) ?? (isSeparated ? number(digits: 1) : nil) else { return nil }
        fields.day = day
        if index == end { return fields }
        guard let mark = peek, mark | 0x20 == 0x74 || mark == 0x20 else { return nil }
        index += 1
        skipSpaces()
        guard time(into: &fields) else { return nil }
        skipSpaces()
        if index == end { return fields }
        guard let zone = DateZone.parse(bytes[index..<end]) else { return nil }
        fields.zone = zone
        return fields
    }

    private mutating func time(into fields: inout DateFields) -> Bool {
        guard let hour = number(digits: 2) ?? number(digits: 1) else { return false }
        fields.hour = hour
        let isSeparated = take(0x3A)
        guard let minute = number(digits: 2) else { return false }
        fields.minute = minute
        if isSeparated ? take(0x3A) : peek.map(ASCII.isDigit) == true {
            guard let second = number(digits: 2) else { return false }
            fields.second = second
            if take(0x2E) || take(0x2C) {
                while let byte = peek, ASCII.isDigit(byte) { index += 1 }
            }
        }
        return true
    }

    private var peek: UInt8? { index < end ? bytes[index] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipSpaces() {
        while peek == 0x20 { index += 1 }
    }

    /// A number of just so many digits; where there are fewer, nothing is taken.
    private mutating func number(digits: Int) -> Int64? {
        guard digits <= end - index else { return nil }
        var value: Int64 = 0
        for byte in bytes[index..<index + digits] {
            guard ASCII.isDigit(byte) else { return nil }
            value = value * 10 + Int64(byte - 0x30)
        }
        index += digits
        return value
    }
}

/// Time zones as dates state them.
enum DateZone {
    /// Abbreviations that mean one zone (RFC 822, and the European ones), in minutes east of UTC.
    static let names: [String: Int64] = [
        "z": 0, "ut": 0, "utc": 0, "gmt": 0, "est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420,
        "mdt": -360, "pst": -480, "pdt": -420, "wet": 0, "west": 60, "cet": 60, "cest": 120, "eet": 120, "eest": 180,
        "msk": 180, "jst": 540,
    ]

    /// Minutes east of UTC from `Z`, `GMT`, `+01:00`, `-0500`, `+01`, `GMT+1`; nil when it is no zone.
    static func parse(_ bytes: ArraySlice<UInt8>) -> Int64? {
        let name = bytes.prefix { ASCII.isLetter($0) }
        var base: Int64 = 0
        if !name.isEmpty {
            guard let minutes = names[String(decoding: name.map(ASCII.lower), as: UTF8.self)] else { return nil }
            base = minutes
        }
        let offset = bytes.dropFirst(name.count)
        guard let sign = offset.first else { return name.isEmpty ? nil : base }
        guard sign == 0x2B || sign == 0x2D else { return nil }
        let digits = offset.dropFirst().filter { $0 != 0x3A }
        guard digits.count <= 4, !digits.isEmpty, digits.allSatisfy(ASCII.isDigit) else { return nil }
        let value = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - 0x30) }
        let minutes = digits.count <= 2 ? value * 60 : value / 100 * 60 + value % 100
        guard minutes <= 14 * 60 else { return nil }
        return base + (sign == 0x2D ? -minutes : minutes)
    }
}

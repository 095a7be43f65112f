/// Dates written with the characters for year, month and day: `2014年12月21日 12:32`, `2014년 12월 21일`.
enum IdeographicDate {
    private static let marks: [(year: [UInt8], month: [UInt8], day: [UInt8])] = [
        (Array("年".utf8), Array("月".utf8), Array("日".utf8)),
        (Array("년".utf8), Array("월".utf8), Array("일".utf8)),
    ]

    /// The date, or nil when the bytes are of another form. Without a time it is midnight.
    static func parse(_ bytes: [UInt8]) -> DateFields? {
        guard bytes.contains(where: { $0 >= 0xE5 }) else { return nil }
        for mark in marks {
            var rest = bytes[...]
            guard let year = number(&rest, before: mark.year), let month = number(&rest, before: mark.month),
                let day = number(&rest, before: mark.day)
            else { continue }
            // The numeric forms know what a time and a zone look like.
            let iso = "\(year)-\(month)-\(day)" + String(decoding: rest, as: UTF8.self).filter(\.isASCII)
            var parser = ISODateParser(Array(iso.utf8))
            return parser.parse() ?? DateFields(year: year, month: month, day: day)
        }
        return nil
    }

    /// Takes a number of up to four digits and the mark after it.
    private static func number(_ rest: inout ArraySlice<UInt8>, before mark: [UInt8]) -> Int64? {
        rest = rest.drop { $0 == 0x20 }
        let digits = rest.prefix { ASCII.isDigit($0) }
        guard (1...4).contains(digits.count) else { return nil }
        let after = rest.dropFirst(digits.count).drop { $0 == 0x20 }
        guard after.starts(with: mark) else { return nil }
        rest = after.dropFirst(mark.count)
        return digits.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }
}

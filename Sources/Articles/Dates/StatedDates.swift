/// Dates as inputs state them, of which the first that can be believed counts.
enum StatedDates {
    /// The moment of the first credible one; each that is passed over for a fault is noted.
    /// - Parameter now: the present in seconds since 1970 UTC; nil believes dates in the future too.
    static func first(of stated: [String], now: Int64?, notes: inout [ArticleNote]) -> Timestamp? {
        for text in stated where !text.isEmpty {
            switch DateReading(Array(text.utf8), now: now) {
            case .moment(let moment): return moment
            case .fault(let fault):
                let note = ArticleNote.droppedDate(String(text.prefix(96)), fault)
                if !notes.contains(note) { notes.append(note) }
            }
        }
        return nil
    }
}

/// What a text means as a date.
enum DateReading {
    case moment(Timestamp)
    case fault(ArticleNote.DateFault)

    /// Seconds by which a date may lie after the present: unknown time zones, and clocks that are wrong.
    private static let leeway: Int64 = 2 * 86400

    init(_ bytes: [UInt8], now: Int64?) {
        guard let moment = DateReading.fields(bytes) else {
            self = .fault(.unknown)
            return
        }
        guard let moment else {
            self = .fault(.impossible)
            return
        }
        if let now, moment.seconds > now.addingReportingOverflow(DateReading.leeway).partialValue {
            self = .fault(.future)
        } else {
            self = .moment(moment)
        }
    }

    /// The moment; `.some(nil)` when it is a date in form and impossible, nil when it is none.
    private static func fields(_ bytes: [UInt8]) -> Timestamp?? {
        guard bytes.count <= 96 else { return nil }
        if let moment = unix(bytes) { return moment }
        var iso = ISODateParser(bytes)
        guard let fields = iso.parse() ?? IdeographicDate.parse(bytes) ?? WordDateParser.parse(bytes) else {
            return nil
        }
        return .some(fields.timestamp)
    }

    /// Unix time of nine digits or more (fewer may be a compact date), perhaps with a fraction.
    private static func unix(_ bytes: [UInt8]) -> Timestamp?? {
        let digits = bytes.prefix { ASCII.isDigit($0) }
        let rest = bytes.dropFirst(digits.count)
        guard (9...19).contains(digits.count), rest.isEmpty || rest.first == 0x2E,
            rest.dropFirst().allSatisfy({ ASCII.isDigit($0) || $0 | 0x20 == 0x65 || $0 == 0x2B })
        else { return nil }
        guard let number = Int64(String(decoding: digits, as: UTF8.self)) else { return .some(nil) }
        return .some(Timestamp(unix: number))
    }
}

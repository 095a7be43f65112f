/// A moment an input states.
public struct Timestamp: Sendable, Hashable, CustomStringConvertible {
    /// Seconds since 1970-01-01T00:00:00 UTC. Where no zone was stated, as if it had been UTC: up to 14 hours off.
    public var seconds: Int64
    /// Whether the input stated the time zone.
    public var zoneStated: Bool

    /// A moment in seconds since 1970 UTC.
    public init(seconds: Int64, zoneStated: Bool) {
        self.seconds = seconds
        self.zoneStated = zoneStated
    }

    /// The moment `text` states, or nil when it states none.
    ///
    /// Read are ISO 8601 and RFC 3339 (`2014-12-21T12:32:00Z`, `20141221T123200+0100`), `2014-12-21 12:32:00`, a date
    /// alone (midnight), RFC 822 (`Sun, 21 Dec 2014 12:32:00 GMT`), dates in words (`21 Dec, 2014 12:32`, `May 03, 2013`,
    /// `26-FEB-1987 15:02:20.00`, `21 décembre 2014 à 12h32`, `2014年12月21日`), numeric ones where day and month cannot be
    /// confused, and Unix time of nine digits or more.
    /// - Parameters:
    ///   - text: up to 96 bytes; more is no date.
    ///   - now: the present in seconds since 1970 UTC; more than two days later is no date. Nil for no such check.
    public init?(parsing text: String, now: Int64? = nil) {
        self.init(parsing: Array(text.utf8), now: now)
    }

    init?(parsing bytes: [UInt8], now: Int64?) {
        guard case .moment(let moment) = DateReading(bytes, now: now) else { return nil }
        self = moment
    }

    /// The moment of a Unix time in seconds, milli-, micro- or nanoseconds, if it lies in 1980–2100.
    init?(unix number: Int64) {
        var seconds = number
        while seconds >= 100_000_000_000 { seconds /= 1000 }
        guard seconds >= 315_532_800, seconds < 4_102_444_800 else { return nil }
        self.init(seconds: seconds, zoneStated: true)
    }

    /// ISO 8601, with `Z` where a zone was stated: `2014-12-21T12:32:00`.
    public var description: String {
        let time = seconds &- 86400 &* days
        let (year, month, day) = CivilDate.date(days: days)
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let padded = String(repeating: "0", count: max(0, 4 - "\(year)".count)) + "\(year)"
        return "\(padded)-\(two(month))-\(two(day))T\(two(time / 3600)):\(two(time / 60 % 60)):\(two(time % 60))"
            + (zoneStated ? "Z" : "")
    }

    private var days: Int64 { seconds >= 0 ? seconds / 86400 : (seconds + 1) / 86400 - 1 }
}

/// The proleptic Gregorian calendar (Howard Hinnant, "chrono-compatible low-level date algorithms").
enum CivilDate {
    /// Days since 1970-01-01.
    static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// The date `days` after 1970-01-01.
    static func date(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    static func length(year: Int64, month: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// The parts of a date as they were read, not yet known to be possible.
struct DateFields {
    var year: Int64 = 0
    var month: Int64 = 0
    var day: Int64 = 0
    var hour: Int64 = 0
    var minute: Int64 = 0
    var second: Int64 = 0
    /// Minutes east of UTC, where stated.
    var zone: Int64?

    /// The moment, unless a part is impossible. Years before 1500 are placeholders, not dates.
    var timestamp: Timestamp? {
        guard (1500...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CivilDate.length(year: year, month: month),
            (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second),
            abs(zone ?? 0) <= 14 * 60
        else { return nil }
        let days = CivilDate.days(year: year, month: month, day: day)
        let seconds = days * 86400 + hour * 3600 + minute * 60 + second - (zone ?? 0) * 60
        return Timestamp(seconds: seconds, zoneStated: zone != nil)
    }
}

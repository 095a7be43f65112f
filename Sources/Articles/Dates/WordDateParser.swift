/// Dates that name their month, RFC 822 among them, and numeric ones that do not begin with the year. The words may be of
/// any of the languages of ``DateWords``.
enum WordDateParser {
    private enum Token {
        case number(Int64, digits: Int)
        case word(String)
        case mark(UInt8)
    }

    /// The date the bytes state, or nil when there is a word or number that fits no part of one.
    static func parse(_ bytes: [UInt8]) -> DateFields? {
        guard let tokens = tokens(bytes) else { return nil }
        var fields = DateFields()
        var hasTime = false
        var index = 0

        func number(_ at: Int) -> (value: Int64, digits: Int)? {
            guard at < tokens.count, case .number(let value, let digits) = tokens[at] else { return nil }
            return (value, digits)
        }
        func isMark(_ at: Int, _ byte: UInt8) -> Bool {
            guard at < tokens.count, case .mark(let mark) = tokens[at] else { return false }
            return mark == byte
        }

        /// The `h` of `12h32`.
        func isHour(_ at: Int) -> Bool {
            guard at < tokens.count, case .word("h") = tokens[at] else { return false }
            return true
        }

        while index < tokens.count {
            switch tokens[index] {
            case .word(let word):
                guard take(word, into: &fields, hasTime: hasTime) else { return nil }
                index += 1
            case .mark(let mark):
                index += 1
                guard mark == 0x2B || mark == 0x2D, hasTime, fields.zone ?? 0 == 0, let hours = number(index) else {
                    continue
                }
                var minutes = hours.value * 60
                var next = index + 1
                if hours.digits == 4 {
                    minutes = hours.value / 100 * 60 + hours.value % 100
                } else if hours.digits == 2, isMark(next, 0x3A), let rest = number(next + 1) {
                    minutes += rest.value
                    next += 2
                } else {
                    continue
                }
                guard minutes <= 14 * 60 else { continue }
                fields.zone = mark == 0x2D ? -minutes : minutes
                index = next
            case .number(let value, let digits):
                if !hasTime, isMark(index + 1, 0x3A) || isHour(index + 1), let minute = number(index + 2) {
                    fields.hour = value
                    fields.minute = minute.value
                    hasTime = true
                    index += 3
                    if isMark(index, 0x3A), let second = number(index + 1) {
                        fields.second = second.value
                        index += 2
                        if isMark(index, 0x2E), number(index + 1) != nil { index += 2 }
                    }
                } else if let length = numericDate(tokens, index, into: &fields) {
                    index += length
                } else if digits == 4, fields.year == 0 {
                    fields.year = value
                    index += 1
                } else if digits <= 2, fields.day == 0 {
                    fields.day = value
                    index += 1
                } else if digits == 2, fields.year == 0, fields.month != 0 {
                    // RFC 2822, section 4.3: two digits below 50 are of this century.
                    fields.year = value < 50 ? 2000 + value : 1900 + value
                    index += 1
                } else {
                    return nil
                }
            }
        }
        return fields.year != 0 && fields.month != 0 && fields.day != 0 ? fields : nil
    }

    private static func take(_ word: String, into fields: inout DateFields, hasTime: Bool) -> Bool {
        if let month = DateWords.months[word], fields.month == 0 {
            fields.month = month
            return true
        }
        if DateWords.weekdays.contains(word) { return true }
        if hasTime, word == "am" || word == "pm" || word == "a" || word == "p" {
            guard (1...12).contains(fields.hour) else { return false }
            fields.hour = fields.hour % 12 + (word.hasPrefix("p") ? 12 : 0)
            return true
        }
        if word == "m", hasTime { return true }
        if hasTime, fields.zone == nil, let zone = DateZone.names[word] {
            fields.zone = zone
            return true
        }
        return DateWords.fillers.contains(word)
    }

    /// `21.12.2014` and `12/21/2014`, the latter only when one number cannot be a month; returns how many tokens it took.
    private static func numericDate(_ tokens: [Token], _ index: Int, into fields: inout DateFields) -> Int? {
        guard fields.year == 0, fields.month == 0, index + 4 < tokens.count,
            case .number(let first, let firstDigits) = tokens[index], firstDigits <= 2,
            case .mark(let mark) = tokens[index + 1], mark == 0x2E || mark == 0x2F || mark == 0x2D,
            case .number(let second, let secondDigits) = tokens[index + 2], secondDigits <= 2,
            case .mark(mark) = tokens[index + 3],
            case .number(let year, 4) = tokens[index + 4]
        else { return nil }
        guard mark != 0x2F || first > 12 || second > 12 || first == second else { return nil }
        let isMonthFirst = mark == 0x2F && second > 12
        fields.day = isMonthFirst ? second : first
        fields.month = isMonthFirst ? first : second
        fields.year = year
        return 5
    }

    private static func tokens(_ bytes: [UInt8]) -> [Token]? {
        var tokens: [Token] = []
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let start = index
            if ASCII.isDigit(byte) {
                var value: Int64 = 0
                while index < bytes.count, ASCII.isDigit(bytes[index]) {
                    value = value &* 10 &+ Int64(bytes[index] &- 0x30)
                    index += 1
                }
                guard index - start <= 9 else { return nil }
                tokens.append(.number(value, digits: index - start))
            } else if ASCII.isLetter(byte) || byte >= 0x80 {
                while index < bytes.count, ASCII.isLetter(bytes[index]) || bytes[index] >= 0x80 { index += 1 }
                guard index - start <= 24 else { return nil }
                tokens.append(.word(String(decoding: bytes[start..<index], as: UTF8.self).lowercased()))
            } else {
                index += 1
                if ASCII.isSpace(byte) { continue }
                // Commas, bars and full stops after words separate; colons, signs and slashes between numbers bind.
                tokens.append(.mark(byte))
            }
        }
        return tokens
    }
}

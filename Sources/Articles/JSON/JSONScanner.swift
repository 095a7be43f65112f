internal import CLanes

/// Reads JSON values (RFC 8259) from bytes, one at a time, from a position on.
///
/// Lenient where scrapers are careless and no meaning is lost: control characters other than line breaks in strings,
/// bytes that are not UTF-8, numbers of odd form. A line break in a string is an error, which is what lets one broken
/// line of a JSON Lines file be told from the next.
struct JSONScanner {
    let bytes: [UInt8]
    /// The index of the next byte to read.
    var position: Int
    /// Where reading ends: the end of the bytes, or of the longest value allowed.
    private(set) var end: Int
    private let depthLimit: Int

    init(_ bytes: [UInt8], from position: Int = 0, nesting: Int) {
        self.bytes = bytes
        self.position = position
        end = bytes.count
        // Each level is a stack frame.
        depthLimit = min(nesting, 512)
    }

    /// The next byte that is no white space, which is not taken; nil at the end.
    mutating func peek() -> UInt8? {
        while position < end {
            let byte = bytes[position]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            position &+= 1
        }
        return nil
    }

    /// The value at the position, at most `limit` bytes long.
    mutating func value(limit: Int) throws(JSONError) -> JSONValue {
        let bound = limit < bytes.count &- position ? position &+ limit : bytes.count
        end = bound
        defer { end = bytes.count }
        do {
            return try value(depth: 0)
        } catch {
            if error.kind == .truncated, bound < bytes.count {
                throw JSONError(kind: .tooLong, offset: bound)
            }
            throw error
        }
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard let first = peek() else { throw failure(.truncated) }
        switch first {
        case 0x22: return .string(try string())
        case 0x7B:
            var members: [JSONMember] = []
            try object(depth: depth) { (scanner, name) throws(JSONError) in
                let value = try scanner.value(depth: depth + 1)
                if case .literal = value { return }
                members.append(JSONMember(name: name, value: value))
            }
            return .object(members)
        case 0x5B:
            guard depth < depthLimit else { throw failure(.tooDeep) }
            position &+= 1
            var elements: [JSONValue] = []
            if peek() == 0x5D {
                position &+= 1
                return .array(elements)
            }
            while true {
                let element = try value(depth: depth + 1)
                switch element {
                // What an article says in an array it says in strings or objects; long number tables are let go.
                case .number, .literal: break
                default: elements.append(element)
                }
                guard try separator(closing: 0x5D) else { return .array(elements) }
            }
        default: return try scalar(first)
        }
    }

    /// Reads an object, calling `member` with the position at each member's value, which it must read.
    mutating func object(
        depth: Int, _ member: (inout JSONScanner, JSONString) throws(JSONError) -> Void
    ) throws(JSONError) {
        guard depth < depthLimit else { throw failure(.tooDeep) }
        position &+= 1
        if peek() == 0x7D {
            position &+= 1
            return
        }
        while true {
            guard let quote = peek() else { throw failure(.truncated) }
            guard quote == 0x22 else { throw failure(.malformed) }
            let name = try string()
            guard let colon = peek() else { throw failure(.truncated) }
            guard colon == 0x3A else { throw failure(.malformed) }
            position &+= 1
            try member(&self, name)
            guard try separator(closing: 0x7D) else { return }
        }
    }

    /// Reads over the value at the position, however deep or long, by its brackets alone.
    mutating func skip() throws(JSONError) {
        var depth = 0
        repeat {
            guard let byte = peek() else { throw failure(.truncated) }
            switch byte {
            case 0x22: _ = try string()
            case 0x7B, 0x5B:
                depth &+= 1
                position &+= 1
            case 0x7D, 0x5D:
                guard depth > 0 else { throw failure(.malformed) }
                depth &-= 1
                position &+= 1
            case 0x2C, 0x3A:
                guard depth > 0 else { throw failure(.malformed) }
                position &+= 1
            default: _ = try scalar(byte)
            }
        } while depth > 0
    }

    /// Takes a comma (true) or the closing byte (false).
    private mutating func separator(closing: UInt8) throws(JSONError) -> Bool {
        guard let byte = peek() else { throw failure(.truncated) }
        guard byte == 0x2C || byte == closing else { throw failure(.malformed) }
        position &+= 1
        return byte == 0x2C
    }

    private mutating func string() throws(JSONError) -> JSONString {
        position &+= 1
        let start = position
        var isEscaped = false
        while true {
            position = special(from: position)
            guard position < end else { throw failure(.truncated) }
            switch bytes[position] {
            case 0x22:
                position &+= 1
                return JSONString(range: start..<position &- 1, isEscaped: isEscaped)
            case 0x5C:
                isEscaped = true
                guard position &+ 1 < end else {
                    position = end
                    throw failure(.truncated)
                }
                position &+= bytes[position &+ 1] == 0x0A ? 1 : 2
            case 0x0A: throw failure(.malformed)
            default: position &+= 1
            }
        }
    }

    private mutating func scalar(_ first: UInt8) throws(JSONError) -> JSONValue {
        let start = position
        while position < end {
            let byte = bytes[position]
            guard ASCII.isDigit(byte) || ASCII.isLetter(byte) || byte == 0x2B || byte == 0x2D || byte == 0x2E else {
                break
            }
            position &+= 1
        }
        if first == 0x2D || ASCII.isDigit(first) { return .number(start..<position) }
        let words: [StaticString] = ["true", "false", "null", "nan"]
        for word in words where word.utf8CodeUnitCount == position &- start {
            if ASCII.has(word, in: bytes, at: start) { return .literal }
        }
        if position == end, position > start { throw failure(.truncated) }
        position = start
        throw failure(.malformed)
    }

    private func failure(_ kind: JSONError.Kind) -> JSONError { JSONError(kind: kind, offset: position) }

    /// The first quote, backslash or control character from `start` on, or the end.
    private func special(from start: Int) -> Int {
        let end = end
        return bytes.withUnsafeBytes { raw in
            var index = start
            if let found = ByteLanes.wide(raw, &index, end, { storyd_string_marks($0) }) { return found }
            while index &+ 8 <= end {
                let word = ByteLanes.load(raw, index)
                let found = ByteLanes.equal(word, 0x22) | ByteLanes.equal(word, 0x5C) | ByteLanes.below(word, 0x20)
                if found != 0 { return index &+ ByteLanes.first(found) }
                index &+= 8
            }
            while index < end {
                let byte = raw[index]
                if byte == 0x22 || byte == 0x5C || byte < 0x20 { return index }
                index &+= 1
            }
            return index
        }
    }
}

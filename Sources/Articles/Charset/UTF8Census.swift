internal import CLanes

/// What stands at one place of bytes that should be UTF-8.
enum UTF8Step {
    /// A character of so many bytes.
    case valid(Int)
    /// The proper beginning of a character that then breaks off, at least two bytes of it or up to the very end.
    case truncated(Int)
    /// A byte that starts nothing.
    case invalid(Int)

    init(_ bytes: [UInt8], at index: Int) {
        self = bytes.withUnsafeBytes { UTF8Step($0, at: index) }
    }

    init(_ bytes: UnsafeRawBufferPointer, at index: Int) {
        let lead = bytes[index]
        var low: UInt8 = 0x80
        var high: UInt8 = 0xBF
        let length: Int
        switch lead {
        case 0x00...0x7F:
            self = .valid(1)
            return
        case 0xC2...0xDF: length = 2
        case 0xE0:
            length = 3
            low = 0xA0
        case 0xED:
            length = 3
            high = 0x9F
        case 0xE1...0xEF: length = 3
        case 0xF0:
            length = 4
            low = 0x90
        case 0xF4:
            length = 4
            high = 0x8F
        case 0xF1...0xF3: length = 4
        default:
            self = .invalid(1)
            return
        }
        var seen = 1
        while seen < length, index &+ seen < bytes.count {
            let byte = bytes[index &+ seen]
            guard byte >= low, byte <= high else { break }
            low = 0x80
            high = 0xBF
            seen &+= 1
        }
        if seen == length {
            self = .valid(length)
        } else if seen > 1 || index &+ seen == bytes.count {
            self = .truncated(seen)
        } else {
            self = .invalid(1)
        }
    }
}

/// How far bytes are valid UTF-8.
struct UTF8Census {
    /// Characters of more than one byte.
    var sequences = 0
    /// Bytes that start nothing.
    var invalid = 0
    /// Characters that break off.
    var truncated = 0

    var isValid: Bool { invalid == 0 && truncated == 0 }

    init(_ bytes: [UInt8]) {
        self = bytes.withUnsafeBytes(UTF8Census.init)
    }

    init(_ bytes: UnsafeRawBufferPointer) {
        var index = 0
        while true {
            index = UTF8Census.skipASCII(bytes, from: index)
            guard index < bytes.count else { return }
            switch UTF8Step(bytes, at: index) {
            case .valid(let length):
                sequences &+= 1
                index &+= length
            case .truncated(let length):
                truncated &+= 1
                index &+= length
            case .invalid(let length):
                invalid &+= 1
                index &+= length
            }
        }
    }

    /// The index of the first byte at or after `start` that is not ASCII, or the count.
    static func skipASCII(_ bytes: [UInt8], from start: Int) -> Int {
        bytes.withUnsafeBytes { skipASCII($0, from: start) }
    }

    static func skipASCII(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        if let found = ByteLanes.wide(bytes, &index, bytes.count, { storyd_wide($0) }) { return found }
        while index &+ 8 <= bytes.count {
            let found = ByteLanes.load(bytes, index) & ByteLanes.high
            if found != 0 { return index &+ ByteLanes.first(found) }
            index &+= 8
        }
        while index < bytes.count, bytes[index] < 0x80 { index &+= 1 }
        return index
    }
}
